package org.ldpi.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What a process takes after garbage collection.
 *
 * @param heap bytes used of the heap
 * @param nativeBytes anonymous memory of the process but for the heap's share. The heap is taken as all that is committed,
 *     which is right where it is touched at the start and does not grow ({@code -Xms}, {@code -XX:+AlwaysPreTouch})
 * @param classLoaders class loaders that are alive
 */
record Footprint(long heap, long nativeBytes, long classLoaders) {
    private static final int COLLECTIONS = 3;

    static Footprint now() throws IOException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return new Footprint(heapUsage().getUsed(), nativeNow(), loaders());
    }

    /** Native bytes as they are, without a garbage collection. */
    static long nativeNow() throws IOException {
        return anonymous() - heapUsage().getCommitted();
    }

    private static MemoryUsage heapUsage() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    }

    /** {@code RssAnon} of proc(5), in bytes. */
    private static long anonymous() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
        for (String line : lines) {
            if (line.startsWith("RssAnon:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("/proc/self/status: no RssAnon");
    }

    /** Lines of the JVM's own count, {@code jcmd VM.classloader_stats}, that are about a loader. */
    private static long loaders() throws IOException {
        try {
            Object text = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmClassloaderStats",
                            new Object[] {null},
                            new String[] {String[].class.getName()});
            return text.toString().lines().filter(line -> line.startsWith("0x")).count();
        } catch (JMException e) {
            throw new IOException("the JVM does not tell its class loaders: " + e, e);
        }
    }
}
