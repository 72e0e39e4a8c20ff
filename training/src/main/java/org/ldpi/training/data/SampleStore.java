package org.ldpi.training.data;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.ldpi.api.flow.FlowHead;
import org.ldpi.api.flow.FlowKey;
import org.ldpi.api.model.NormalFlow;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.training.data.LabelledFlows.LabelledFlow;

/**
 * Flows with their samples in one memory-mapped file, so that there may be more of them than the heap would hold: n x l
 * and 56 bytes a flow. The file has no name in its folder any more once it is open, and its room is free again when the
 * store is garbage or the process ends.
 *
 * <p>Each capture is written by one {@link Appender}; several may write at a time. What was written may be read from any
 * thread that got it from the writing one in an orderly way.
 */
public final class SampleStore {
    /** Records that an appender takes at a time: captures of a few flows waste little. */
    private static final int BLOCK = 64;

    private static final int MOST_SEGMENT_BYTES = 1 << 28;

    private static final List<Truth> TRUTHS = List.of(Truth.values());

    private static final int PROTOCOL = 1;
    private static final int PACKETS = 2;
    private static final int TRUTH = 3;
    private static final int SOURCE_PORT = 4;
    private static final int DESTINATION_PORT = 6;
    private static final int VLAN = 8;
    private static final int LABEL = 12;
    private static final int START = 16;
    private static final int SOURCE = 24;
    private static final int DESTINATION = 40;
    private static final int SAMPLE = 56;
    private static final int ADDRESS_BYTES = 16;

    private final Path folder;
    private final FileChannel file;
    private final int sampleSize;
    private final int recordSize;
    private final int blocksOfSegment;
    private final List<String> labels = new ArrayList<>();
    private final Map<String, Integer> labelNumbers = new HashMap<>();
    private volatile ByteBuffer[] segments = {};
    private int blocks;

    private SampleStore(Path folder, FileChannel file, SampleShape shape) {
        this.folder = folder;
        this.file = file;
        this.sampleSize = shape.size();
        this.recordSize = SAMPLE + sampleSize;
        this.blocksOfSegment = MOST_SEGMENT_BYTES / (BLOCK * recordSize);
    }

