package org.ldpi.lab.plan;

import java.util.ArrayList;
import java.util.List;

/** Video: cameras that send to recorders, films watched over HTTP at several bit rates. */
public final class VideoRecipes {
    static final List<Recipe> ALL = List.of(
            new Recipe("camera-rtp", List.of("rtp"), List.of("ffmpeg"), VideoRecipes::rtp),
            new Recipe("camera-rtsp", List.of("rtsp"), List.of("ffmpeg"), VideoRecipes::rtsp),
            new Recipe("rtsp-player", List.of("film"), List.of("ffmpeg"), VideoRecipes::film),
            new Recipe("hls", List.of("http"), List.of("curl"), draw -> hls(draw, "http")),
            new Recipe("hls-tls", List.of("https"), List.of("curl"), draw -> hls(draw, "https")),
            new Recipe(
                    "hls-player", List.of("http"), List.of("ffmpeg"), draw -> player(draw, "hls/master.m3u8", "hls")),
            new Recipe("dash", List.of("http"), List.of("curl"), VideoRecipes::dash),
            new Recipe(
                    "dash-player", List.of("http"), List.of("ffmpeg"), draw -> player(draw, "dash/film.mpd", "dash")));

    /** Bit rates a film is kept in, by the names of their folders. */
    static final List<String> RATES = List.of("low", "middle", "high");

    /** Segments of a film, two seconds each. */
    static final int SEGMENTS = 12;

    /** Cameras that one recorder takes at a time: one per port, every second one from the service's port on. */
    public static final int RECORDERS = 4;

    /** Names of the films that can be watched over RTSP, each a bit rate. */
    public static final List<String> FILMS = List.of("low", "middle");

    private VideoRecipes() {}

    private static String camera(Draw draw) {
        return "ffmpeg -nostdin -v error -re -ss " + 2 * draw.between(0, 4) + " -i \"$LAB/www/media/hls/"
                + draw.oneOf("low", "low", "middle") + ".ts\" -t " + draw.between(4, 14) + " -an -c:v copy";
    }

    private static Task rtp(Draw draw) {
        Draw.Endpoint server = draw.service("rtp");
        String host = server.host().ip4();
        String format = draw.chance(0.5) ? " -f rtp_mpegts" : " -f rtp";
        String script = camera(draw) + format + " 'rtp://" + host + ":" + server.port() + "?pkt_size="
                + draw.oneOf(1316, 1316, 1200) + "'";
        return new Task("benign/video/rtp", "ffmpeg", host, "" + server.port(), 30, script);
    }

    private static Task rtsp(Draw draw) {
        Draw.Endpoint server = draw.service("rtsp");
        String host = server.host().ip4();
        int port = server.port() + 2 * draw.between(0, RECORDERS - 1);
        String script = camera(draw) + " -f rtsp -rtsp_transport " + draw.oneOf("udp", "udp", "tcp") + " rtsp://" + host
                + ":" + port + "/camera";
        return new Task("benign/video/rtsp", "ffmpeg", host, "" + port, 30, script);
    }

    /** Watches a picture for a while: RTP over UDP from the server, steered over RTSP. */
    private static Task film(Draw draw) {
        Draw.Endpoint server = draw.service("film");
        String host = server.host().ip4();
        String script = "ffmpeg -nostdin -v error -rtsp_transport udp -i rtsp://" + host + ":" + server.port() + "/"
                + draw.oneOf(FILMS) + " -t " + draw.between(4, 14) + " -an -c:v copy -f null -";
        return new Task("benign/video/rtsp", "ffmpeg", host, "" + server.port(), 30, script);
    }

    private static String base(Draw draw, Draw.Endpoint server, String scheme) {
        String host = draw.nameOrAddress(server.host());
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/media/";
    }

    /** A player that asks for a segment at a time and changes the bit rate now and then. */
    private static Task hls(Draw draw, String scheme) {
        Draw.Endpoint server = draw.service(scheme);
        String base = base(draw, server, scheme) + "hls/";
        String curl = "curl -g -s -k -m 15 -o /dev/null -A '" + BackgroundRecipes.agent(draw) + "' ";
        List<String> lines = new ArrayList<>();
        String rate = draw.oneOf(RATES);
        lines.add(curl + "'" + base + "master.m3u8' -o /dev/null '" + base + rate + ".m3u8'");
        int first = draw.between(0, SEGMENTS - 6);
        int count = draw.between(2, 6);
        for (int i = 0; i < count; i++) {
            if (draw.chance(0.2)) {
                rate = draw.oneOf(RATES);
            }
            lines.add(curl + "'" + base + rate + (first + i) + ".ts'");
            lines.add("sleep " + draw.oneOf("1.9", "2.0", "2.1", "1.5"));
        }
        String host = base.substring(scheme.length() + 3, base.lastIndexOf(":"));
        return new Task("benign/video/hls", "curl", host, "" + server.port(), 40, String.join("; ", lines));
    }

    private static Task dash(Draw draw) {
        Draw.Endpoint server = draw.service("http");
        String base = base(draw, server, "http") + "dash/";
        String curl = "curl -g -s -m 15 -A '" + BackgroundRecipes.agent(draw) + "'";
        int rate = draw.between(0, RATES.size() - 1);
        StringBuilder objects = new StringBuilder(
                " -o /dev/null '" + base + "film.mpd' -o /dev/null '" + base + "init-" + rate + ".m4s'");
        int first = draw.between(1, SEGMENTS - 5);
        int count = draw.between(2, 4);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            objects.append(" -o /dev/null '")
                    .append(base)
                    .append("chunk-")
                    .append(rate)
                    .append('-')
                    .append(first + i)
                    .append(".m4s'");
            if (draw.chance(0.5) || i == count - 1) {
                lines.add(curl + objects);
                lines.add("sleep " + draw.pause(2.0));
                objects = new StringBuilder();
            }
        }
        String host = base.substring("http://".length(), base.lastIndexOf(":"));
        return new Task("benign/video/dash", "curl", host, "" + server.port(), 40, String.join("; ", lines));
    }

    private static Task player(Draw draw, String playlist, String kind) {
        Draw.Endpoint server = draw.service("http");
        String base = base(draw, server, "http");
        String script = "ffmpeg -nostdin -v error -re -i '" + base + playlist + "' -t " + draw.between(4, 12)
                + " -map 0:v:" + draw.between(0, RATES.size() - 1) + " -c copy -f null -";
        String host = base.substring("http://".length(), base.lastIndexOf(":"));
        return new Task("benign/video/" + kind, "ffmpeg", host, "" + server.port(), 40, script);
    }
}
