package org.ldpi.lab.pcap;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Classic capture files as tcpdump writes them (pcap, microsecond or nanosecond stamps), one packet after another. */
public final class PcapFile {
    /** Link type of Ethernet. */
    public static final int ETHERNET = 1;

    /** Link type of the kernel's netfilter log. */
    public static final int NFLOG = 239;

    private static final int MICROS = 0xa1b2c3d4;
    private static final int NANOS = 0xa1b23c4d;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int MAX_CAPTURED = 262_144;

    private PcapFile() {}

    /**
     * A captured packet.
     *
     * @param nanos capture time, ns since the epoch
     * @param bytes what was captured, link header included
     * @param length length on the wire
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Packet(long nanos, byte[] bytes, int length) {}

    /** Reads a file from its beginning; not thread-safe. */
    public static final class Reader implements Closeable {
        private final Path file;
        private final InputStream in;
        private final ByteOrder order;
        private final int unitNanos;
        private final int linkType;
        private final int snaplen;

        /**
         * Opens a file and reads its header.
         *
         * @param file a capture file
         * @throws IOException if it is none, naming the file
         */
        public Reader(Path file) throws IOException {
            this.file = file;
            in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            byte[] header = in.readNBytes(FILE_HEADER);
            if (header.length < FILE_HEADER) {
                in.close();
                throw new IOException(file + ": no capture file: shorter than its header");
            }
            int magic = ByteBuffer.wrap(header).getInt();
            int swapped = Integer.reverseBytes(magic);
            order = magic == MICROS || magic == NANOS ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            int kind = order == ByteOrder.BIG_ENDIAN ? magic : swapped;
            if (kind != MICROS && kind != NANOS) {
                in.close();
                throw new IOException(file + ": no pcap file: magic number " + Integer.toHexString(magic));
            }
            unitNanos = kind == NANOS ? 1 : 1000;
            ByteBuffer fields = ByteBuffer.wrap(header).order(order);
            snaplen = fields.getInt(16);
            linkType = fields.getInt(20) & 0xffff;
        }

        /** Link type of the file. */
        public int linkType() {
            return linkType;
        }

        /** Bytes kept of a packet. */
        public int snaplen() {
            return snaplen;
        }

        /**
         * Reads the next packet.
         *
         * @return the next packet, or null at the end
         * @throws IOException if the file is cut off or damaged
         */
        public Packet next() throws IOException {
            byte[] header = in.readNBytes(RECORD_HEADER);
            if (header.length == 0) {
                return null;
            }
            if (header.length < RECORD_HEADER) {
                throw new EOFException(file + ": ends inside a packet header");
            }
            ByteBuffer fields = ByteBuffer.wrap(header).order(order);
            long nanos = (fields.getInt() & 0xffffffffL) * 1_000_000_000L + (fields.getInt() & 0xffffffffL) * unitNanos;
            int captured = fields.getInt();
            int length = fields.getInt();
            if (captured < 0 || captured > MAX_CAPTURED) {
                throw new IOException(file + ": damaged: a packet of " + captured + " bytes");
            }
            byte[] bytes = in.readNBytes(captured);
            if (bytes.length < captured) {
                throw new EOFException(file + ": ends inside a packet");
            }
            return new Packet(nanos, bytes, length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Writes a file with nanosecond stamps; not thread-safe. */
    public static final class Writer implements Closeable {
        private final OutputStream out;

        /**
         * Creates a file and writes its header.
         *
         * @param file file to write; replaced if there
         * @param linkType its link type
         * @param snaplen bytes kept of a packet
         */
        public Writer(Path file, int linkType, int snaplen) throws IOException {
            out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
            out.write(ByteBuffer.allocate(FILE_HEADER)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(NANOS)
                    .putShort((short) 2)
                    .putShort((short) 4)
                    .putInt(0)
                    .putInt(0)
                    .putInt(snaplen)
                    .putInt(linkType)
                    .array());
        }

        /**
         * Appends a packet.
         *
         * @param packet packet to append
         */
        public void write(Packet packet) throws IOException {
            out.write(ByteBuffer.allocate(RECORD_HEADER)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) (packet.nanos() / 1_000_000_000L))
                    .putInt((int) (packet.nanos() % 1_000_000_000L))
                    .putInt(packet.bytes().length)
                    .putInt(packet.length())
                    .array());
            out.write(packet.bytes());
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
