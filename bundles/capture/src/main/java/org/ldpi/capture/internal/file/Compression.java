package org.ldpi.capture.internal.file;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** How a capture is compressed, told by its first bytes: its name does not matter. */
enum Compression {
    NONE {
        @Override
        InputStream decompress(InputStream stream) {
            return stream;
        }
    },
    /** RFC 1952, several members in a row included. */
    GZIP {
        @Override
        InputStream decompress(InputStream stream) throws IOException {
            return new GZIPInputStream(stream, BUFFER_SIZE);
        }
    },
    /**
     * RFC 8878, several frames in a row included, windows up to 8 MiB. The decoder lags behind its input by one window:
     * of a file that was cut, up to that much is lost.
     */
    ZSTD {
        @Override
        InputStream decompress(InputStream stream) {
            return ZstdStream.of(new BufferedInputStream(stream, BUFFER_SIZE));
        }
    };

    /** Bytes that tell the compression. */
    static final int MAGIC_LENGTH = 4;

    private static final int BUFFER_SIZE = 65_536;
    private static final int GZIP_DEFLATE = 0x1F8B08;
    private static final int ZSTD_FRAME = 0x28B52FFD;
    /** The first byte's lower half is free. */
    private static final int ZSTD_SKIPPABLE_FRAME = 0x502A4D18;

    private static final int ZSTD_SKIPPABLE_MASK = 0xF0FFFFFF;

    /** The plain bytes of a stream that is compressed this way. */
    abstract InputStream decompress(InputStream stream) throws IOException;

    /** The compression of what begins with these bytes, as a big-endian number. */
    static Compression of(int magic) {
        if (magic >>> Byte.SIZE == GZIP_DEFLATE) {
            return GZIP;
        }
        return magic == ZSTD_FRAME || (magic & ZSTD_SKIPPABLE_MASK) == ZSTD_SKIPPABLE_FRAME ? ZSTD : NONE;
    }

    /** The plain bytes of a stream, however it is compressed. Reads its first bytes. */
    static InputStream detect(InputStream stream) throws IOException {
        PushbackInputStream peeked = new PushbackInputStream(stream, MAGIC_LENGTH);
        byte[] magic = new byte[MAGIC_LENGTH];
        int length = peeked.readNBytes(magic, 0, MAGIC_LENGTH);
        peeked.unread(magic, 0, length);
        return of(ByteBuffer.wrap(magic).getInt(0)).decompress(peeked);
    }

    /** The decoder throws unchecked exceptions for bytes that are no sound zstd. */
    private static final class ZstdStream extends FilterInputStream {
        private ZstdStream(InputStream stream) {
            super(new ZstdInputStream(stream));
        }

        /** Keeps the decoder from being loaded before there is something to decode. */
        static InputStream of(InputStream stream) {
            return new ZstdStream(stream);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                // It fills what it is given, or gives nothing.
                return super.read(target, offset, Math.min(length, BUFFER_SIZE));
            } catch (RuntimeException e) {
                throw new IOException(
                        "damaged zstd data (" + Objects.requireNonNullElse(e.getMessage(), e.toString()) + ")", e);
            }
        }
    }
}
