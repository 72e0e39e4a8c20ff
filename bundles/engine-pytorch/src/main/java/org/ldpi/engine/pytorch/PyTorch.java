package org.ldpi.engine.pytorch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ldpi.api.encoder.EncoderException;

/**
 * The PyTorch engine of this process. It is started when it is first asked for, once, and stays up until the process ends:
 * a JVM cannot unload libtorch.
 *
 * <p>The natives come from the first of
 *
 * <ol>
 *   <li>the directory that {@code PYTORCH_LIBRARY_PATH} names, an environment variable or a system property;
 *   <li>the bundle or jar {@code ldpi-engine-pytorch-natives-<platform>}, unpacked once into {@link #DIRECTORY}.
 * </ol>
 *
 * <p>Nothing is fetched from a network, and DJL's usage tracking is off. Thread-safe.
 */
public final class PyTorch {
    /**
     * System property: the directory that natives are unpacked into, about 430 MB. By default {@code pytorch} in Karaf's
     * data folder, or outside of Karaf {@code ldpi/pytorch} in the user's cache ({@code XDG_CACHE_HOME}, otherwise
     * {@code ~/.cache}).
     */
    public static final String DIRECTORY = "org.ldpi.engine.pytorch.directory";

    /**
     * System property: threads that one operation is spread over, 1 to 256; 1 by default. The operations of small networks
     * take less time than it takes to share them out, and the other processors have packets to read.
     */
    public static final String THREADS = "org.ldpi.engine.pytorch.threads";

    private static final int DEFAULT_THREADS = 1;

    static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";

    private static Engine engine;

    private PyTorch() {}

    /**
     * The engine, up and running.
     *
     * @throws EncoderException when there are no natives for this machine or they cannot be unpacked or loaded; the next
     *     call tries again
     */
    public static synchronized Engine engine() throws EncoderException {
        if (engine == null) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            // DJL looks for its engines once, when its class Engine is first touched, and with the context class
            // loader,
            // which in OSGi is anybody's.
            thread.setContextClassLoader(PyTorch.class.getClassLoader());
            try {
                engine = start(threads(), libraries());
            } finally {
                thread.setContextClassLoader(before);
            }
        }
        return engine;
    }

    /** The name that DJL looks for its own library by. Touches DJL. */
    static String jniLibrary() {
        return Engine.getDjlVersion() + "-libdjl_torch.so";
    }

    private static Engine start(int threads, Path libraries) throws EncoderException {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.default_engine", "PyTorch");
        System.setProperty(LIBRARY_PATH, libraries.toString());
        System.setProperty("PYTORCH_FLAVOR", "cpu");
        try {
            Engine started = Engine.getEngine("PyTorch");
            JniUtils.setNumThreads(threads);
            return started;
        } catch (RuntimeException | LinkageError e) {
            throw new EncoderException("cannot load PyTorch from " + libraries + ": " + cause(e), e);
        }
    }

    private static Path libraries() throws EncoderException {
        String given = System.getenv(LIBRARY_PATH);
        if (given == null || given.isBlank()) {
            given = System.getProperty(LIBRARY_PATH);
        }
        if (given == null || given.isBlank()) {
            return Natives.forThisMachine().unpackInto(directory());
        }
        Path libraries = Path.of(given);
        for (String library : new String[] {"libtorch.so", jniLibrary()}) {
            if (!Files.isRegularFile(libraries.resolve(library))) {
                throw new EncoderException(LIBRARY_PATH + ": there is no " + library + " in " + libraries);
            }
        }
        return libraries;
    }

    private static Path directory() {
        String given = System.getProperty(DIRECTORY);
        if (given != null) {
            return Path.of(given);
        }
        String karaf = System.getProperty("karaf.data");
        if (karaf != null) {
            return Path.of(karaf, "pytorch");
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path caches =
                cache != null && !cache.isBlank() ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
        return caches.resolve("ldpi").resolve("pytorch");
    }

    private static int threads() throws EncoderException {
        String given = System.getProperty(THREADS);
        if (given == null) {
            return DEFAULT_THREADS;
        }
        try {
            int threads = Integer.parseInt(given.trim());
            if (threads >= 1 && threads <= 256) {
                return threads;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw new EncoderException(THREADS + ": '" + given + "' is not a number of threads within 1 to 256");
    }

    /** The innermost message: DJL wraps what went wrong in words that say nothing. */
    private static String cause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
