package org.ldpi.encoder.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a TorchScript archive as torch.jit.save does, without Python: a module with one matrix and one method. */
public final class ScriptedModule {
    /** The expression of a linear layer: a matrix times all values of a sample. */
    public static final String LINEAR = "torch.matmul(torch.flatten(x, 1), torch.t(weight))";

    private ScriptedModule() {}

    /**
     * The archive.
     *
     * @param method name of the method, with an argument x, a tensor
     * @param result the expression that it returns, of x and weight
     * @param type of the result, {@code Tensor} for one
     * @param weight [rows, columns]
     */
    public static byte[] archive(String method, String result, String type, int rows, int columns, float... weight) {
        try {
            return written(method, result, type, rows, columns, weight);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private static byte[] written(String method, String result, String type, int rows, int columns, float... weight)
            throws IOException {
        String code = "class Linear(Module):\n"
                + "  __parameters__ = [\"weight\", ]\n"
                + "  __buffers__ = []\n"
                + "  weight : Tensor\n"
                + "  training : bool\n"
                + "  def " + method + "(self: __torch__.Linear,\n"
                + "    x: Tensor) -> " + type + ":\n"
                + "    weight = self.weight\n"
                + "    return " + result + "\n";
        ByteBuffer values = ByteBuffer.allocate(4 * weight.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : weight) {
            values.putFloat(value);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "linear/data.pkl", pickle(rows, columns));
            put(zip, "linear/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            put(zip, "linear/data/0", values.array());
            put(zip, "linear/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            put(zip, "linear/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static byte[] pickle(int rows, int columns) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x80, 2});
        out.writeBytes("c__torch__\nLinear\n)");
        out.write(0x81);
        out.writeBytes("}(");
        text(out, "weight");
        out.writeBytes("ctorch._utils\n_rebuild_tensor_v2\n((");
        text(out, "storage");
        out.writeBytes("ctorch\nFloatStorage\n");
        text(out, "0");
        text(out, "cpu");
        number(out, rows * columns);
        out.writeBytes("tQ");
        number(out, 0);
        number(out, rows);
        number(out, columns);
        out.write(0x86);
        number(out, columns);
        number(out, 1);
        out.write(0x86);
        out.write(0x89);
        out.writeBytes("ccollections\nOrderedDict\n)RtR");
        text(out, "training");
        out.write(0x89);
        out.writeBytes("ub.");
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.write('X');
        out.writeInt(Integer.reverseBytes(text.length()));
        out.writeBytes(text);
    }

    private static void number(DataOutputStream out, int value) throws IOException {
        out.write('J');
        out.writeInt(Integer.reverseBytes(value));
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
