package org.ldpi.training.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ldpi.training.learn.OutlierKind;
import org.ldpi.training.learn.Variation;
import org.ldpi.training.learn.View;
import picocli.CommandLine.Option;

/** What is made of normal flows in training. */
final class AugmentationOptions {
    @Option(
            names = "--no-distribution-augmentation",
            description = "Pretrain without pseudo-outliers as samples of their own.")
    private boolean noDistributionAugmentation;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "NAME",
            description = {
                "Leave out kinds of pseudo-outliers (reversed, shuffled, joined, cut_short, exchanged, noise, fields,",
                "crafted, service, payload, inverted, mirrored, scrambled) or of variations of normal flows (renamed,",
                "free_bytes, other_version, moved)."
            })
    private List<String> without = new ArrayList<>();

    @Option(
            names = "--views",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "masked,noise",
            description = {
                "Views of the contrastive loss: masked, noise, cropped, scaled, jitter, permuted (${DEFAULT-VALUE})."
            })
    private List<String> views = new ArrayList<>();

    boolean distributionAugmentation() {
        return !noDistributionAugmentation;
    }

    Set<OutlierKind> outliers() throws WrongUsage {
        Set<OutlierKind> left = EnumSet.copyOf(OutlierKind.all());
        left.removeIf(kind -> without.contains(lower(kind)));
        if (left.isEmpty()) {
            throw new WrongUsage("--without: no kind of pseudo-outlier is left");
        }
        return left;
    }

    Set<Variation> variations() throws WrongUsage {
        List<String> unknown = new ArrayList<>(without);
        OutlierKind.all().forEach(kind -> unknown.remove(lower(kind)));
        Variation.all().forEach(variation -> unknown.remove(lower(variation)));
        if (!unknown.isEmpty()) {
            throw new WrongUsage("--without: there is no " + unknown.get(0) + "; --help lists the names");
        }
        Set<Variation> left = EnumSet.copyOf(Variation.all());
        left.removeIf(variation -> without.contains(lower(variation)));
        return left;
    }

    Set<View> views() throws WrongUsage {
        Set<View> chosen = EnumSet.noneOf(View.class);
        for (String name : views) {
            try {
                chosen.add(View.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new WrongUsage("--views: there is no " + name + "; --help lists the names", e);
            }
        }
        return Collections.unmodifiableSet(chosen);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
