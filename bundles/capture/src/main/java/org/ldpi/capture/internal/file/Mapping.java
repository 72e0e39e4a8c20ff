package org.ldpi.capture.internal.file;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;

/**
 * Gives mapped memory back at once. The packet path makes so little garbage that the collector, which would do it
 * otherwise, hardly ever runs: all windows of a large capture, or of a folder of captures, would stay mapped.
 */
final class Mapping {
    private static final MethodHandle INVOKE_CLEANER = invokeCleaner();

    private Mapping() {}

    /** Unmaps a window. Neither it nor a view of it may be touched from now on. */
    static void release(MappedByteBuffer window) {
        if (INVOKE_CLEANER == null) {
            return;
        }
        try {
            INVOKE_CLEANER.invokeExact((ByteBuffer) window);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("releasing a mapped window", e);
        }
    }

    /** JDK 17 has no supported way to unmap. */
    private static MethodHandle invokeCleaner() {
        try {
            // From the boot loader, so that no bundle has to import sun.misc.
            Class<?> unsafe = Class.forName("sun.misc.Unsafe", true, null);
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            return MethodHandles.lookup()
                    .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
                    .bindTo(instance.get(null));
        } catch (ReflectiveOperationException e) {
            // A JVM without it: the collector unmaps.
            return null;
        }
    }
}
