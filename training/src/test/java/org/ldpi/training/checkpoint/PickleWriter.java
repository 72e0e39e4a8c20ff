package org.ldpi.training.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A pickle of protocol 2 in the making, operation by operation. */
public final class PickleWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public PickleWriter() {
        op(0x80).op(2);
    }

    /** Any byte. */
    public PickleWriter op(int operation) {
        bytes.write(operation);
        return this;
    }

    public PickleWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return op('X').little(utf8.length).raw(utf8);
    }

    public PickleWriter number(int value) {
        return op('J').little(value);
    }

    public PickleWriter number(double value) {
        return op('G').raw(ByteBuffer.allocate(8).putDouble(value).array());
    }

    public PickleWriter global(String module, String name) {
        return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Any bytes. */
    public PickleWriter raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    public PickleWriter little(int value) {
        return raw(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    /** A tensor of float32 over a whole storage. */
    public PickleWriter tensor(int storage, int... shape) {
        int size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        global("torch._utils", "_rebuild_tensor_v2").op('(');
        storage(storage, "FloatStorage", size);
        number(0).op('(');
        for (int dimension : shape) {
            number(dimension);
        }
        op('t').op('(');
        int stride = size;
        for (int dimension : shape) {
            stride /= dimension;
            number(stride);
        }
        return op('t').op(0x89)
                .global("collections", "OrderedDict")
                .op(')')
                .op('R')
                .op('t')
                .op('R');
    }

    public PickleWriter storage(int key, String type, int size) {
        return op('(').text("storage")
                .global("torch", type)
                .text(Integer.toString(key))
                .text("cpu")
                .number(size)
                .op('t')
                .op('Q');
    }

    /** numpy's float64, as thresholds are written. */
    public PickleWriter numpy(double value) {
        byte[] little = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array();
        return global("numpy.core.multiarray", "scalar")
                .global("numpy", "dtype")
                .text("f8")
                .op(0x89)
                .op(0x88)
                .op(0x87)
                .op('R')
                .op('(')
                .number(3)
                .text("<")
                .op('N')
                .op('N')
                .op('N')
                .number(-1)
                .number(-1)
                .number(0)
                .op('t')
                .op('b')
                .global("_codecs", "encode")
                .text(new String(little, StandardCharsets.ISO_8859_1))
                .text("latin1")
                .op(0x86)
                .op('R')
                .op(0x86)
                .op('R');
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** With the operation that ends it. */
    public byte[] end() {
        return op('.').bytes();
    }
}
