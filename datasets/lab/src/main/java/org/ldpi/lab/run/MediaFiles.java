package org.ldpi.lab.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.LabFolder;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.plan.Seeds;

/** Makes the sound and the film of a day: pieces of their own for each seed, encoded once and then only sent. */
final class MediaFiles {
    private static final Set<String> SERVICES = Set.of("sip", "radio", "rtp", "rtsp", "film", "http", "https");

    // Some seconds of work, which can take minutes on a busy machine.
    private static final long LIMIT_SECONDS = 600;

    private MediaFiles() {}

    /**
     * Encodes what the day needs.
     *
     * @param plan the day
     * @param missing programs that could not be had; without ffmpeg there is no media
     */
    static void write(Plan plan, Set<String> missing) throws LabException {
        boolean needed = plan.activities().stream()
                .anyMatch(
                        a -> a.label().startsWith("benign/audio/") || a.label().startsWith("benign/video/"));
        boolean served = plan.scenario().servers().stream()
                .flatMap(server -> server.services().stream())
                .anyMatch(service -> SERVICES.contains(service.name()));
        if (!needed || !served || missing.contains("ffmpeg") || !Programs.installed("ffmpeg")) {
            return;
        }
        Random random = new Seeds(plan.seed()).random("media");
        Path folder = LabFolder.ROOT.resolve("www/media");
        try {
            Files.createDirectories(folder.resolve("hls"));
            Files.createDirectories(folder.resolve("dash"));
            try (InputStream call = MediaFiles.class.getResourceAsStream("/org/ldpi/lab/call.xml")) {
                Files.copy(call, folder.resolve("call.xml"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(folder.resolve("hls/master.m3u8"), """
                #EXTM3U
                #EXT-X-STREAM-INF:BANDWIDTH=110000,RESOLUTION=160x120
                low.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=280000,RESOLUTION=320x240
                middle.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=600000,RESOLUTION=320x240
                high.m3u8
                """);
        } catch (IOException e) {
            throw new LabException(folder + ": cannot be written: " + e.getMessage(), e);
        }
        String picture = random.nextBoolean() ? "testsrc2" : "smptehdbars";
        int tone = 150 + random.nextInt(200);
        String script = String.join("\n", script(folder, picture, tone, random.nextInt(1000)));
        Programs.Result result = Programs.tryRun(LIMIT_SECONDS, "", "sh", "-ec", script);
        if (result.exit() != 0) {
            throw new LabException("ffmpeg cannot encode the day's sound and film: exit " + result.exit() + ": "
                    + result.output().strip().replace('\n', ' '));
        }
    }

    private static List<String> script(Path folder, String picture, int tone, int noise) {
        String ffmpeg = "ffmpeg -nostdin -v error -y ";
        String speech = "aevalsrc='0.4*sin(2*PI*" + tone + "*t*(1+0.05*sin(5*t)))*gt(sin(2.1*t)+sin(3.7*t)\\,0)'";
        String encoded = "-c:v libx264 -preset ultrafast -tune zerolatency -g 24 -keyint_min 24 -sc_threshold 0 ";
        String segments = " -f hls -hls_time 2 -hls_list_size 0 -hls_segment_filename ";
        return List.of(
                "cd " + folder,
                ffmpeg + "-f lavfi -i " + speech + ":s=8000:d=30 -f alaw voice.pcma",
                ffmpeg + "-f lavfi -i " + speech + ":s=22050:d=30 -b:a 64k radio.mp3",
                ffmpeg + "-f lavfi -i " + picture
                        + "=s=320x240:r=12:d=24 -filter_complex '[0:v]noise=alls=12:allf=t:all_seed=" + noise
                        + ",split=3[a][b][c];[a]scale=160:120[a1]' " + encoded
                        + "-map '[a1]' -b:v 90k -maxrate 100k -bufsize 100k low.mkv " + encoded
                        + "-map '[b]' -b:v 250k -maxrate 270k -bufsize 270k middle.mkv " + encoded
                        + "-map '[c]' -b:v 560k -maxrate 600k -bufsize 600k high.mkv",
                "for r in low middle high; do " + ffmpeg + "-i $r.mkv -c copy" + segments + "hls/$r%d.ts hls/$r.m3u8; "
                        + ffmpeg + "-i $r.mkv -c copy hls/$r.ts; done",
                ffmpeg
                        + "-i low.mkv -i middle.mkv -i high.mkv -map 0:v -map 1:v -map 2:v -c copy -f dash"
                        + " -seg_duration 2 -use_template 1 -use_timeline 0 -init_seg_name"
                        + " 'init-$RepresentationID$.m4s' -media_seg_name 'chunk-$RepresentationID$-$Number$.m4s'"
                        + " dash/film.mpd",
                "rm low.mkv middle.mkv high.mkv");
    }
}
