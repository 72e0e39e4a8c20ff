package org.ldpi.lab.plan;

import java.util.List;

/**
 * A kind of activity.
 *
 * @param name its name in scenario files
 * @param services services it needs one of each of
 * @param tools programs it can be done with; the first is the default
 * @param maker makes the command from the random choices
 */
record Recipe(String name, List<String> services, List<String> tools, Maker maker) {
    /** Makes one activity's command. */
    interface Maker {
        Task make(Draw draw);
    }
}
