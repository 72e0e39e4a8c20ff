package org.ldpi.lab.plan;

import java.util.List;

/** Audio: telephone calls, radio, announcements. */
final class AudioRecipes {
    static final List<Recipe> ALL = List.of(
            new Recipe("call", List.of("sip"), List.of("sipp"), AudioRecipes::call),
            new Recipe("radio", List.of("radio"), List.of("curl", "ffmpeg"), AudioRecipes::radio),
            new Recipe("announcement", List.of("rtp"), List.of("ffmpeg"), AudioRecipes::announcement));

    private AudioRecipes() {}

    private static Task call(Draw draw) {
        Draw.Endpoint server = draw.service("sip");
        String host = server.host().ip4();
        int millis = draw.between(2000, 15_000);
        int media = 2 * draw.between(5000, 15_000);
        String script = "cp \"$LAB/www/media/voice.pcma\" . && sipp -sf \"$LAB/www/media/call.xml\" -i "
                + draw.client().ip4() + " -p " + draw.oneOf(5060, draw.between(10_000, 60_000)) + " -mp " + media
                + " -m 1 -d " + millis + " -s " + draw.between(100, 999) + " -nostdin " + host + ":" + server.port();
        return new Task("benign/audio/sip", "sipp", host, "" + server.port(), 30, script);
    }

    private static Task radio(Draw draw) {
        Draw.Endpoint server = draw.service("radio");
        String host = draw.nameOrAddress(server.host());
        String url = "'http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port() + "/radio.mp3'";
        int seconds = draw.between(4, 20);
        if (draw.chance(0.3)) {
            String script = "ffmpeg -nostdin -v error -t " + seconds + " -i " + url + " -c copy -f null -";
            return new Task("benign/audio/radio", "ffmpeg", host, "" + server.port(), 40, script);
        }
        String script = "curl -g -s -o /dev/null -m " + seconds + " -A '" + BackgroundRecipes.agent(draw) + "'"
                + draw.oneOf("", " -H 'Icy-MetaData: 1'") + " " + url;
        return new Task("benign/audio/radio", "curl", host, "" + server.port(), 40, script);
    }

    /** One way, from a microphone to a recorder. */
    private static Task announcement(Draw draw) {
        Draw.Endpoint server = draw.service("rtp");
        String host = server.host().ip4();
        String codec = draw.oneOf("pcm_alaw", "pcm_mulaw");
        String script = "ffmpeg -nostdin -v error -re -f alaw -ar 8000 -ss " + draw.between(0, 20)
                + " -i \"$LAB/www/media/voice.pcma\" -t " + draw.between(3, 12) + " -c:a " + codec + " -f rtp 'rtp://"
                + host
                + ":" + server.port() + "?pkt_size=" + draw.oneOf(172, 332, 652) + "'";
        return new Task("benign/audio/rtp", "ffmpeg", host, "" + server.port(), 30, script);
    }
}
