package org.ldpi.lab.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One mapping of a scenario file that knows where it stands in the file, so that each error names the field. Every
 * key must be asked for: {@link #close()} reports what nobody read, which is how a misspelt option is found.
 */
final class Section {
    private final String file;
    private final String path;
    private final Map<?, ?> values;
    private final Set<String> read = new LinkedHashSet<>();

    private Section(String file, String path, Map<?, ?> values) {
        this.file = file;
        this.path = path;
        this.values = values;
    }

    static Section of(String file, String path, Object value) throws ScenarioException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new ScenarioException(file, path, "must be a mapping (key: value)");
        }
        return new Section(file, path, map);
    }

    private String field(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private Object get(String key) {
        read.add(key);
        return values.get(key);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key) throws ScenarioException {
        Object value = get(key);
        if (value == null) {
            throw new ScenarioException(file, field(key), "is missing");
        }
        if (value instanceof Map || value instanceof List) {
            throw new ScenarioException(file, field(key), "must be a text");
        }
        return value.toString();
    }

    boolean flag(String key, boolean absent) throws ScenarioException {
        Object value = get(key);
        if (value == null) {
            return absent;
        }
        if (!(value instanceof Boolean flag)) {
            throw new ScenarioException(file, field(key), "must be true or false, not '" + value + "'");
        }
        return flag;
    }

    long number(String key, long low, long high, Long absent) throws ScenarioException {
        Object value = get(key);
        if (value == null && absent != null) {
            return absent;
        }
        if (value == null) {
            throw new ScenarioException(file, field(key), "is missing");
        }
        if (!(value instanceof Integer || value instanceof Long)) {
            throw new ScenarioException(file, field(key), "must be a whole number, not '" + value + "'");
        }
        long number = ((Number) value).longValue();
        if (number < low || number > high) {
            throw new ScenarioException(file, field(key), number + " is not in " + low + ".." + high);
        }
        return number;
    }

    double real(String key, double low, double high, Double absent) throws ScenarioException {
        Object value = get(key);
        if (value == null && absent != null) {
            return absent;
        }
        if (!(value instanceof Number number)) {
            throw new ScenarioException(
                    file, field(key), value == null ? "is missing" : "must be a number, not '" + value + "'");
        }
        double real = number.doubleValue();
        if (!(real >= low && real <= high)) {
            throw new ScenarioException(file, field(key), real + " is not in " + low + ".." + high);
        }
        return real;
    }

    List<Section> sections(String key) throws ScenarioException {
        List<Section> sections = new ArrayList<>();
        int i = 0;
        for (Object value : list(key)) {
            sections.add(of(file, field(key) + "[" + i++ + "]", value));
        }
        return sections;
    }

    List<String> texts(String key) throws ScenarioException {
        List<String> texts = new ArrayList<>();
        for (Object value : list(key)) {
            texts.add(String.valueOf(value));
        }
        return texts;
    }

    private List<?> list(String key) throws ScenarioException {
        Object value = get(key);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new ScenarioException(file, field(key), "must be a list");
        }
        return list;
    }

    ScenarioException wrong(String key, String problem) {
        return new ScenarioException(file, field(key), problem);
    }

    /** Reports keys nobody asked for. */
    void close() throws ScenarioException {
        Set<String> unknown = new TreeSet<>();
        for (Object key : values.keySet()) {
            if (!read.contains(String.valueOf(key))) {
                unknown.add(String.valueOf(key));
            }
        }
        if (!unknown.isEmpty()) {
            throw new ScenarioException(file, field(unknown.iterator().next()), "is no option here");
        }
    }
}
