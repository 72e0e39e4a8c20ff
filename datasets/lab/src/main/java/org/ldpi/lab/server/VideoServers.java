package org.ldpi.lab.server;

import java.util.ArrayList;
import java.util.List;
import org.ldpi.lab.plan.VideoRecipes;

/** Recorders that cameras send to. Video on demand comes from the web server. */
final class VideoServers {
    static final List<ServerProgram> ALL = List.of(
            ServerProgram.udp("socat", "rtp", VideoServers::rtp),
            ServerProgram.tcp("ffmpeg", "rtsp", VideoServers::rtsp),
            ServerProgram.tcp("rtsp-server-perl", "film", VideoServers::film));

    private static final int MEDIA_PORT = 17_000;

    private static final int FILM_CLIENTS = 40;
    private static final int SOURCE_PORT = 5545;

    private VideoServers() {}

    /** Takes RTP, and RTCP on the next port. */
    private static List<List<String>> rtp(Place place) {
        return List.of(sink(place.port()), sink(place.port() + 1));
    }

    static List<String> sink(int port) {
        return List.of("socat", "-u", "UDP6-RECV:" + port + ",ipv6only=0", "/dev/null");
    }

    private static List<List<String>> rtsp(Place place) {
        List<List<String>> recorders = new ArrayList<>();
        for (int i = 0; i < VideoRecipes.RECORDERS; i++) {
            String record = "while :; do ffmpeg -nostdin -v error -min_port " + (MEDIA_PORT + 100 * i)
                    + " -max_port " + (MEDIA_PORT + 100 * i + 99) + " -rtsp_flags listen -i rtsp://0.0.0.0:"
                    + (place.port() + 2 * i) + "/camera -c copy -f null -; sleep 0.2; done";
            recorders.add(List.of("sh", "-c", record));
        }
        return recorders;
    }

    /** A server of films that run all the time, as cameras' pictures do, and what feeds each of them on the same host. */
    private static List<List<String>> film(Place place) {
        List<List<String>> commands = new ArrayList<>();
        commands.add(List.of(
                "rtsp-server-perl",
                "--clientport",
                "" + place.port(),
                "--serverport",
                "" + SOURCE_PORT,
                "--max_clients",
                "" + FILM_CLIENTS));
        for (String rate : VideoRecipes.FILMS) {
            String source = "while :; do ffmpeg -nostdin -v error -re -stream_loop -1 -i " + place.lab()
                    + "/www/media/hls/" + rate + ".ts -an -c:v copy -f rtsp rtsp://127.0.0.1:" + SOURCE_PORT + "/"
                    + rate + "; sleep 1; done";
            commands.add(List.of("sh", "-c", source));
        }
        return commands;
    }
}
