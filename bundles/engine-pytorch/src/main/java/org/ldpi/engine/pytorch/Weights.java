package org.ldpi.engine.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.ldpi.api.encoder.EncoderException;

/**
 * The parameters of a network as bytes, little-endian: {@code LDPW}, format (u32), number of parameters (u32), and for
 * each its name (u16 length, UTF-8), rank (u8), dimensions (u32 each) and values (float32). Running statistics of
 * normalisation layers are parameters too.
 */
final class Weights {
    private static final int MAGIC = 'L' | 'D' << 8 | 'P' << 16 | 'W' << 24;
    private static final int FORMAT = 1;

    private Weights() {}

    static ByteBuffer write(Block block) {
        int size = 12;
        for (Pair<String, Parameter> pair : block.getParameters()) {
            Shape shape = pair.getValue().getShape();
            size += 3 + name(pair).length + 4 * shape.dimension() + Math.toIntExact(4 * shape.size());
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(FORMAT).putInt(block.getParameters().size());
        for (Pair<String, Parameter> pair : block.getParameters()) {
            byte[] name = name(pair);
            long[] shape = pair.getValue().getShape().getShape();
            out.putShort((short) name.length).put(name).put((byte) shape.length);
            for (long dimension : shape) {
                out.putInt(Math.toIntExact(dimension));
            }
            for (float value : pair.getValue().getArray().toFloatArray()) {
                out.putFloat(value);
            }
        }
        return out.flip();
    }

    /** Sets the parameters of an initialised network. */
    static void read(ByteBuffer weights, Block block) throws EncoderException {
        ByteBuffer in = weights.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (in.getInt() != MAGIC) {
                throw new EncoderException("the weights do not begin with LDPW");
            }
            int format = in.getInt();
            if (format != FORMAT) {
                throw new EncoderException("weights of format " + format + ", this version reads " + FORMAT);
            }
            int count = in.getInt();
            if (count != block.getParameters().size()) {
                throw new EncoderException(
                        "weights of " + Integer.toUnsignedString(count) + " parameters for a network of "
                                + block.getParameters().size());
            }
            for (Pair<String, Parameter> pair : block.getParameters()) {
                readParameter(in, pair);
            }
        } catch (BufferUnderflowException e) {
            throw new EncoderException("the weights end too early", e);
        }
        if (in.hasRemaining()) {
            throw new EncoderException("the weights have " + in.remaining() + " bytes behind their end");
        }
    }

    private static void readParameter(ByteBuffer in, Pair<String, Parameter> pair) throws EncoderException {
        byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(name);
        long[] shape = new long[Byte.toUnsignedInt(in.get())];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Integer.toUnsignedLong(in.getInt());
        }
        NDArray array = pair.getValue().getArray();
        if (!Arrays.equals(name, name(pair))
                || !Arrays.equals(shape, array.getShape().getShape())) {
            throw new EncoderException("weights hold " + printable(name) + Arrays.toString(shape)
                    + " where the network has " + pair.getKey()
                    + Arrays.toString(array.getShape().getShape()));
        }
        if (array.getDataType() != DataType.FLOAT32) {
            throw new EncoderException("parameter " + pair.getKey() + " is not of float32");
        }
        float[] values = new float[Math.toIntExact(array.size())];
        if (in.remaining() < 4L * values.length) {
            throw new BufferUnderflowException();
        }
        in.asFloatBuffer().get(values);
        in.position(in.position() + 4 * values.length);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new EncoderException("weight " + pair.getKey() + " holds " + value);
            }
        }
        array.set(FloatBuffer.wrap(values));
    }

    private static byte[] name(Pair<String, Parameter> pair) {
        return pair.getKey().getBytes(StandardCharsets.UTF_8);
    }

    private static String printable(byte[] name) {
        return new String(name, StandardCharsets.US_ASCII).replaceAll("[^!-~]", "?");
    }
}
