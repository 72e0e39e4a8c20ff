package org.ldpi.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MS = 1_000_000;

    private long now = 5_000;
    private final List<Long> told = new ArrayList<>();

    private Pace pace(double speed) {
        return new Pace(speed, () -> now, nanos -> now += nanos);
    }

    /** How long the pace waits for a packet. */
    private long waited(Pace pace, long recorded) {
        long before = now;
        assertTrue(pace.await(recorded, told::add));
        return now - before;
    }

    @Test
    void packetsComeAtTheirRecordedDistances() {
        Pace pace = pace(1);
        assertEquals(0, waited(pace, 100 * MS));
        assertEquals(30 * MS, waited(pace, 130 * MS));
        assertEquals(0, waited(pace, 130 * MS));
        assertEquals(0, waited(pace, 120 * MS), "older than the one before");
        assertEquals(20 * MS, waited(pace, 150 * MS));
    }

    @Test
    void aMultipleOfTheSpeedDividesTheDistances() {
        Pace pace = pace(10);
        waited(pace, 0);
        assertEquals(30 * MS, waited(pace, 300 * MS));
    }

    @Test
    void timeThatTheWorkTookIsNotWaitedAgain() {
        Pace pace = pace(1);
        waited(pace, 0);
        now += 20 * MS;
        assertEquals(10 * MS, waited(pace, 30 * MS));
        now += 100 * MS;
        assertEquals(0, waited(pace, 60 * MS));
    }

    @Test
    void withinALongGapTheCaptureTimeIsTold() {
        Pace pace = pace(2);
        waited(pace, 0);
        waited(pace, 500 * MS);
        assertEquals(List.of(200 * MS, 400 * MS, 500 * MS), told);
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        Pace pace = pace(1);
        waited(pace, 0);
        Thread.currentThread().interrupt();
        assertFalse(pace.await(1_000 * MS, told::add));
        assertTrue(Thread.interrupted());
    }
}
