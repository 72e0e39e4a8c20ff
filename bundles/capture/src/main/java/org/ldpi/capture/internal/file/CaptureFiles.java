package org.ldpi.capture.internal.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;

/** Opens captures by the name of a file, of a folder, or of standard input. Thread-safe. */
public final class CaptureFiles {
    /** The source that names standard input. */
    public static final String STANDARD_INPUT = "-";

    /** Small enough to stay in the second level cache until its packets have been handed on. */
    private static final int CHUNK_SIZE = 256 * 1024;

    /** Shorter compressed files are unpacked in less time than a thread for them takes to start. */
    private static final int READ_AHEAD_FROM = 64 * 1024;

    private static final String THREAD_NAME = "ldpi-capture ";

    private final ChunkPool pool;
    private final int readAheadFrom;
    private final InputStream standardInput;

    public CaptureFiles() {
        this(CHUNK_SIZE, READ_AHEAD_FROM, System.in);
    }

    /**
     * For tests.
     *
     * @param chunkSize bytes to read at once
     * @param readAheadFrom bytes of the shortest compressed file that a thread of its own reads
     */
    CaptureFiles(int chunkSize, int readAheadFrom, InputStream standardInput) {
        this.pool = new ChunkPool(chunkSize);
        this.readAheadFrom = readAheadFrom;
        this.standardInput = standardInput;
    }

    /**
     * Opens a capture.
     *
     * @param source path of a file or folder, or {@link #STANDARD_INPUT}
     * @throws CaptureException when there is none, or it is no capture
     */
    public Capture open(String source) throws CaptureException {
        if (source.equals(STANDARD_INPUT)) {
            return pipe(source, "standard input", () -> unclosable(standardInput));
        }
        Path path;
        try {
            path = Path.of(source);
        } catch (InvalidPathException e) {
            throw new CaptureException(source + ": is not the name of a file", e);
        }
        if (Files.isDirectory(path)) {
            return FolderCapture.open(path, this);
        }
        if (!Files.exists(path)) {
            throw new CaptureException(source + ": no such file");
        }
        return Files.isRegularFile(path) ? file(path) : pipe(source, source, () -> Files.newInputStream(path));
    }

    /** Standard input belongs to the process. */
    private static InputStream unclosable(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public void close() {}
        };
    }

    private FileCapture pipe(String name, String origin, Callable<InputStream> opener) {
        ReadAhead chunks = new ReadAhead(
                () -> new StreamChannel(Compression.detect(opener.call())), true, pool, THREAD_NAME + name);
        return new FileCapture(name, new Origin(origin, false), new ChunkedBytes(chunks));
    }

    /** Opens a regular file. */
    FileCapture file(Path path) throws CaptureException {
        String name = path.toString();
        try {
            FileChannel channel = FileChannel.open(path);
            try {
                Compression compression = compression(channel);
                ReadableByteChannel plain = compression == Compression.NONE
                        ? channel
                        : new StreamChannel(compression.decompress(Channels.newInputStream(channel)));
                Chunks chunks = compression == Compression.NONE || channel.size() < readAheadFrom
                        ? new ReadOnDemand(plain, pool)
                        : new ReadAhead(() -> plain, false, pool, THREAD_NAME + name);
                return new FileCapture(
                                name, new Origin(name, compression != Compression.NONE), new ChunkedBytes(chunks))
                        .begin();
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (CaptureException e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw new CaptureException(name + ": may not be read by this user", e);
        } catch (NoSuchFileException e) {
            throw new CaptureException(name + ": no such file", e);
        } catch (IOException e) {
            throw new CaptureException(name + ": cannot be read, " + e.getMessage(), e);
        }
    }

    private static Compression compression(FileChannel channel) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(Compression.MAGIC_LENGTH);
        int read = channel.read(magic, 0);
        return read < Compression.MAGIC_LENGTH ? Compression.NONE : Compression.of(magic.getInt(0));
    }
}
