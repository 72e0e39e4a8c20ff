package org.ldpi.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ldpi.evidence.Contact.Service;

class SeenContactsTest {
    private final SeenContacts seen = new SeenContacts();

    private static Service service(int number) {
        return new Service(Traffic.host(number >>> 16, 1), number & 0xFFFF, Traffic.TCP);
    }

    @Test
    void aContactIsNewOnceForEachClientHostPortAndProtocol() {
        Service ssh = new Service(Traffic.server(1), 22, Traffic.TCP);
        assertTrue(seen.add(Traffic.client(1), ssh));
        assertFalse(seen.add(Traffic.client(1), ssh));
        assertTrue(seen.contains(Traffic.client(1), ssh));
        assertTrue(seen.add(Traffic.client(2), ssh));
        assertTrue(seen.add(Traffic.client(1), new Service(Traffic.server(2), 22, Traffic.TCP)));
        assertTrue(seen.add(Traffic.client(1), new Service(Traffic.server(1), 23, Traffic.TCP)));
        assertTrue(seen.add(Traffic.client(1), new Service(Traffic.server(1), 22, Traffic.UDP)));
    }

    @Test
    void fewOfThoseNeverSeenAreTakenForSeen() {
        int taken = 0;
        for (int i = 0; i < SeenContacts.GENERATION; i++) {
            taken += seen.add(Traffic.client(1), service(i)) ? 0 : 1;
        }
        assertTrue(taken <= SeenContacts.GENERATION / 1_000, taken + " taken for seen");
    }

    @Test
    void whatIsNotSeenAgainIsForgottenAndCountedAndWhatIsStays() {
        Service often = new Service(Traffic.server(1), 443, Traffic.TCP);
        seen.add(Traffic.client(2), often);
        seen.add(Traffic.client(3), often);
        for (int i = 0; i < 3 * SeenContacts.GENERATION; i++) {
            seen.add(Traffic.client(1), service(i));
            if (i % 1_000 == 0) {
                assertFalse(seen.add(Traffic.client(2), often));
            }
        }
        assertTrue(seen.add(Traffic.client(3), often));
        assertTrue(seen.size() <= 2 * SeenContacts.GENERATION, "size " + seen.size());
        assertEquals(0, seen.forgotten() % SeenContacts.GENERATION);
        assertTrue(seen.forgotten() > 0);
    }
}