    /** Opens an empty store with its file in a folder that is there. */
    public static SampleStore in(Path folder, SampleShape shape) throws IOException {
        Path path = Files.createTempFile(folder, "samples", ".bin");
        try {
            return new SampleStore(
                    folder, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE), shape);
        } finally {
            Files.delete(path);
        }
    }

    private synchronized int block() throws IOException {
        if (blocks == segments.length * blocksOfSegment) {
            long size = (long) blocksOfSegment * BLOCK * recordSize;
            // A mapped page that finds no room on the disk would end the process.
            if (Files.getFileStore(folder).getUsableSpace() < size) {
                throw new IOException(folder + ": no room for " + (size >> 20) + " MiB more of samples");
            }
            ByteBuffer[] more = Arrays.copyOf(segments, segments.length + 1);
            more[segments.length] = file.map(FileChannel.MapMode.READ_WRITE, segments.length * size, size);
            segments = more;
        }
        return blocks++;
    }

    private synchronized int label(String label) {
        return labelNumbers.computeIfAbsent(label, name -> {
            labels.add(name);
            return labels.size() - 1;
        });
    }

    private synchronized String label(int number) {
        return labels.get(number);
    }

    /** A writer for the flows of one capture. */
    public Appender appender(String capture) {
        return new Appender(capture);
    }

    /** Writes the flows of one capture. For one thread. */
    public final class Appender {
        private final String capture;
        private int[] blocksTaken = {};
        private int count;

        private Appender(String capture) {
            this.capture = capture;
        }

        public int count() {
            return count;
        }

        /** Puts a flow behind the others. */
        public void add(FlowHead head, Truth truth, String label) throws IOException {
            if (count == blocksTaken.length * BLOCK) {
                blocksTaken = Arrays.copyOf(blocksTaken, blocksTaken.length + 1);
                blocksTaken[blocksTaken.length - 1] = block();
            }
            count++;
            set(count - 1, head, truth, label);
        }

        /** Puts a flow in the place of another. */
        public void set(int place, FlowHead head, Truth truth, String label) {
            int block = blocksTaken[place / BLOCK];
            ByteBuffer segment = segments[block / blocksOfSegment];
            int at = offset(block, place);
            segment.put(at, (byte) head.addressLength());
            segment.put(at + PROTOCOL, (byte) head.protocol());
            segment.put(at + PACKETS, (byte) head.packets());
            segment.put(at + TRUTH, (byte) TRUTHS.indexOf(truth));
            segment.putShort(at + SOURCE_PORT, (short) head.sourcePort());
            segment.putShort(at + DESTINATION_PORT, (short) head.destinationPort());
            segment.putShort(at + VLAN, (short) head.vlan());
            segment.putInt(at + LABEL, label(label));
            segment.putLong(at + START, head.startNanos());
            segment.put(at + SOURCE, head.sourceAddress(), 0, ADDRESS_BYTES);
            segment.put(at + DESTINATION, head.destinationAddress(), 0, ADDRESS_BYTES);
            segment.put(at + SAMPLE, head.sample(), 0, sampleSize);
        }

        /** The flows that were written, read from the file when they are asked for. */
        public List<LabelledFlow> flows() {
            return new Stored(capture, blocksTaken, count);
        }
    }

    private int offset(int block, int place) {
        return (block % blocksOfSegment * BLOCK + place % BLOCK) * recordSize;
    }

    private final class Stored extends AbstractList<LabelledFlow> implements RandomAccess {
        private final String capture;
        private final int[] blocksTaken;
        private final int count;

        Stored(String capture, int[] blocksTaken, int count) {
            this.capture = capture;
            this.blocksTaken = blocksTaken;
            this.count = count;
        }

        @Override
        public LabelledFlow get(int index) {
            if (index < 0 || index >= count) {
                throw new IndexOutOfBoundsException(index);
            }
            int block = blocksTaken[index / BLOCK];
            return new StoredFlow(capture, segments[block / blocksOfSegment], offset(block, index));
        }

        @Override
        public int size() {
            return count;
        }
    }

    /** A flow in the file; each value is read when it is asked for. */
    private final class StoredFlow implements LabelledFlow {
        private final String capture;
        private final ByteBuffer segment;
        private final int at;

        StoredFlow(String capture, ByteBuffer segment, int at) {
            this.capture = capture;
            this.segment = segment;
            this.at = at;
        }

        @Override
        public byte[] sample() {
            return bytes(SAMPLE, sampleSize);
        }

        @Override
        public int packets() {
            return segment.get(at + PACKETS);
        }

        @Override
        public Truth truth() {
            return TRUTHS.get(segment.get(at + TRUTH));
        }

        @Override
        public String label() {
            return SampleStore.this.label(segment.getInt(at + LABEL));
        }

        @Override
        public NormalFlow origin() {
            FlowKey key = new FlowKey(
                    address(SOURCE),
                    segment.getShort(at + SOURCE_PORT) & 0xffff,
                    address(DESTINATION),
                    segment.getShort(at + DESTINATION_PORT) & 0xffff,
                    segment.get(at + PROTOCOL) & 0xff,
                    segment.getShort(at + VLAN) & 0xffff);
            return new NormalFlow(capture, key, segment.getLong(at + START));
        }

        private InetAddress address(int offset) {
            try {
                return InetAddress.getByAddress(bytes(offset, segment.get(at)));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address of " + segment.get(at) + " bytes", e);
            }
        }

        private byte[] bytes(int offset, int length) {
            byte[] bytes = new byte[length];
            segment.get(at + offset, bytes, 0, length);
            return bytes;
        }
    }
}
