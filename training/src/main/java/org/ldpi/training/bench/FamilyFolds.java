package org.ldpi.training.bench;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;
import org.ldpi.training.data.Truth;

/**
 * Leave one family out, in folds: groups of captures, their sources or days, are whole in one fold; a fold is the test of
 * what was trained on the others, and of the attacks in it only the family that the training did not have counts.
 */
public final class FamilyFolds {
    private final List<List<LabelledFlows>> folds;
    /** The first so many folds are tests. */
    private final int tests;

    private final Function<String, String> familyOf;

    private FamilyFolds(List<List<LabelledFlows>> folds, int tests, Function<String, String> familyOf) {
        this.folds = folds;
        this.tests = tests;
        this.familyOf = familyOf;
    }

    /**
     * Divides captures by their groups, so that folds have about as many normal flows and, of groups with none, about as
     * many malicious ones. Deterministic.
     *
     * @param groupOf group of a capture's name
     * @param familyOf family of a label
     */
    public static FamilyFolds of(
            List<LabelledFlows> captures,
            Function<LabelledFlows, String> groupOf,
            int count,
            Function<String, String> familyOf) {
        Map<String, List<LabelledFlows>> groups = new TreeMap<>();
        captures.forEach(capture -> groups.computeIfAbsent(groupOf.apply(capture), key -> new ArrayList<>())
                .add(capture));
        List<List<LabelledFlows>> folds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            folds.add(new ArrayList<>());
        }
        List<List<LabelledFlows>> left = new ArrayList<>(groups.values());
        for (Truth truth : List.of(Truth.NORMAL, Truth.MALICIOUS)) {
            left.sort(Comparator.comparingLong((List<LabelledFlows> group) -> count(group, truth))
                    .reversed());
            for (List<LabelledFlows> group : List.copyOf(left)) {
                if (count(group, truth) > 0) {
                    folds.stream()
                            .min(Comparator.comparingLong(fold -> count(fold, truth)))
                            .orElseThrow()
                            .addAll(group);
                    left.remove(group);
                }
            }
        }
        return new FamilyFolds(folds, count, familyOf);
    }

    /** One fold, with captures of its own to train on. */
    public static FamilyFolds of(
            List<LabelledFlows> training, List<LabelledFlows> test, Function<String, String> familyOf) {
        return new FamilyFolds(List.of(test, training), 1, familyOf);
    }

    /** Number of folds that are tests. */
    public int count() {
        return tests;
    }

    /** Families that a fold has attacks of. */
    public Set<String> families(int fold) {
        Set<String> families = new TreeSet<>();
        folds.get(fold)
                .forEach(capture -> capture.flows().stream()
                        .filter(flow -> flow.truth() == Truth.MALICIOUS)
                        .forEach(flow -> families.add(familyOf.apply(flow.label()))));
        return families;
    }

    /** Whether a label is of a family. */
    public Predicate<LabelledFlow> ofFamily(String family) {
        return flow -> flow.truth() == Truth.NORMAL
                || (flow.truth() == Truth.MALICIOUS
                        && familyOf.apply(flow.label()).equals(family));
    }

    /** The flows that a fold is tested on, captures of all families. */
    public List<LabelledFlow> test(int fold) {
        return folds.get(fold).stream()
                .flatMap(capture -> capture.flows().stream())
                .toList();
    }

    /**
     * What is trained on when a fold is tested: the captures of the others, without attacks of a family, and of the other
     * families' attacks a share, drawn by chance from each.
     *
     * @param labels share of the attacks whose labels are known, 0 to 1; of each family at least one flow unless it is 0
     */
    public List<LabelledFlows> training(int fold, String family, double labels, long seed) {
        List<LabelledFlows> captures = new ArrayList<>();
        for (int other = 0; other < folds.size(); other++) {
            if (other != fold) {
                captures.addAll(folds.get(other));
            }
        }
        record Place(int capture, int flow) {}
        Map<String, List<Place>> attacks = new TreeMap<>();
        List<BitSet> wanted = new ArrayList<>();
        for (int i = 0; i < captures.size(); i++) {
            BitSet normal = new BitSet();
            int place = 0;
            for (LabelledFlow flow : captures.get(i).flows()) {
                String attack = familyOf.apply(flow.label());
                if (flow.truth() == Truth.NORMAL) {
                    normal.set(place);
                } else if (flow.truth() == Truth.MALICIOUS && !attack.equals(family)) {
                    attacks.computeIfAbsent(attack, key -> new ArrayList<>()).add(new Place(i, place));
                }
                place++;
            }
            wanted.add(normal);
        }
        Random random = new Random(seed);
        attacks.values().forEach(places -> {
            Collections.shuffle(places, random);
            places.subList(0, (int) Math.ceil(labels * places.size()))
                    .forEach(place -> wanted.get(place.capture()).set(place.flow()));
        });
        List<LabelledFlows> training = new ArrayList<>();
        for (int i = 0; i < captures.size(); i++) {
            if (!wanted.get(i).isEmpty()) {
                training.add(kept(captures.get(i), wanted.get(i)));
            }
        }
        return training;
    }

    private static LabelledFlows kept(LabelledFlows capture, BitSet wanted) {
        return new LabelledFlows(
                capture.file(),
                wanted.stream().mapToObj(place -> capture.flows().get(place)).toList(),
                capture.seen(),
                capture.unknown());
    }

    private static long count(List<LabelledFlows> captures, Truth truth) {
        return captures.stream()
                .flatMap(capture -> capture.flows().stream())
                .filter(flow -> flow.truth() == truth)
                .count();
    }

    /** Groups of a fold, for people. */
    public Map<String, Integer> groups(int fold, Function<LabelledFlows, String> groupOf) {
        Map<String, Integer> groups = new TreeMap<>();
        folds.get(fold).forEach(capture -> groups.merge(groupOf.apply(capture), 1, Integer::sum));
        return groups;
    }
}
