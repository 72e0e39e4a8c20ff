package org.ldpi.training.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ldpi.training.data.CaptureFile;
import org.ldpi.training.data.KnownFlow;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;
import org.ldpi.training.data.Truth;

class FamilyFoldsTest {
    private final Map<String, String> sources = Map.of(
            "pcap/benign/a/1.pcap", "here",
            "pcap/benign/a/2.pcap", "here",
            "pcap/benign/b/3.pcap", "there",
            "pcap/malicious/dos/4.pcap", "elsewhere",
            "pcap/malicious/scan/5.pcap", "there",
            "pcap/malicious/scan/6.pcap", "elsewhere");
    private final List<LabelledFlows> captures =
            sources.keySet().stream().sorted().map(name -> capture(name, 20)).toList();
    private final FamilyFolds folds = FamilyFolds.of(captures, this::sourceOf, 2, label -> label);

    private String sourceOf(LabelledFlows capture) {
        return sources.get(capture.file().name());
    }

    @Test
    void aSourceIsNeverOnBothSidesOfTheSplit() {
        for (int fold = 0; fold < 2; fold++) {
            Set<String> tested =
                    new HashSet<>(folds.groups(fold, this::sourceOf).keySet());
            for (LabelledFlows capture : folds.training(fold, "", 1, 1)) {
                assertFalse(tested.contains(sourceOf(capture)), capture.file().name());
            }
            assertTrue(folds.test(fold).stream().anyMatch(flow -> flow.truth() == Truth.NORMAL));
        }
    }

    @Test
    void theFamilyThatIsTestedIsInNoTraining() {
        for (int fold = 0; fold < 2; fold++) {
            for (String family : folds.families(fold)) {
                for (LabelledFlow flow : attacks(folds.training(fold, family, 1, 1))) {
                    assertFalse(flow.label().equals(family), family);
                }
            }
        }
    }

    @Test
    void ofEachFamilyThatShareOfTheAttacksHasLabels() {
        List<LabelledFlows> whole = new ArrayList<>(captures.subList(0, 3));
        FamilyFolds one = FamilyFolds.of(captures, whole, label -> label);
        assertEquals(1, one.count());
        assertEquals(0, attacks(one.training(0, "", 0, 1)).size());
        assertEquals(1 + 2, attacks(one.training(0, "", 0.05, 1)).size());
        assertEquals(60, attacks(one.training(0, "", 1, 1)).size());
        assertEquals(40, attacks(one.training(0, "malicious/dos", 1, 1)).size());
    }

    private static List<LabelledFlow> attacks(List<LabelledFlows> captures) {
        return captures.stream()
                .flatMap(capture -> capture.flows().stream())
                .filter(flow -> flow.truth() == Truth.MALICIOUS)
                .toList();
    }

    private static LabelledFlows capture(String name, int count) {
        String label = name.substring("pcap/".length(), name.lastIndexOf('/'));
        List<LabelledFlow> flows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            flows.add(KnownFlow.of(new byte[] {(byte) i}, 1, Truth.of(label), label));
        }
        return new LabelledFlows(new CaptureFile(name, label, Path.of(name)), flows, count, 0);
    }
}
