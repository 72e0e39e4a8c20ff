package org.ldpi.evidence;

import java.net.InetAddress;
import java.util.Arrays;
import org.ldpi.evidence.Contact.Service;

/**
 * Who asked whom for what already: a set in a fixed {@value #MEBIBYTES} MiB, whatever comes. Two Bloom filters (Bloom 1970): when
 * {@value #GENERATION} contacts are in the younger one, it takes the place of the older, so that a contact that is not seen
 * again is forgotten after as many to twice as many others. About one in a thousand that was never seen is taken for seen. Not
 * thread-safe.
 */
final class SeenContacts {
    static final int GENERATION = 200_000;
    static final int MEBIBYTES = 1;

    private static final int HASHES = 4;
    private static final int BITS = MEBIBYTES * 1024 * 1024 * Byte.SIZE / 2;

    private final long[][] filters = new long[2][BITS / Long.SIZE];
    private final int[] sizes = new int[2];
    private int younger;
    private long forgotten;

    /** Takes a contact; false when it is not the first time, as far as that is remembered. */
    boolean add(InetAddress client, Service service) {
        long hash = hash(client, service);
        boolean known = isIn(filters[1 - younger], hash);
        if (isIn(filters[younger], hash)) {
            return false;
        }
        if (sizes[younger] == GENERATION) {
            younger = 1 - younger;
            forgotten += sizes[younger];
            sizes[younger] = 0;
            Arrays.fill(filters[younger], 0);
        }
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(hash, i);
            filters[younger][bit / Long.SIZE] |= 1L << bit;
        }
        sizes[younger]++;
        return !known;
    }

    boolean contains(InetAddress client, Service service) {
        long hash = hash(client, service);
        return isIn(filters[younger], hash) || isIn(filters[1 - younger], hash);
    }

    /** How many are remembered, those twice that are in both filters. */
    int size() {
        return sizes[0] + sizes[1];
    }

    long forgotten() {
        return forgotten;
    }

    private static boolean isIn(long[] filter, long hash) {
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(hash, i);
            if ((filter[bit / Long.SIZE] & (1L << bit)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** Of two hashes as many as are wanted (Kirsch and Mitzenmacher 2006). */
    private static int bit(long hash, int number) {
        return ((int) hash + number * ((int) (hash >>> Integer.SIZE) | 1)) & (BITS - 1);
    }

    private static long hash(InetAddress client, Service service) {
        long hash = Hash.of(Hash.of(Hash.START, client), service.host());
        return Hash.of(hash, ((long) service.protocol() << Short.SIZE) | service.port());
    }
}
