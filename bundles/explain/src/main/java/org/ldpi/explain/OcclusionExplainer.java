package org.ldpi.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.explain.Explainer;
import org.ldpi.api.explain.Explanation;
import org.ldpi.api.explain.ExplanationException;
import org.ldpi.api.explain.NearFlow;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.model.NormalFlow;
import org.ldpi.api.model.ServingModel;
import org.ldpi.api.quantizer.SampleFields;

/**
 * Explains flows by occlusion, against normal flows of their kind: those that were seen lately and raised no alert, and where
 * there are few of that service, those of the same protocols and the normal samples in the model. Thread-safe.
 */
public final class OcclusionExplainer implements Explainer, VerdictListener {
    /** So many normal flows at most say what is usual. */
    private static final int COMPARED = 16;
    /** With so many of the same service, others do not take part. */
    private static final int ENOUGH = 4;
    /** Normal flows seen lately that are looked at for one explanation. */
    private static final int LOOKED_AT = 64;

    private static final int NEAREST = 3;
    /** Fields at most; beyond, fields of payload are made longer. */
    private static final int MOST_FIELDS = 256;

    private static final int PAYLOAD_BYTES = 4;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Candidate(String flow, String origin, FlowKind kind, byte[] sample) {}

    private record Near(Candidate candidate, double distance) {
        NearFlow flow() {
            return new NearFlow(candidate.flow(), candidate.origin(), distance);
        }
    }

    private final RecentNormals recent = new RecentNormals();
    private volatile ServingModel serving;
    /** How the samples in {@link #recent} were made. */
    private ModelSignature sampled;

    /** Explains by this model from now on; null for none. Samples that were made otherwise are forgotten. */
    public synchronized void model(ServingModel now) {
        serving = now;
        if (now != null) {
            ModelSignature wanted = now.model().signature();
            if (!wanted.equals(sampled)) {
                recent.clear();
            }
            sampled = wanted;
        }
    }

    @Override
    public void onVerdict(Verdict verdict) {
        ServingModel now = serving;
        if (now != null && now.model().id().equals(verdict.model())) {
            recent.add(verdict);
        }
    }

    @Override
    public Explanation explain(Verdict verdict) throws ExplanationException {
        ServingModel model = serving;
        if (model == null || !model.model().id().equals(verdict.model()) || !model.acquire()) {
            throw new ExplanationException("the flow was scored by " + verdict.model() + ", which is not active now");
        }
        try {
            return explain(verdict, model);
        } catch (EncoderException e) {
            throw new ExplanationException("the encoder failed: " + e.getMessage(), e);
        } finally {
            model.release();
        }
    }

    private Explanation explain(Verdict verdict, ServingModel model) throws EncoderException, ExplanationException {
        Flow flow = verdict.flow();
        ModelSignature signature = model.model().signature();
        if (!signature.shape().equals(flow.shape())) {
            throw new ExplanationException(
                    "a sample of " + flow.shape() + " does not fit " + verdict.model() + ", which takes " + signature);
        }
        FlowKind kind = FlowKind.of(flow.key());
        Scoring scoring = new Scoring(model);
        float[] embedding = scoring.score(List.of(flow.sample())).embeddings();
        List<Near> near = near(scoring, embedding, candidates(model.model(), verdict, kind));
        if (near.isEmpty()) {
            throw new ExplanationException("no normal flow is known yet that it could be compared with");
        }
        List<byte[]> compared = comparable(near, kind).stream()
                .limit(COMPARED)
                .map(n -> n.candidate().sample())
                .toList();
        int payload = Math.max(PAYLOAD_BYTES, (flow.shape().size() + MOST_FIELDS - 1) / MOST_FIELDS);
        SampleFields naming = new SampleFields(signature.profile(), flow.shape(), payload);
        Occlusion.Result weighed = new Occlusion(
                        scoring, flow.sample(), naming.of(flow.sample()), new Usual(naming, compared))
                .weigh(Math.max(verdict.score(), Float.MIN_NORMAL));
        return new Explanation(
                verdict.model(),
                verdict.score(),
                weighed.named(),
                weighed.changedScore(),
                weighed.fields(),
                nearest(scoring, embedding, model.model().centres(), near),
                compared.size(),
                weighed.usual());
    }

    private List<Candidate> candidates(Model model, Verdict verdict, FlowKind kind) {
        List<Candidate> candidates = new ArrayList<>();
        for (Flow flow : recent.like(kind, LOOKED_AT)) {
            if (flow.shape().equals(verdict.flow().shape())) {
                candidates.add(
                        new Candidate(flow.key().toString(), NearFlow.RECENT, FlowKind.of(flow.key()), flow.sample()));
            }
        }
        int number = 0;
        for (GoldenSample golden : model.golden()) {
            number++;
            if (golden.score() <= verdict.threshold().value()) {
                candidates.add(new Candidate(
                        "golden sample " + number,
                        NearFlow.MODEL,
                        FlowKind.of(
                                model.signature().profile(),
                                golden.sample(),
                                model.signature().shape().bytes()),
                        golden.sample()));
            }
        }
        return candidates;
    }

    private static List<Near> near(Scoring scoring, float[] embedding, List<Candidate> candidates)
            throws EncoderException {
        float[] embeddings = scoring.score(
                        candidates.stream().map(Candidate::sample).toList())
                .embeddings();
        List<Near> near = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            near.add(new Near(candidates.get(i), scoring.distance(embedding, 0, embeddings, i)));
        }
        near.sort(Comparator.comparingDouble(Near::distance));
        return near;
    }

    /** The nearest flows that a person can look up: of the training, and of those seen lately; without any, samples. */
    private static List<NearFlow> nearest(Scoring scoring, float[] embedding, Centres centres, List<Near> near) {
        List<NearFlow> known = new ArrayList<>();
        float[] points = centres.points();
        for (int i = 0; i < centres.flows().size(); i++) {
            NormalFlow flow = centres.flows().get(i);
            known.add(new NearFlow(
                    flow.key() + " in " + flow.capture(), NearFlow.MODEL, scoring.distance(embedding, 0, points, i)));
        }
        Comparator<NearFlow> byDistance = Comparator.comparingDouble(NearFlow::distance);
        List<NearFlow> nearest =
                new ArrayList<>(known.stream().sorted(byDistance).limit(NEAREST).toList());
        near.stream()
                .filter(n -> n.candidate().origin().equals(NearFlow.RECENT))
                .limit(NEAREST)
                .forEach(n -> nearest.add(n.flow()));
        if (nearest.isEmpty()) {
            near.stream().limit(NEAREST).forEach(n -> nearest.add(n.flow()));
        }
        nearest.sort(byDistance);
        return nearest;
    }

    /**
     * Those of the same service where there are enough, else of the same protocols and sent by the same side, else of the
     * same protocols, else all; nearest first.
     */
    private static List<Near> comparable(List<Near> near, FlowKind kind) {
        List<Near> same =
                near.stream().filter(n -> n.candidate().kind().equals(kind)).toList();
        if (same.size() >= ENOUGH) {
            return same;
        }
        List<Near> sameWay = near.stream()
                .filter(n -> kind.sameProtocol(n.candidate().kind()))
                .filter(n -> n.candidate().kind().toService() == kind.toService())
                .toList();
        List<Near> alike = sameWay.size() >= ENOUGH
                ? sameWay
                : near.stream()
                        .filter(n -> kind.sameProtocol(n.candidate().kind()))
                        .toList();
        return alike.isEmpty() ? near : alike;
    }
}
