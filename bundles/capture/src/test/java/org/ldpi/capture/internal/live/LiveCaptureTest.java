package org.ldpi.capture.internal.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.api.packet.PacketHandler;

class LiveCaptureTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1000 * MILLISECOND;
    private static final int PACKET_LENGTH = 60;

    /** Time that passes only in pauses. */
    private static final class Clock implements Pacer {
        private long nanos;
        private final List<Long> pauses = new ArrayList<>();

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(1_700_000_000, nanos);
        }

        @Override
        public void pause(long duration) {
            pauses.add(duration);
            nanos += duration;
        }
    }

    /** An interface that does what the test says. */
    private static final class Interface implements PacketSource.Opener {
        private final Deque<Integer> ready = new ArrayDeque<>();
        private final List<Long> openedAt = new ArrayList<>();
        private final Clock clock;
        private boolean exists = true;
        private boolean up = true;
        private long drops;
        private int open;

        Interface(Clock clock) {
            this.clock = clock;
        }

        @Override
        public PacketSource open() throws CaptureException {
            openedAt.add(clock.nanos);
            if (!exists) {
                throw new CaptureException("interface mesh0: there is none of that name");
            }
            open++;
            return new Handle();
        }

        private final class Handle implements PacketSource {
            private final long dropsBefore = drops;
            private long bytes;
            private long counted;

            @Override
            public int dispatch(PacketHandler handler, int limit) throws CaptureException {
                if (!exists) {
                    throw new CaptureException("interface mesh0: The interface disappeared");
                }
                int count = ready.isEmpty() ? 0 : Math.min(limit, ready.poll());
                ByteBuffer buffer = ByteBuffer.allocate(PACKET_LENGTH);
                for (int i = 0; i < count; i++) {
                    bytes += PACKET_LENGTH;
                    handler.onPacket(new CapturedPacket().wrap(buffer, 0, PACKET_LENGTH, PACKET_LENGTH, 1, 1));
                }
                return count;
            }

            @Override
            public long capturedBytes() {
                return bytes;
            }

            @Override
            public void count() {
                counted = drops - dropsBefore;
            }

            @Override
            public long kernelDrops() {
                return counted;
            }

            @Override
            public long interfaceDrops() {
                return 2 * counted;
            }

            @Override
            public void close() {
                open--;
            }
        }
    }

    private final Clock clock = new Clock();
    private final Interface mesh = new Interface(clock);

    private LiveCapture capture() throws CaptureException {
        return new LiveCapture("mesh0", mesh, () -> mesh.up, clock);
    }

    private static int poll(Capture capture) throws CaptureException {
        return capture.poll(packet -> {}, 100);
    }

    private static void pollFor(Capture capture, int seconds) throws CaptureException {
        for (int i = 0; i < 10 * seconds; i++) {
            assertEquals(0, poll(capture));
        }
    }

    @Test
    void handsOnWhatIsThereAtOnce() throws CaptureException {
        LiveCapture capture = capture();
        mesh.ready.add(7);

        assertEquals(7, poll(capture));
        assertTrue(clock.pauses.isEmpty());
        assertEquals(
                new CaptureStatistics(7, 7 * PACKET_LENGTH, 0, 0, 0, CaptureStatistics.RUNNING), capture.statistics());
        assertTrue(capture.live());
        assertEquals("mesh0", capture.name());
    }

    @Test
    void waitsATenthOfASecondForTheFirstPacketWithoutBeingBusy() throws CaptureException {
        LiveCapture capture = capture();

        assertEquals(0, poll(capture));
        assertEquals(100 * MILLISECOND, clock.nanos);
        assertTrue(clock.pauses.size() <= 12, "looks at the interface: " + clock.pauses.size());
    }

    @Test
    void comesBackWithPacketsThatArriveWhileItWaits() throws CaptureException {
        LiveCapture capture = capture();
        mesh.ready.addAll(List.of(0, 0, 3));

        assertEquals(3, poll(capture));
        assertEquals(2, clock.pauses.size());
    }

    @Test
    void readsTheDropsOfTheKernelOnceASecondAndWhenItCloses() throws CaptureException {
        LiveCapture capture = capture();
        mesh.drops = 5;
        pollFor(capture, 2);
        assertEquals(5, capture.statistics().kernelDrops());
        assertEquals(10, capture.statistics().interfaceDrops());

        mesh.drops = 8;
        capture.close();
        assertEquals(8, capture.statistics().kernelDrops());
    }

    @Test
    void saysSinceWhenTheInterfaceIsDown() throws CaptureException {
        LiveCapture capture = capture();
        pollFor(capture, 1);
        assertEquals(CaptureStatistics.RUNNING, capture.statistics().state());

        mesh.up = false;
        pollFor(capture, 3);
        assertEquals(
                "interface mesh0: it is down or has no carrier, since 2023-11-14T22:13:22Z",
                capture.statistics().state());

        mesh.up = true;
        pollFor(capture, 2);
        assertEquals(CaptureStatistics.RUNNING, capture.statistics().state());
        assertEquals(1, mesh.openedAt.size());
    }

    @Test
    void takesPacketsForASignThatTheInterfaceIsUp() throws CaptureException {
        LiveCapture capture = capture();
        mesh.up = false;
        pollFor(capture, 2);

        mesh.ready.add(1);

        assertEquals(1, poll(capture));
        assertEquals(CaptureStatistics.RUNNING, capture.statistics().state());
    }

    @Test
    void opensALostInterfaceAgainLessAndLessOften() throws CaptureException {
        LiveCapture capture = capture();
        mesh.exists = false;

        pollFor(capture, 130);

        assertEquals(
                List.of(0L, 1L, 3L, 7L, 15L, 31L, 61L, 91L, 121L),
                mesh.openedAt.stream().map(nanos -> nanos / SECOND).toList());
        assertEquals(
                "interface mesh0: there is none of that name, since 2023-11-14T22:13:20Z",
                capture.statistics().state());
        assertEquals(0, mesh.open);
    }

    @Test
    void goesOnCountingAfterALostInterfaceIsBack() throws CaptureException {
        LiveCapture capture = capture();
        mesh.ready.add(4);
        assertEquals(4, poll(capture));
        mesh.drops = 2;
        mesh.exists = false;
        pollFor(capture, 2);

        mesh.exists = true;
        pollFor(capture, 5);
        assertEquals(CaptureStatistics.RUNNING, capture.statistics().state());
        mesh.ready.add(5);
        assertEquals(5, poll(capture));
        mesh.drops = 3;
        capture.close();

        assertEquals(
                new CaptureStatistics(9, 9 * PACKET_LENGTH, 3, 6, 0, CaptureStatistics.ENDED), capture.statistics());
        assertEquals(0, mesh.open);
    }

    @Test
    void startsWithTheShortestRetryWhenItIsLostAgain() throws CaptureException {
        LiveCapture capture = capture();
        mesh.exists = false;
        pollFor(capture, 10);
        mesh.exists = true;
        pollFor(capture, 10);
        int opened = mesh.openedAt.size();
        mesh.exists = false;
        long lost = clock.nanos;
        pollFor(capture, 2);

        assertEquals(opened + 1, mesh.openedAt.size());
        assertTrue(mesh.openedAt.get(opened) - lost < SECOND + 200 * MILLISECOND);
    }

    @Test
    void doesNotOpenWhatIsNotThere() {
        mesh.exists = false;

        assertThrows(CaptureException.class, this::capture);
    }

    @Test
    void comesBackAtOnceWhenItsThreadIsInterrupted() throws CaptureException {
        LiveCapture capture = capture();
        Thread.currentThread().interrupt();

        assertEquals(0, poll(capture));
        assertTrue(Thread.interrupted(), "the interrupt is left to the owner of the thread");
        assertEquals(0, clock.nanos);
    }

    @Test
    void endsOnlyWhenItIsClosed() throws CaptureException {
        LiveCapture capture = capture();
        assertFalse(poll(capture) == Capture.END);

        capture.close();
        capture.close();

        assertEquals(Capture.END, poll(capture));
        assertEquals(CaptureStatistics.ENDED, capture.statistics().state());
        assertEquals(0, mesh.open);
    }
}
