package org.ldpi.capture.internal.file;

import java.io.IOException;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.packet.PacketHandler;
import org.ldpi.capture.internal.CaptureCounters;
import org.ldpi.capture.internal.file.CaptureBytes.Supply;

/**
 * One capture file, or one stream in the format of a capture file.
 *
 * <p>{@link #poll} and {@link #close} exclude each other, so that no buffer is given to another capture while a packet in
 * it is looked at, whoever closes.
 */
final class FileCapture implements Capture {
    private final String name;
    private final Origin origin;
    private final CaptureBytes bytes;

    /** Unknown until the first bytes have arrived. */
    private PacketReader reader;

    /** Met behind packets that had to be handed on first. */
    private CaptureException pending;

    private boolean ended;

    private final CaptureCounters counters = new CaptureCounters();

    /** @param bytes closed with this capture */
    FileCapture(String name, Origin origin, CaptureBytes bytes) {
        this.name = name;
        this.origin = origin;
        this.bytes = bytes;
    }

    /**
     * Reads the file's header, for which its bytes must be there.
     *
     * @throws CaptureException when this is no capture; the file is closed then
     */
    FileCapture begin() throws CaptureException {
        try {
            reader = CaptureFormat.detect(origin, bytes, false);
            return this;
        } catch (CaptureException e) {
            bytes.close();
            throw e;
        } catch (IOException e) {
            bytes.close();
            throw origin.unreadable(e, bytes.offset());
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public synchronized int poll(PacketHandler handler, int limit) throws CaptureException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit " + limit + " is less than 1");
        }
        if (ended) {
            return END;
        }
        if (pending != null) {
            throw end(pending);
        }
        long before = reader == null ? 0 : reader.packets();
        Supply supply = Supply.LATER;
        try {
            supply = read(handler, limit);
        } catch (CaptureException e) {
            pending = e;
        } catch (IOException e) {
            pending = origin.unreadable(e, bytes.offset());
        } finally {
            count(0);
        }
        int count = reader == null ? 0 : (int) (reader.packets() - before);
        if (count > 0) {
            return count;
        }
        if (pending != null) {
            throw end(pending);
        }
        if (supply == Supply.NEVER) {
            end(CaptureStatistics.ENDED);
            return END;
        }
        return 0;
    }

    private Supply read(PacketHandler handler, int limit) throws IOException {
        if (reader == null) {
            reader = CaptureFormat.detect(origin, bytes, true);
        }
        return reader == null ? Supply.LATER : reader.read(handler, limit);
    }

    private CaptureException end(CaptureException e) {
        count(1);
        end(e.getMessage());
        return e;
    }

    private void end(String state) {
        counters.state(state);
        ended = true;
        bytes.close();
    }

    private void count(int moreDamaged) {
        if (reader != null) {
            counters.packets(reader.packets(), reader.capturedBytes());
            counters.damaged(reader.damaged() + moreDamaged);
        } else {
            counters.damaged(moreDamaged);
        }
    }

    @Override
    public CaptureStatistics statistics() {
        return counters.statistics();
    }

    @Override
    public synchronized void close() {
        if (!ended) {
            end(CaptureStatistics.ENDED);
        }
    }
}
