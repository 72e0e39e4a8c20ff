package org.ldpi.evidence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ldpi.evidence.Contact.Service;

class MixTest {
    private static final long SECOND = 1_000_000_000L;

    private final Mix mix = new Mix();

    private static Service service(int host, int port) {
        return new Service(Traffic.host(1, host), port, Traffic.TCP);
    }

    @Test
    void oneServiceAskedAgainAndAgainIsOneHostAndOnePort() {
        for (int i = 1; i < Mix.QUESTIONS; i++) {
            assertFalse(mix.add(service(1, 80), false, i * SECOND));
        }
        assertTrue(mix.add(service(1, 80), true, Mix.QUESTIONS * SECOND));
        float[] point = mix.point();
        // Eight questions in 7 s: (log10(7) + 3) / 8.
        assertArrayEquals(new float[] {1f / Mix.QUESTIONS, 0, 0, 0.4806f}, point, 0.01f);
    }

    @Test
    void differentHostsAndPortsAreCountedByTheSketches() {
        double hosts = 0;
        double ports = 0;
        int runs = 200;
        for (int run = 0; run < runs; run++) {
            mix.clear();
            for (int i = 0; i < Mix.QUESTIONS; i++) {
                mix.add(service(1 + (run * 31 + i) % 250, 1 + run * Mix.QUESTIONS + i), true, 0);
            }
            hosts += mix.point()[1] / runs;
            ports += mix.point()[2] / runs;
        }
        assertEquals(1, hosts, 0.1);
        assertEquals(1, ports, 0.1);
        assertEquals(1, mix.point()[0]);
        assertEquals(0, mix.point()[3], "all at once");
    }
}
