package org.ldpi.training.learn;

import java.util.Set;
import java.util.random.RandomGenerator;
import org.ldpi.api.quantizer.SampleShape;

/** Makes normal flows of normal flows, so that what differs from day to day is learned to be normal. Thread-safe. */
final class Variations {
    private final Set<Variation> wanted;
    private final Renaming renaming;
    private final FreeBytes free;
    private final OtherVersion otherVersion;
    private final ServicePorts services;

    Variations(SampleShape shape, FreeBytes free, Set<Variation> wanted) {
        this.wanted = wanted;
        this.renaming = new Renaming(shape);
        this.free = free;
        this.otherVersion = new OtherVersion(shape);
        this.services = new ServicePorts(shape);
    }

    /** The flow with some variations, or the flow itself. */
    byte[] of(byte[] sample, RandomGenerator random) {
        byte[] varied = sample;
        for (Variation variation : Variation.values()) {
            if (wanted.contains(variation) && random.nextFloat() < variation.chance()) {
                varied = switch (variation) {
                    case RENAMED -> renaming.of(varied, random);
                    case FREE_BYTES -> free.varied(varied, random);
                    case OTHER_VERSION -> otherVersion.of(varied);
                    case MOVED -> services.moved(varied, random);
                };
            }
        }
        return varied;
    }
}
