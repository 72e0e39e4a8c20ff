package org.ldpi.capture;

import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureProvider;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.capture.internal.file.CaptureFiles;
import org.osgi.service.component.annotations.Component;

/**
 * Opens capture files: pcap and pcapng, plain, gzip or zstd; a folder of them, read one after the other in the order of
 * their paths; or, named {@code -}, standard input. What a file is, its first bytes tell, not its name. Files may
 * have any size. Packets come with the length they were captured with: the snap length and
 * promiscuity of a request do not concern files. Thread-safe.
 */
@Component(property = CaptureProvider.KIND + "=" + CaptureProvider.FILE)
public final class FileCaptureProvider implements CaptureProvider {
    private final CaptureFiles files = new CaptureFiles();

    @Override
    public String kind() {
        return FILE;
    }

    @Override
    public Capture open(CaptureRequest request) throws CaptureException {
        if (!request.filter().isBlank()) {
            throw new CaptureException(
                    request.source() + ": capture files take no filter, this one does not apply: " + request.filter());
        }
        return files.open(request.source());
    }
}
