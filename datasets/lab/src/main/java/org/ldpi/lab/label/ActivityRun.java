package org.ldpi.lab.label;

import org.ldpi.lab.plan.Activity;

/**
 * An activity as it really ran.
 *
 * @param activity what was planned
 * @param startNanos when it was started, ns since the epoch
 * @param endNanos when it had ended, ns since the epoch
 * @param exit its exit code; 124 where its time was up, -1 where it had to be stopped with the day
 */
public record ActivityRun(Activity activity, long startNanos, long endNanos, int exit) {}
