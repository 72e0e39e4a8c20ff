package org.ldpi.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What the repository remembers across restarts.
 *
 * @param active the chosen model, {@code name:version}; {@link #NONE} where an operator took the active one from service;
 *     empty where nobody chose
 * @param configured what the configuration said when it was chosen; a later change of the configuration overrules it
 * @param shadow the shadow, or empty
 * @param history models that were active before, the last one last; a bounded number of them
 * @param settled digests of models that the deploy policy has been applied to; a bounded number of them
 */
record RepositoryState(String active, String configured, String shadow, List<String> history, List<String> settled) {
    /** An operator wants no model to serve. */
    static final String NONE = "-";

    static final RepositoryState EMPTY = new RepositoryState("", "", "", List.of(), List.of());

    private static final int MOST_HISTORY = 16;
    private static final int MOST_SETTLED = 256;

    RepositoryState {
        history = last(history, MOST_HISTORY);
        settled = last(settled, MOST_SETTLED);
    }

    private static List<String> last(List<String> list, int most) {
        return List.copyOf(list.subList(Math.max(0, list.size() - most), list.size()));
    }

    /** Another model becomes active; the one before it goes to the history. A shadow that becomes active is none any more. */
    RepositoryState activated(String model, String nowConfigured) {
        List<String> before = new ArrayList<>(history);
        if (!active.isEmpty() && !active.equals(NONE) && !active.equals(model)) {
            before.remove(active);
            before.add(active);
        }
        before.remove(model);
        return new RepositoryState(model, nowConfigured, shadow.equals(model) ? "" : shadow, before, settled);
    }

    /** The last of the history becomes active, and what is active is forgotten. */
    RepositoryState rolledBack(String nowConfigured) {
        String model = history.get(history.size() - 1);
        return new RepositoryState(
                model,
                nowConfigured,
                shadow.equals(model) ? "" : shadow,
                history.subList(0, history.size() - 1),
                settled);
    }

    /** No model is active until one is activated. */
    RepositoryState retired(String nowConfigured) {
        RepositoryState state = activated(NONE, nowConfigured);
        return new RepositoryState(NONE, nowConfigured, state.shadow, state.history, settled);
    }

    RepositoryState withShadow(String model) {
        return new RepositoryState(active, configured, model, history, settled);
    }

    RepositoryState withSettled(String digest) {
        List<String> more = new ArrayList<>(settled);
        more.remove(digest);
        more.add(digest);
        return new RepositoryState(active, configured, shadow, history, more);
    }
}
