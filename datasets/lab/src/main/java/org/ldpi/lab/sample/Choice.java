package org.ldpi.lab.sample;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ldpi.lab.LabException;

/**
 * Draws what a sample keeps. Of each kind of attack one run is kept, then more runs as long as attacks take no more
 * than half of the bytes; the rest is normal traffic, of each label the same share of its conversations, but that no label
 * takes more than three times an even share of the bytes: calls and films are few flows of many packets.
 */
final class Choice {
    private static final double MOST_ATTACKS = 0.5;
    private static final double MOST_OF_EVEN = 3;

    private Choice() {}

    /**
     * Marks the units that are kept.
     *
     * @param units all of a data set, in an order that is the same each time
     * @param bytes how much may be kept
     * @param random source of the choice
     * @throws LabException if not even one run of each attack fits
     */
    static void of(Collection<Unit> units, long bytes, Random random) throws LabException {
        long left = bytes - attacks(groups(units, true, random), bytes, random);
        normal(groups(units, false, random), left, random);
    }

    private static long attacks(Collection<List<Unit>> groups, long bytes, Random random) throws LabException {
        long taken = 0;
        List<Unit> more = new ArrayList<>();
        for (List<Unit> group : groups) {
            taken += keep(group.get(0));
            more.addAll(group.subList(1, group.size()));
        }
        if (taken > bytes) {
            throw new LabException("one run of each attack takes " + taken + " bytes, and there is room for " + bytes);
        }
        Collections.shuffle(more, random);
        for (Unit unit : more) {
            if (taken + unit.bytes() <= MOST_ATTACKS * bytes) {
                taken += keep(unit);
            }
        }
        return taken;
    }

    /** A unit and its place when all labels are gone through at the same pace. */
    private record Place(double at, Unit unit) {}

    private static void normal(Collection<List<Unit>> groups, long bytes, Random random) {
        List<Place> places = new ArrayList<>();
        for (List<Unit> group : groups) {
            for (int i = 0; i < group.size(); i++) {
                places.add(new Place((i + random.nextDouble()) / group.size(), group.get(i)));
            }
        }
        places.sort(Comparator.comparingDouble(Place::at));
        double most = MOST_OF_EVEN * bytes / Math.max(1, groups.size());
        Map<String, Long> byLabel = new HashMap<>();
        long taken = 0;
        for (Place place : places) {
            Unit unit = place.unit;
            long ofLabel = byLabel.getOrDefault(unit.group(), 0L) + unit.bytes();
            if (ofLabel > most) {
                continue;
            }
            if (taken + unit.bytes() > bytes) {
                return;
            }
            byLabel.put(unit.group(), ofLabel);
            taken += keep(unit);
        }
    }

    private static long keep(Unit unit) {
        unit.keep();
        return unit.bytes();
    }

    /** Units by group, each group in an order by chance. */
    private static Collection<List<Unit>> groups(Collection<Unit> units, boolean malicious, Random random) {
        Map<String, List<Unit>> groups = new LinkedHashMap<>();
        for (Unit unit : units) {
            if (unit.malicious() == malicious) {
                groups.computeIfAbsent(unit.group(), k -> new ArrayList<>()).add(unit);
            }
        }
        groups.values().forEach(group -> Collections.shuffle(group, random));
        return groups.values();
    }
}
