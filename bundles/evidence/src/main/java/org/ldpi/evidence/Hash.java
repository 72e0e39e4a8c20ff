package org.ldpi.evidence;

import java.net.InetAddress;

/** 64-bit hashes for sketches: the finalizer of MurmurHash3 (Appleby), word by word. */
final class Hash {
    static final long START = 0x4c44_5049L;

    private Hash() {}

    static long of(long hash, long word) {
        long h = hash ^ word;
        h = (h ^ (h >>> 33)) * 0xff51_afd7_ed55_8ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ce_b9fe_1a85_ec53L;
        return h ^ (h >>> 33);
    }

    static long of(long hash, InetAddress address) {
        long h = hash;
        long word = 0;
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            word = (word << Byte.SIZE) | (bytes[i] & 0xFF);
            if ((i + 1) % Integer.BYTES == 0) {
                h = of(h, word);
                word = 0;
            }
        }
        return h;
    }
}
