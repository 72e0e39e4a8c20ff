package org.ldpi.encoder.torchscript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.ldpi.api.encoder.EncoderException;

/**
 * Looks at an archive before libtorch does: whether it is a TorchScript module, and whether it unpacks within limits. Like
 * libtorch it goes by the central directory of the zip file (PKWARE's APPNOTE, 4.3.12 and 4.3.16).
 */
final class ArchiveCheck {
    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_BYTES = 512L << 20;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int END_ENTRIES = 10;
    private static final int END_DIRECTORY_OFFSET = 16;
    private static final int MOST_COMMENT = 0xffff;

    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_SIZE = 46;
    private static final int ENTRY_UNPACKED_SIZE = 24;
    private static final int ENTRY_NAME_LENGTH = 28;
    private static final int ENTRY_EXTRA_LENGTH = 30;
    private static final int ENTRY_COMMENT_LENGTH = 32;

    private ArchiveCheck() {}

    static void check(byte[] archive) throws EncoderException {
        ByteBuffer zip = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int end = end(zip);
        int entries = unsigned(zip, end + END_ENTRIES);
        if (entries > MOST_ENTRIES) {
            throw new EncoderException(
                    "the TorchScript module has " + entries + " entries, at most " + MOST_ENTRIES + " are read");
        }
        long position = Integer.toUnsignedLong(zip.getInt(end + END_DIRECTORY_OFFSET));
        long bytes = 0;
        boolean code = false;
        boolean constants = false;
        for (int i = 0; i < entries; i++) {
            if (position > end - ENTRY_SIZE || zip.getInt((int) position) != ENTRY_SIGNATURE) {
                throw broken();
            }
            int at = (int) position;
            int nameLength = unsigned(zip, at + ENTRY_NAME_LENGTH);
            if (at + ENTRY_SIZE + nameLength > end) {
                throw broken();
            }
            bytes += Integer.toUnsignedLong(zip.getInt(at + ENTRY_UNPACKED_SIZE));
            String name = new String(archive, at + ENTRY_SIZE, nameLength, StandardCharsets.UTF_8);
            code |= name.contains("/code/");
            constants |= name.endsWith("/constants.pkl");
            position += ENTRY_SIZE
                    + nameLength
                    + unsigned(zip, at + ENTRY_EXTRA_LENGTH)
                    + unsigned(zip, at + ENTRY_COMMENT_LENGTH);
        }
        if (bytes > MOST_BYTES) {
            throw new EncoderException(
                    "the TorchScript module unpacks to " + bytes + " bytes, more than " + MOST_BYTES);
        }
        if (!code || !constants) {
            throw new EncoderException("the archive is no TorchScript module: it holds no code");
        }
    }

    /** Where the end record of the central directory is. */
    private static int end(ByteBuffer zip) throws EncoderException {
        int last = zip.limit() - END_SIZE;
        for (int at = last; at >= Math.max(0, last - MOST_COMMENT); at--) {
            if (zip.getInt(at) == END_SIGNATURE) {
                return at;
            }
        }
        throw broken();
    }

    private static int unsigned(ByteBuffer zip, int at) {
        return Short.toUnsignedInt(zip.getShort(at));
    }

    private static EncoderException broken() {
        return new EncoderException("the TorchScript module is not an archive of PyTorch, or a damaged one");
    }
}
