package org.ldpi.capture.internal.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureStatistics;
import org.ldpi.api.packet.PacketHandler;
import org.ldpi.capture.internal.CaptureCounters;

/**
 * All captures in a folder and the folders in it, one after the other in the order of their paths.
 *
 * <p>A file that is no capture, or not a whole one, does not end this capture: {@link CaptureStatistics#state} says how
 * many there were and what was wrong with the first. Links to folders are not followed.
 */
final class FolderCapture implements Capture {
    private final String name;
    private final CaptureFiles files;
    private final int total;
    private final Iterator<Path> ahead;

    private FileCapture current;
    private CaptureStatistics finished = CaptureStatistics.NONE;
    private int faulty;
    private String firstFault;

    private final CaptureCounters counters = new CaptureCounters();

    private FolderCapture(Path folder, List<Path> paths, CaptureFiles files) {
        this.name = folder.toString();
        this.files = files;
        this.total = paths.size();
        this.ahead = paths.iterator();
    }

    /** Opens a folder and the first capture in it. */
    static FolderCapture open(Path folder, CaptureFiles files) throws CaptureException {
        List<Path> paths = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    paths.add(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (file.equals(folder)) {
                        throw e;
                    }
                    // Opening it will say what is wrong.
                    paths.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new CaptureException(folder + ": the folder cannot be read, " + e.getMessage(), e);
        }
        Collections.sort(paths);
        FolderCapture capture = new FolderCapture(folder, paths, files);
        capture.next();
        if (capture.current == null) {
            throw new CaptureException(folder + ": no capture in this folder"
                    + (capture.faulty == 0
                            ? ", it is empty"
                            : ", looked at " + capture.faulty + " files, the first: " + capture.firstFault));
        }
        return capture;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public synchronized int poll(PacketHandler handler, int limit) {
        while (current != null) {
            int count;
            try {
                count = current.poll(handler, limit);
            } catch (CaptureException e) {
                note(e);
                count = END;
            }
            count();
            if (count != END) {
                return count;
            }
            finish();
            next();
        }
        return END;
    }

    /** Opens the next capture; there is none when {@link #current} is null then. */
    private void next() {
        while (current == null && ahead.hasNext()) {
            Path path = ahead.next();
            try {
                if (!Files.isRegularFile(path)) {
                    throw new CaptureException(path + ": is no regular file, or cannot be reached");
                }
                current = files.file(path);
            } catch (CaptureException e) {
                note(e);
            }
        }
        if (current == null) {
            state(CaptureStatistics.ENDED);
        }
    }

    private void note(CaptureException e) {
        if (faulty++ == 0) {
            firstFault = e.getMessage();
        }
        state(CaptureStatistics.RUNNING);
    }

    private void state(String state) {
        counters.state(
                faulty == 0
                        ? state
                        : state + ", but " + faulty + " of " + total
                                + " files could not be read, or not to their end; the first: " + firstFault);
    }

    private void finish() {
        current.close();
        finished = sum();
        current = null;
    }

    /** Once for each poll: allocates a little, but nothing for each packet. */
    private CaptureStatistics sum() {
        CaptureStatistics now = current.statistics();
        return new CaptureStatistics(
                finished.packets() + now.packets(),
                finished.bytes() + now.bytes(),
                0,
                0,
                finished.damaged() + now.damaged(),
                now.state());
    }

    private void count() {
        CaptureStatistics sum = sum();
        counters.packets(sum.packets(), sum.bytes());
        counters.damaged(sum.damaged());
    }

    @Override
    public CaptureStatistics statistics() {
        return counters.statistics();
    }

    @Override
    public synchronized void close() {
        if (current != null) {
            finish();
            state(CaptureStatistics.ENDED);
        }
    }
}
