package org.ldpi.training.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;

class SplitTest {
    @Test
    void noCaptureIsInTwoParts() throws Exception {
        for (int captures = 3; captures < 30; captures++) {
            Split split = Split.of(normal(captures), captures);
            Set<LabelledFlows> all = new HashSet<>(split.training());
            all.addAll(split.validation());
            all.addAll(split.calibration());
            assertEquals(captures, all.size());
            assertEquals(
                    captures,
                    split.training().size()
                            + split.validation().size()
                            + split.calibration().size());
            assertFalse(split.training().isEmpty());
            assertFalse(split.validation().isEmpty());
            assertFalse(split.calibration().isEmpty());
        }
    }

    @Test
    void theSameSeedGivesTheSameSplitAndAnotherOneAnother() throws Exception {
        assertEquals(names(Split.of(normal(10), 1)), names(Split.of(normal(10), 1)));
        assertNotEquals(names(Split.of(normal(10), 1)), names(Split.of(normal(10), 2)));
    }

    @Test
    void eachPartHasItsShareOfEachKindOfTraffic() throws Exception {
        List<LabelledFlows> captures = new ArrayList<>();
        for (String device : List.of("camera", "lamp", "plug")) {
            for (int i = 0; i < 20; i++) {
                captures.add(capture("benign/" + device, Truth.NORMAL, 10));
            }
        }
        for (int seed = 0; seed < 20; seed++) {
            Split split = Split.of(captures, seed);
            for (String device : List.of("camera", "lamp", "plug")) {
                assertEquals(13, count(split.training(), device), 1);
                assertEquals(2, count(split.validation(), device), 1);
                assertEquals(5, count(split.calibration(), device), 1);
            }
        }
    }

    private static int count(List<LabelledFlows> part, String device) {
        return (int) part.stream()
                .filter(capture -> capture.file().label().equals("benign/" + device))
                .count();
    }

    @Test
    void calibrationMayHaveTheCapturesOfADayToItself() throws Exception {
        List<LabelledFlows> captures = new ArrayList<>(normal(5));
        LabelledFlows wednesday = capture("benign/wednesday", Truth.NORMAL, 5);
        captures.add(2, wednesday);
        for (int seed = 0; seed < 10; seed++) {
            Split split = Split.of(captures, "benign/wed", seed);
            assertEquals(List.of(wednesday), split.calibration());
            assertEquals(5, split.training().size() + split.validation().size());
        }
        DatasetException none = assertThrows(DatasetException.class, () -> Split.of(captures, "benign/friday", 1));
        assertTrue(none.getMessage().contains("benign/friday"), none.getMessage());
        assertThrows(DatasetException.class, () -> Split.of(captures, "benign", 1));
    }

    @Test
    void capturesOfAttacksAloneAreForTraining() throws Exception {
        List<LabelledFlows> captures = new ArrayList<>(normal(5));
        LabelledFlows attacks = capture("malicious/dos", Truth.MALICIOUS, 5);
        captures.add(attacks);
        for (int seed = 0; seed < 20; seed++) {
            assertTrue(Split.of(captures, seed).training().contains(attacks));
        }
    }

    @Test
    void twoCapturesAreTooFew() {
        DatasetException thrown = assertThrows(DatasetException.class, () -> Split.of(normal(2), 1));
        assertTrue(thrown.getMessage().contains("at least 3"), thrown.getMessage());
    }

    private static List<List<String>> names(Split split) {
        return Stream.of(split.training(), split.validation(), split.calibration())
                .map(part -> part.stream().map(capture -> capture.file().name()).toList())
                .toList();
    }

    private static List<LabelledFlows> normal(int count) {
        List<LabelledFlows> captures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            captures.add(capture("benign/" + i, Truth.NORMAL, 1 + i * 7 % 11));
        }
        return captures;
    }

    private static LabelledFlows capture(String name, Truth truth, int flows) {
        LabelledFlow flow = KnownFlow.of(new byte[40], 2, truth, name);
        return new LabelledFlows(
                new CaptureFile(name, name, Path.of(name)), Collections.nCopies(flows, flow), flows, 0);
    }
}
