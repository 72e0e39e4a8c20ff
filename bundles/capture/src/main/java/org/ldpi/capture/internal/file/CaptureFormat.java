package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.util.HexFormat;

/** Tells the format of a capture by its first bytes. */
final class CaptureFormat {
    private static final int MAGIC_LENGTH = 4;

    private CaptureFormat() {}

    /**
     * The reader for a capture.
     *
     * @param bytes at its beginning
     * @return null when its first bytes have not arrived yet
     * @throws IOException when it is no capture, or cannot be read
     */
    static PacketReader detect(Origin origin, CaptureBytes bytes, boolean mayWait) throws IOException {
        switch (bytes.require(MAGIC_LENGTH, mayWait)) {
            case LATER -> {
                return null;
            }
            case NEVER ->
                throw origin.unusable(
                        bytes.available() == 0 ? "is empty, not a capture" : "is no pcap or pcapng capture, too short");
            case HERE -> {}
        }
        int magic = bytes.buffer.getInt(bytes.position);
        if (magic == PcapngReader.SECTION_HEADER) {
            return new PcapngReader(origin, bytes);
        }
        if (!PcapReader.begins(magic)) {
            throw origin.unusable("is no pcap or pcapng capture, begins with "
                    + HexFormat.ofDelimiter(" ").formatHex(new byte[] {
                        (byte) (magic >>> 24), (byte) (magic >>> 16), (byte) (magic >>> 8), (byte) magic
                    }));
        }
        return switch (bytes.require(PcapReader.FILE_HEADER_LENGTH, mayWait)) {
            case HERE -> new PcapReader(origin, bytes);
            case LATER -> null;
            case NEVER -> throw origin.broken("the capture ends within the file header", bytes.offset());
        };
    }
}
