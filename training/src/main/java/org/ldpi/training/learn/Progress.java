package org.ldpi.training.learn;

/** Told how far something that takes long has come. */
public interface Progress {
    /** A stage begins; the one before is over. */
    void begin(String stage, long steps);

    /** So many steps of the stage are done. May be called from any thread. */
    void done(long steps);

    /** One line that stays. */
    void say(String line);
}
