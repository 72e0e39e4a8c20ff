package org.ldpi.training.bench;

import java.util.ArrayList;
import java.util.List;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;
import org.ldpi.training.data.Truth;
import org.ldpi.training.learn.TrainingException;

/**
 * Normal and malicious captures of one network: the fairest test there is of public captures, for nothing but what
 * happens in them differs. Of the normal captures, sorted by name, those at even places are for training and calibration,
 * those at odd ones for the test.
 *
 * @param training captures, cut by time where there are few
 * @param test normal flows and, behind them, malicious ones
 */
public record NetworkPair(List<LabelledFlows> training, List<LabelledFlow> test) {
    /** Training, validation and calibration have parts of their own; with fewer captures than this each is cut. */
    private static final int LEAST_PARTS = 8;

    /**
     * Makes a pair of a data set.
     *
     * @param captures in the order of their names
     * @param normal what the labels of the network's normal captures begin with
     * @param malicious what the labels of its malicious flows begin with
     * @throws TrainingException when there are fewer than two such captures, or no such flows
     */
    public static NetworkPair of(List<LabelledFlows> captures, String normal, String malicious)
            throws TrainingException {
        List<LabelledFlows> training = new ArrayList<>();
        List<LabelledFlow> test = new ArrayList<>();
        int place = 0;
        for (LabelledFlows capture : captures) {
            if (capture.file().label().startsWith(normal)) {
                if (place++ % 2 == 0) {
                    training.add(capture);
                } else {
                    capture.flows().stream()
                            .filter(flow -> flow.truth() == Truth.NORMAL)
                            .forEach(test::add);
                }
            }
        }
        if (place < 2) {
            throw new TrainingException(place + " captures under " + normal + ", at least 2 are needed");
        }
        int normals = test.size();
        captures.forEach(capture -> capture.flows().stream()
                .filter(flow -> flow.truth() == Truth.MALICIOUS && flow.label().startsWith(malicious))
                .forEach(test::add));
        if (normals == 0 || normals == test.size()) {
            throw new TrainingException(
                    "no normal test flows under " + normal + ", or no malicious ones under " + malicious);
        }
        int parts = (LEAST_PARTS + training.size() - 1) / training.size();
        List<LabelledFlows> cut = new ArrayList<>();
        training.forEach(capture -> cut.addAll(parts > 1 ? cut(capture, parts) : List.of(capture)));
        return new NetworkPair(List.copyOf(cut), List.copyOf(test));
    }

    /** Parts of a capture, one behind the other in time, with about as many flows each. */
    private static List<LabelledFlows> cut(LabelledFlows capture, int parts) {
        List<LabelledFlows> cut = new ArrayList<>();
        int count = capture.flows().size();
        for (int i = 0; i < parts; i++) {
            List<LabelledFlow> flows = capture.flows().subList(count * i / parts, count * (i + 1) / parts);
            if (!flows.isEmpty()) {
                cut.add(new LabelledFlows(capture.file(), List.copyOf(flows), flows.size(), 0));
            }
        }
        return cut;
    }
}
