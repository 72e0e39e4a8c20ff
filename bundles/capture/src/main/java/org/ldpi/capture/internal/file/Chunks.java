package org.ldpi.capture.internal.file;

import java.io.IOException;

/** Where the bytes of a capture come from, in pieces. */
interface Chunks extends AutoCloseable {
    /**
     * The next piece, of at least one byte. It belongs to the caller until it is given back.
     *
     * @param mayWait whether to wait for it, where it comes at its own pace: about 100 ms
     * @return null when there is none yet, or there will be none: see {@link #ended}
     * @throws IOException when there is no way on
     */
    Chunk next(boolean mayWait) throws IOException;

    /** Whether the last call of {@link #next} found the end. */
    boolean ended();

    /** Gives back a piece, of which nobody will touch a byte any more. */
    void giveBack(Chunk chunk);

    /** Lets the capture go. Pieces may be given back behind it. */
    @Override
    void close();
}
