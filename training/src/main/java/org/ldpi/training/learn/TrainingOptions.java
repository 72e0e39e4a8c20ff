package org.ldpi.training.learn;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.model.Distance;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.SampleShape;

/**
 * Everything that a training depends on beside its data; the same options and data give the same model to the bit on the
 * same machine.
 *
 * @param encoder name of the architecture
 * @param encoderOptions the architecture's own options
 * @param dimension length of an embedding
 * @param maxFlowsPerFile flows of one capture that are used at most
 * @param calibration beginning of the labels of the captures that calibration has to itself; empty for a choice by chance
 * @param batch normal flows in a batch
 * @param pretrainSteps steps of contrastive pretraining, 0 for none
 * @param steps steps of Deep SAD
 * @param temperature of the contrastive loss
 * @param pretrainRate highest learning rate of pretraining
 * @param rate highest learning rate of Deep SAD
 * @param weightDecay decoupled, of both
 * @param eta weight of what is not normal in Deep SAD
 * @param unlabelledWeight weight in Deep SAD of flows of which nothing is known, and which are taken for normal; 0 to leave
 *     them out
 * @param contrastiveWeight weight of the contrastive loss beside Deep SAD, 0 for none; see {@link DeepSad}
 * @param centresBy how embeddings become centres
 * @param centres K, of no matter with {@link CentreForm#BANK}; fewer where there are fewer different samples
 * @param trimmedShare share of the training flows, those farthest from the mean, that no centre is made of where K &gt; 1
 * @param distance of a flow from a centre
 * @param fullHeads what heads of n packets are scored by, of matter only with a contrastive weight
 * @param distributionAugmentation whether pretraining takes pseudo-outliers for samples of their own
 * @param outliers kinds of pseudo-outliers, at least one
 * @param variations of normal flows
 * @param views of the contrastive loss
 * @param patience evaluations on the validation captures without a better loss, behind which a phase ends
 * @param pretrained SHA-256 of the encoder that the training starts from, hex; empty for a fresh one
 */
public record TrainingOptions(
        String name,
        String version,
        String encoder,
        SortedMap<String, String> encoderOptions,
        int dimension,
        String profile,
        int packets,
        int bytes,
        Direction direction,
        long seed,
        int maxFlowsPerFile,
        String calibration,
        int batch,
        int pretrainSteps,
        int steps,
        double temperature,
        double pretrainRate,
        double rate,
        double weightDecay,
        double eta,
        double unlabelledWeight,
        double contrastiveWeight,
        CentreForm centresBy,
        int centres,
        double trimmedShare,
        Distance distance,
        FullHeads fullHeads,
        boolean distributionAugmentation,
        Set<OutlierKind> outliers,
        Set<Variation> variations,
        Set<View> views,
        int patience,
        String pretrained) {
    public TrainingOptions {
        encoderOptions = Collections.unmodifiableSortedMap(new TreeMap<>(encoderOptions));
        outliers = Collections.unmodifiableSet(EnumSet.copyOf(outliers));
        variations = Collections.unmodifiableSet(
                variations.isEmpty() ? EnumSet.noneOf(Variation.class) : EnumSet.copyOf(variations));
        views = Collections.unmodifiableSet(views.isEmpty() ? EnumSet.noneOf(View.class) : EnumSet.copyOf(views));
    }

    public ModelId id() {
        return new ModelId(name, version);
    }

    public SampleShape shape() {
        return new SampleShape(packets, bytes);
    }

    public ModelSignature signature() {
        return new ModelSignature(profile, shape(), direction);
    }

    /** Dimensions of an embedding that Deep SAD looks at, the first ones. */
    int deepSadWidth() {
        return contrastiveWeight == 0 ? dimension : (dimension + 1) / 2;
    }

    /** Dimensions of an embedding that the contrastive loss looks at, the last ones. */
    int contrastiveWidth() {
        return contrastiveWeight == 0 ? dimension : dimension - deepSadWidth();
    }

    public CentreSelection centreSelection() {
        return new CentreSelection(centresBy, centres, trimmedShare, distance, deepSadWidth());
    }

    public EncoderSpec spec() {
        return new EncoderSpec(encoder, shape(), dimension, encoderOptions);
    }
}
