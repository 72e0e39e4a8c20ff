package org.ldpi.lab.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * Attacks by the usual tools, each bounded in count and time. Where a tool would give itself away by a header field
 * that has nothing to do with what it does, such as its TTL, it is told to use the host's.
 */
final class AttackRecipes {
    static final List<Recipe> ALL = Stream.of(Guessing.ALL, Flooding.ALL, Scanning.ALL, Botnet.ALL, Exfiltration.ALL)
            .flatMap(List::stream)
            .toList();

    private AttackRecipes() {}
}
