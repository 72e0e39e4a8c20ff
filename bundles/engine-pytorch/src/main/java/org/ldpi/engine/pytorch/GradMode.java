package org.ldpi.engine.pytorch;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Autograd of the calling thread. PyTorch keeps that mode for each thread and begins with it on, so a thread that only
 * encodes would build a graph for every batch.
 */
public final class GradMode {
    private GradMode() {}

    /**
     * Turns autograd off in the calling thread. The engine is up.
     *
     * @return what to give to {@link #restore}
     */
    public static boolean off() {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        return before;
    }

    /** Sets the mode that was there before {@link #off}. */
    public static void restore(boolean before) {
        JniUtils.setGradMode(before);
    }
}
