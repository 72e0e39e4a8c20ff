package org.ldpi.training.learn;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where a training stands: all that the rest of it depends on. What is drawn at a step follows from the seed and the
 * step, so there is no state of random numbers.
 *
 * @param phase number of the phase, from 0
 * @param step steps of it that are done
 * @param metrics lines of metrics that belong to it
 * @param values of all parameters
 * @param first moments of the optimiser, empty at the start of a phase
 * @param best values that had the lowest validation loss in this phase
 * @param bestStep the step after which they had it
 * @param centre of Deep SAD, empty before it is known
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Checkpoint(
        int phase,
        int step,
        int metrics,
        float[][] values,
        float[][] first,
        float[][] second,
        float[][] best,
        double bestLoss,
        int bestStep,
        float[] centre) {
    private static final int FORMAT = 2;

    /** Writes it to a file, which is the old or the new one at any time. */
    void write(Path file) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(partial)))) {
            out.writeInt(FORMAT);
            out.writeInt(phase);
            out.writeInt(step);
            out.writeInt(metrics);
            write(out, values);
            write(out, first);
            write(out, second);
            write(out, best);
            out.writeDouble(bestLoss);
            out.writeInt(bestStep);
            write(out, new float[][] {centre});
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @throws IOException when the file is none that {@link #write} made */
    static Checkpoint read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IOException(file + ": a checkpoint of format " + format + ", this version reads " + FORMAT);
            }
            return new Checkpoint(
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    readArrays(in),
                    readArrays(in),
                    readArrays(in),
                    readArrays(in),
                    in.readDouble(),
                    in.readInt(),
                    readArrays(in)[0]);
        }
    }

    private static void write(DataOutputStream out, float[][] arrays) throws IOException {
        out.writeInt(arrays.length);
        for (float[] array : arrays) {
            out.writeInt(array.length);
            for (float value : array) {
                out.writeFloat(value);
            }
        }
    }

    private static float[][] readArrays(DataInputStream in) throws IOException {
        float[][] arrays = new float[in.readInt()][];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = new float[in.readInt()];
            for (int k = 0; k < arrays[i].length; k++) {
                arrays[i][k] = in.readFloat();
            }
        }
        return arrays;
    }
}
