package org.ldpi.lab.plan;

import java.util.List;
import java.util.stream.Stream;

/** Normal activities: what people and devices of a small network do. */
final class NormalRecipes {
    static final List<Recipe> ALL = Stream.of(
                    BackgroundRecipes.ALL, DataRecipes.ALL, TextRecipes.ALL, AudioRecipes.ALL, VideoRecipes.ALL)
            .flatMap(List::stream)
            .toList();

    private NormalRecipes() {}
}
