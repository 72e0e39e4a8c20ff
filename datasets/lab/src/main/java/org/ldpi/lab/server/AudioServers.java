package org.ldpi.lab.server;

import java.util.List;
import org.ldpi.lab.LabException;

/** Servers of speech and music. */
final class AudioServers {
    static final List<ServerProgram> ALL = List.of(
            ServerProgram.udp("sipp", "sip", AudioServers::sipp),
            ServerProgram.tcp("icecast2", "radio", AudioServers::icecast));

    /** Where the telephone server's media begins, away from ports of other services. */
    private static final int MEDIA_PORT = 16_000;

    private AudioServers() {}

    /** Takes every call and sends back what it hears. */
    private static List<List<String>> sipp(Place place) {
        return List.of(List.of(
                "sipp",
                "-sn",
                "uas",
                "-i",
                place.host().ip4(),
                "-mi",
                place.host().ip4(),
                "-p",
                "" + place.port(),
                "-mp",
                "" + MEDIA_PORT,
                "-rtp_echo",
                "-nostdin"));
    }

    /** A station that plays one piece over and over; the piece comes from a sender on the same host. */
    private static List<List<String>> icecast(Place place) throws LabException {
        String config = "<icecast><limits><clients>200</clients><sources>2</sources>"
                + "<burst-size>16384</burst-size></limits>"
                + "<authentication><source-password>studio</source-password><admin-user>admin</admin-user>"
                + "<admin-password>studio</admin-password></authentication>"
                + "<hostname>" + place.host().name() + "." + place.plan().site().zone() + "</hostname>"
                + "<listen-socket><port>" + place.port() + "</port><bind-address>::</bind-address></listen-socket>"
                + "<paths><logdir>" + place.open("logs")
                + "</logdir><webroot>/usr/share/icecast2/web</webroot>"
                + "<adminroot>/usr/share/icecast2/admin</adminroot></paths>"
                + "<logging><accesslog>access</accesslog><errorlog>error</errorlog><loglevel>2</loglevel></logging>"
                + "<security><chroot>0</chroot><changeowner><user>nobody</user><group>nogroup</group></changeowner>"
                + "</security></icecast>";
        // 64 kbit/s, as the piece is encoded.
        String studio =
                "while :; do curl -s -u source:studio -H 'Content-Type: audio/mpeg' -H 'Expect: 100-continue' -T "
                        + place.lab().resolve("www/media/radio.mp3") + " --limit-rate 8k http://127.0.0.1:"
                        + place.port()
                        + "/radio.mp3; sleep 0.3; done";
        return List.of(List.of("icecast2", "-c", place.file("config", config)), List.of("sh", "-c", studio));
    }
}
