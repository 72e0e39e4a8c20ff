package org.ldpi.model.jar;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.model.Distance;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.PartWeights;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.ThresholdPolicy;

/**
 * What {@code model.json} says.
 *
 * @param distance Euclidean in format 1
 * @param weights none in format 1
 * @param files the data entries by name
 */
record Description(
        ModelId id,
        ModelSignature signature,
        EncoderSpec encoder,
        Distance distance,
        PartWeights weights,
        SortedMap<String, Double> thresholds,
        SortedMap<String, String> provenance,
        SortedMap<String, FileDigest> files) {

    /** Size and SHA-256 (hex) of an entry. */
    record FileDigest(long size, String sha256) {}

    /** The original's policies, from the one that gives the lowest threshold to the one that gives the highest. */
    private static final List<String> ASCENDING = List.of("ninety_nine", ThresholdPolicy.DEFAULT, "max", "hundred_one");

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    byte[] toJson() {
        JsonObject encoderJson = new JsonObject();
        encoderJson.addProperty("architecture", encoder.architecture());
        encoderJson.addProperty("dimension", encoder.dimension());
        encoderJson.add("options", GSON.toJsonTree(encoder.options()));
        JsonObject json = new JsonObject();
        int format = format();
        json.addProperty("format", format);
        json.addProperty("name", id.name());
        json.addProperty("version", id.version());
        json.addProperty("profile", signature.profile());
        json.addProperty("packets", signature.shape().packets());
        json.addProperty("bytes", signature.shape().bytes());
        json.addProperty("direction", lower(signature.direction()));
        json.add("encoder", encoderJson);
        if (format > ModelJar.FIRST_FORMAT) {
            json.addProperty("distance", lower(distance));
            json.add("parts", parts());
        }
        json.add("thresholds", GSON.toJsonTree(thresholds));
        json.add("provenance", GSON.toJsonTree(provenance));
        JsonObject filesJson = new JsonObject();
        files.forEach((name, digest) -> {
            JsonObject file = new JsonObject();
            file.addProperty("size", digest.size());
            file.addProperty("sha256", digest.sha256());
            filesJson.add(name, file);
        });
        json.add("files", filesJson);
        return (GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The first format that can hold it. */
    private int format() {
        return distance == Distance.EUCLIDEAN && weights.equals(PartWeights.NONE) && !files.containsKey(ModelJar.FLOWS)
                ? ModelJar.FIRST_FORMAT
                : ModelJar.FORMAT;
    }

    static Description parse(byte[] bytes) throws ModelException {
        JsonObject json = object(parseJson(bytes), "the whole");
        int format = integer(json, "format");
        if (format < ModelJar.FIRST_FORMAT || format > ModelJar.FORMAT) {
            throw new ModelException("format " + format + " is unknown, this version reads " + ModelJar.FIRST_FORMAT
                    + " to " + ModelJar.FORMAT);
        }
        JsonObject encoder = object(member(json, "encoder"), "encoder");
        try {
            SampleShape shape = new SampleShape(integer(json, "packets"), integer(json, "bytes"));
            return new Description(
                    new ModelId(string(json, "name"), string(json, "version")),
                    new ModelSignature(word(json, "profile"), shape, named(Direction.values(), json, "direction")),
                    new EncoderSpec(
                            word(encoder, "architecture"),
                            shape,
                            integer(encoder, "dimension"),
                            strings(encoder, "options")),
                    format == ModelJar.FIRST_FORMAT ? Distance.EUCLIDEAN : named(Distance.values(), json, "distance"),
                    format == ModelJar.FIRST_FORMAT ? PartWeights.NONE : parts(object(member(json, "parts"), "parts")),
                    thresholds(json),
                    strings(json, "provenance"),
                    files(json));
        } catch (IllegalArgumentException e) {
            throw new ModelException(ModelJar.DESCRIPTION + ": " + e.getMessage(), e);
        }
    }

    private static JsonElement parseJson(byte[] bytes) throws ModelException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ModelException(ModelJar.DESCRIPTION + " is not UTF-8", e);
        }
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new ModelException(ModelJar.DESCRIPTION + " goes on behind its end");
            }
            return element;
        } catch (JsonParseException | IOException e) {
            throw new ModelException(ModelJar.DESCRIPTION + " is not JSON: " + firstLine(e.getMessage()), e);
        }
    }

    private static SortedMap<String, Double> thresholds(JsonObject json) throws ModelException {
        SortedMap<String, Double> thresholds = new TreeMap<>();
        for (Map.Entry<String, JsonElement> entry :
                object(member(json, "thresholds"), "thresholds").entrySet()) {
            double value = number(entry.getValue(), "thresholds." + entry.getKey());
            if (value < 0) {
                throw new ModelException(
                        ModelJar.DESCRIPTION + ": threshold " + entry.getKey() + " is " + value + ", below 0");
            }
            thresholds.put(entry.getKey(), value);
        }
        if (!thresholds.containsKey(ThresholdPolicy.DEFAULT)) {
            throw new ModelException(ModelJar.DESCRIPTION + ": no threshold " + ThresholdPolicy.DEFAULT);
        }
        checkOrder(thresholds);
        return thresholds;
    }

    private static void checkOrder(Map<String, Double> thresholds) throws ModelException {
        String lower = null;
        for (String name : ASCENDING) {
            if (!thresholds.containsKey(name)) {
                continue;
            }
            if (lower != null && thresholds.get(name) < thresholds.get(lower)) {
                throw new ModelException(ModelJar.DESCRIPTION + ": threshold " + name + " is " + thresholds.get(name)
                        + ", below " + lower + " of " + thresholds.get(lower));
            }
            lower = name;
        }
    }

    private static SortedMap<String, FileDigest> files(JsonObject json) throws ModelException {
        SortedMap<String, FileDigest> files = new TreeMap<>();
        for (Map.Entry<String, JsonElement> entry :
                object(member(json, "files"), "files").entrySet()) {
            JsonObject file = object(entry.getValue(), "files." + entry.getKey());
            files.put(entry.getKey(), new FileDigest(integer(file, "size"), string(file, "sha256")));
        }
        return files;
    }

    private JsonObject parts() {
        JsonObject parts = new JsonObject();
        parts.addProperty("first", weights.first());
        parts.add("first_weights", GSON.toJsonTree(weights.ofFirst()));
        parts.add("second_weights", GSON.toJsonTree(weights.ofSecond()));
        return parts;
    }

    private static PartWeights parts(JsonObject json) throws ModelException {
        return new PartWeights(integer(json, "first"), floats(json, "first_weights"), floats(json, "second_weights"));
    }

    private static List<Float> floats(JsonObject json, String name) throws ModelException {
        if (!(member(json, name) instanceof JsonArray array) || array.size() > SampleShape.MAX_PACKETS) {
            throw new ModelException(ModelJar.DESCRIPTION + ": " + name + " is no list of at most "
                    + SampleShape.MAX_PACKETS + " numbers");
        }
        List<Float> floats = new ArrayList<>();
        for (JsonElement element : array) {
            floats.add((float) number(element, name));
        }
        return floats;
    }

    private static <E extends Enum<E>> E named(E[] values, JsonObject json, String member) throws ModelException {
        String name = string(json, member);
        for (E value : values) {
            if (lower(value).equals(name)) {
                return value;
            }
        }
        throw new ModelException(ModelJar.DESCRIPTION + ": " + member + " '" + name + "' is unknown");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static JsonElement member(JsonObject json, String name) throws ModelException {
        JsonElement element = json.get(name);
        if (element == null) {
            throw new ModelException(ModelJar.DESCRIPTION + ": no " + name);
        }
        return element;
    }

    private static JsonObject object(JsonElement element, String name) throws ModelException {
        if (!element.isJsonObject()) {
            throw new ModelException(ModelJar.DESCRIPTION + ": " + name + " is not an object");
        }
        return element.getAsJsonObject();
    }

    private static String string(JsonObject json, String name) throws ModelException {
        if (member(json, name) instanceof JsonPrimitive value && value.isString()) {
            return value.getAsString();
        }
        throw new ModelException(ModelJar.DESCRIPTION + ": " + name + " is not a string");
    }

    /** A name that may stand in a filter or a file's name. */
    private static String word(JsonObject json, String name) throws ModelException {
        String word = string(json, name);
        if (!word.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new ModelException(ModelJar.DESCRIPTION + ": " + name + " '" + word.replaceAll("\\p{Cntrl}", "?")
                    + "' is not 1 to 64 letters, digits, dots, dashes and underscores");
        }
        return word;
    }

    private static SortedMap<String, String> strings(JsonObject json, String name) throws ModelException {
        JsonObject map = object(member(json, name), name);
        SortedMap<String, String> strings = new TreeMap<>();
        for (String key : map.keySet()) {
            strings.put(key, string(map, key));
        }
        return strings;
    }

    private static int integer(JsonObject json, String name) throws ModelException {
        double value = number(member(json, name), name);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new ModelException(ModelJar.DESCRIPTION + ": " + name + " is not a whole number in range");
        }
        return (int) value;
    }

    private static double number(JsonElement element, String name) throws ModelException {
        if (element instanceof JsonPrimitive value && value.isNumber()) {
            double number = value.getAsDouble();
            if (Double.isFinite(number)) {
                return number;
            }
        }
        throw new ModelException(ModelJar.DESCRIPTION + ": " + name + " is not a finite number");
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("");
    }
}
