package org.ldpi.flow;

/** What one fragment of an IP packet says of itself. Reused from fragment to fragment. Not thread-safe. */
final class Fragment {
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    /** Identification, protocol where it is part of the key (IPv4), IP version, from high to low. */
    long rest;

    /** Index of the IP header. */
    int header;
    /** Index of the first byte of the fragmentable part. */
    int data;
    /** Index behind the last captured byte. */
    int end;
    /** Bytes of data on the wire. */
    int length;
    /** Where the data begins in that of the whole packet, bytes. */
    int offset;
    /** Whether more fragments follow. */
    boolean more;

    /** Bytes of data captured. */
    int captured() {
        return end - data;
    }

    /** Whether the capture holds less of the fragment than was on the wire. */
    boolean cut() {
        return captured() < length;
    }
}
