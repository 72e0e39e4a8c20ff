package org.ldpi.encoder.purejava;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.encoder.EncoderException;

/**
 * The parameters of a network as bytes, little-endian: a magic, format (u32), number of parameters (u32), and for each its
 * name (u16 length, UTF-8), rank (u8), dimensions (u32 each) and values.
 *
 * <p>With the magic {@code LDPW} values are float32, as the trainer writes them. With {@code LDPQ} a parameter has one more
 * byte before its values: 0 for float32, 1 for a scale (float32) for each row, that is for each output of the layer, and
 * then values of one signed byte each, which times the scale of their row are the parameter.
 */
final class WeightFile {
    private static final int FLOATS = 'L' | 'D' << 8 | 'P' << 16 | 'W' << 24;
    private static final int BYTES = 'L' | 'D' << 8 | 'P' << 16 | 'Q' << 24;
    private static final int FORMAT = 1;
    private static final int MOST_RANK = 4;
    private static final int LARGEST = 127;

    private WeightFile() {}

    /**
     * The parameters in their order.
     *
     * @throws EncoderException when the bytes are no such file, or a value is not finite
     */
    static List<Tensor> read(ByteBuffer weights, boolean int8) throws EncoderException {
        ByteBuffer in = weights.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (in.getInt() != (int8 ? BYTES : FLOATS)) {
                throw new EncoderException("the weights do not begin with " + (int8 ? "LDPQ" : "LDPW"));
            }
            int format = in.getInt();
            if (format != FORMAT) {
                throw new EncoderException("weights of format " + format + ", this version reads " + FORMAT);
            }
            int count = in.getInt();
            List<Tensor> tensors = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                tensors.add(tensor(in, int8));
            }
            if (in.hasRemaining()) {
                throw new EncoderException("the weights have " + in.remaining() + " bytes behind their end");
            }
            return tensors;
        } catch (BufferUnderflowException e) {
            throw new EncoderException("the weights end too early", e);
        }
    }

    private static Tensor tensor(ByteBuffer in, boolean int8) throws EncoderException {
        byte[] text = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(text);
        String name = new String(text, StandardCharsets.US_ASCII).replaceAll("[^!-~]", "?");
        int[] shape = new int[Byte.toUnsignedInt(in.get())];
        long size = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = in.getInt();
            size *= Integer.toUnsignedLong(shape[i]);
            if (shape.length > MOST_RANK || shape[i] < 1 || size > in.remaining()) {
                throw new EncoderException("the weights end too early: " + name + " is larger than all of them");
            }
        }
        if (int8 && in.get() == 1) {
            float[] scales = floats(in, shape.length == 0 ? 1 : shape[0], name);
            byte[] bytes = new byte[(int) size];
            in.get(bytes);
            return new Tensor(name, shape, null, bytes, scales);
        }
        return new Tensor(name, shape, floats(in, (int) size, name));
    }

    private static float[] floats(ByteBuffer in, int count, String name) throws EncoderException {
        if (in.remaining() < (long) Float.BYTES * count) {
            throw new BufferUnderflowException();
        }
        float[] values = new float[count];
        in.asFloatBuffer().get(values);
        in.position(in.position() + Float.BYTES * count);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new EncoderException("weight " + name + " holds " + value);
            }
        }
        return values;
    }

    /**
     * The same parameters with one byte a weight: what is multiplied, matrices and kernels, is rounded to the nearest of
     * 255 steps of its row; the rest, among it the table of bytes, stays float32.
     */
    static ByteBuffer int8(List<Tensor> tensors) {
        int size = 12;
        for (Tensor tensor : tensors) {
            size += 4
                    + tensor.name().length()
                    + 4 * tensor.rank()
                    + (rounded(tensor) ? 4 * tensor.shape()[0] + tensor.size() : 4 * tensor.size());
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(BYTES).putInt(FORMAT).putInt(tensors.size());
        for (Tensor tensor : tensors) {
            byte[] name = tensor.name().getBytes(StandardCharsets.US_ASCII);
            out.putShort((short) name.length).put(name).put((byte) tensor.rank());
            for (int dimension : tensor.shape()) {
                out.putInt(dimension);
            }
            out.put((byte) (rounded(tensor) ? 1 : 0));
            if (rounded(tensor)) {
                putRounded(out, tensor);
            } else {
                for (float value : tensor.values()) {
                    out.putFloat(value);
                }
            }
        }
        return out.flip();
    }

    private static boolean rounded(Tensor tensor) {
        return tensor.rank() > 1 && !tensor.name().endsWith("_table");
    }

    private static void putRounded(ByteBuffer out, Tensor tensor) {
        int rows = tensor.shape()[0];
        int row = tensor.size() / rows;
        float[] scales = new float[rows];
        for (int i = 0; i < tensor.size(); i++) {
            scales[i / row] = Math.max(scales[i / row], Math.abs(tensor.values()[i]) / LARGEST);
        }
        for (float scale : scales) {
            out.putFloat(scale);
        }
        for (int i = 0; i < tensor.size(); i++) {
            float scale = scales[i / row];
            out.put((byte) (scale == 0 ? 0 : Math.round(tensor.values()[i] / scale)));
        }
    }
}
