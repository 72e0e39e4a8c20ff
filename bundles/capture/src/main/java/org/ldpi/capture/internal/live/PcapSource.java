package org.ldpi.capture.internal.live;

import java.nio.ByteBuffer;
import java.sql.Timestamp;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.LinkType;
import org.ldpi.api.packet.PacketHandler;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.RawPacketListener;

/**
 * A handle of libpcap, by way of pcap4j's raw callback: its packet objects cost ten times as much.
 *
 * <p>Packets carry the kernel's time and their length on the wire; pcap4j lays both aside for the thread before it calls
 * back. It allocates an array for each packet, which is copied into one buffer so that nothing behind it sees garbage
 * or another kind of buffer, and so that packets can be handed on together. The handle does not block: with TPACKET_V3 a
 * blocking read does not come back before there is a packet, whatever its timeout says.
 */
final class PcapSource implements PacketSource {
    /** The kernel hands over a block of packets when it is full or this old. */
    private static final int BLOCK_TIMEOUT_MILLIS = 100;

    private static final int MOST_AT_ONCE = 32;
    /** Holds that many packets of an ordinary link. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int MILLIS_PER_SECOND = 1000;

    private final String name;
    private final PcapHandle handle;
    private final int linkType;
    private final int snapLength;
    // Packets that are not handed on yet, one behind the other.
    private final ByteBuffer buffer;
    private final CapturedPacket[] gathered = new CapturedPacket[MOST_AT_ONCE];
    private int waiting;
    private int used;
    private final RawPacketListener listener = this::onPacket;
    private PacketHandler handler;
    private int dispatched;
    private Throwable thrown;
    private long capturedBytes;
    private long kernelDrops;
    private long interfaceDrops;
    private int lastKernelDrops;
    private int lastInterfaceDrops;

    private PcapSource(String name, PcapHandle handle, int snapLength) {
        this.name = name;
        this.handle = handle;
        this.linkType = linkType(handle.getDlt().value());
        this.snapLength = snapLength;
        this.buffer = ByteBuffer.allocateDirect(Math.max(snapLength, BUFFER_BYTES));
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = new CapturedPacket();
        }
    }

    /**
     * Opens an interface.
     *
     * @param kernelBufferBytes what the kernel may keep until it is taken
     */
    static PcapSource open(CaptureRequest request, int kernelBufferBytes) throws CaptureException {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        // JNA and pcap4j look for their parts there; in a container it can be anybody's.
        thread.setContextClassLoader(PcapSource.class.getClassLoader());
        try {
            return start(request, kernelBufferBytes);
        } catch (PcapNativeException e) {
            throw OpenFailures.explain(request.source(), e);
        } catch (LinkageError e) {
            throw OpenFailures.noLibrary(request.source(), e);
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    private static PcapSource start(CaptureRequest request, int kernelBufferBytes)
            throws PcapNativeException, CaptureException {
        PcapHandle handle = new PcapHandle.Builder(request.source())
                .snaplen(request.snapLength())
                .promiscuousMode(request.promiscuous() ? PromiscuousMode.PROMISCUOUS : PromiscuousMode.NONPROMISCUOUS)
                .timeoutMillis(BLOCK_TIMEOUT_MILLIS)
                .bufferSize(kernelBufferBytes)
                .timestampPrecision(TimestampPrecision.NANO)
                .build();
        try {
            handle.setBlockingMode(BlockingMode.NONBLOCKING);
            filter(handle, request);
            return new PcapSource(request.source(), handle, request.snapLength());
        } catch (NotOpenException e) {
            throw new IllegalStateException("closed while it was opened", e);
        } catch (PcapNativeException | CaptureException | RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    private static void filter(PcapHandle handle, CaptureRequest request) throws CaptureException, NotOpenException {
        if (request.filter().isBlank()) {
            return;
        }
        try {
            handle.setFilter(request.filter(), BpfCompileMode.OPTIMIZE);
        } catch (PcapNativeException e) {
            throw OpenFailures.badFilter(request.source(), request.filter(), e);
        }
    }

    /** DLT_ numbers are those of capture files but for raw IP, which systems number as they like. */
    private static int linkType(int dlt) {
        return dlt == LinkType.RAW_BSD ? LinkType.RAW : dlt;
    }

    @Override
    public int dispatch(PacketHandler handler, int limit) throws CaptureException {
        this.handler = handler;
        dispatched = 0;
        try {
            try {
                handle.dispatch(limit, listener);
            } finally {
                handOnGathered();
            }
        } catch (InterruptedException e) {
            // Not the thread, but the loop was broken, after a handler threw.
        } catch (PcapNativeException e) {
            // Packets first: the next call meets the error again.
            if (dispatched == 0) {
                throw new CaptureException("interface " + name + ": " + OpenFailures.reason(e), e);
            }
        } catch (NotOpenException e) {
            throw new IllegalStateException("interface " + name + ": used after it was closed", e);
        } finally {
            this.handler = null;
        }
        rethrow();
        return dispatched;
    }

    /** Called through native code, which nothing may be thrown through. */
    private void onPacket(byte[] bytes) {
        if (thrown != null) {
            return;
        }
        try {
            int length = Math.min(bytes.length, snapLength);
            if (waiting == MOST_AT_ONCE || length > buffer.capacity() - used) {
                handOnGathered();
            }
            buffer.put(used, bytes, 0, length);
            gathered[waiting++].wrap(
                    buffer,
                    used,
                    length,
                    Math.max(length, handle.getOriginalLength()),
                    nanos(handle.getTimestamp()),
                    linkType);
            used += length;
            dispatched++;
            capturedBytes += length;
        } catch (Throwable e) {
            thrown = e;
            breakLoop();
        }
    }

    private void handOnGathered() {
        int count = waiting;
        waiting = 0;
        used = 0;
        if (count > 0) {
            handler.onPackets(gathered, count);
        }
    }

    private void breakLoop() {
        try {
            handle.breakLoop();
        } catch (NotOpenException e) {
            thrown.addSuppressed(e);
        }
    }

    private void rethrow() {
        Throwable e = thrown;
        thrown = null;
        if (e instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
    }

    private static long nanos(Timestamp timestamp) {
        return Math.floorDiv(timestamp.getTime(), MILLIS_PER_SECOND) * NANOS_PER_SECOND + timestamp.getNanos();
    }

    @Override
    public long capturedBytes() {
        return capturedBytes;
    }

    @Override
    public void count() {
        try {
            PcapStat now = handle.getStats();
            // The kernel's counters have 32 bits and may wrap.
            int kernel = (int) now.getNumPacketsDropped();
            int device = (int) now.getNumPacketsDroppedByIf();
            kernelDrops += Integer.toUnsignedLong(kernel - lastKernelDrops);
            interfaceDrops += Integer.toUnsignedLong(device - lastInterfaceDrops);
            lastKernelDrops = kernel;
            lastInterfaceDrops = device;
        } catch (PcapNativeException | NotOpenException e) {
            // The interface is gone, which dispatch reports.
        }
    }

    @Override
    public long kernelDrops() {
        return kernelDrops;
    }

    @Override
    public long interfaceDrops() {
        return interfaceDrops;
    }

    @Override
    public void close() {
        handle.close();
    }
}
