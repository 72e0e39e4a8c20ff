package org.ldpi.lab.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.Programs;

/** Servers of files. */
final class FileServers {
    static final List<ServerProgram> ALL = List.of(
            ServerProgram.tcp("vsftpd", "ftp", FileServers::vsftpd),
            ServerProgram.tcp("smbd", "smb", FileServers::smbd),
            ServerProgram.tcp("rsync", "rsync", FileServers::rsync),
            ServerProgram.tcp("opentracker", "torrent", FileServers::torrent));

    private static final String INFO = "4:info";

    private FileServers() {}

    private static List<List<String>> vsftpd(Place place) throws LabException {
        String config = "listen=NO\nlisten_ipv6=YES\nlisten_port=" + place.port()
                + "\nbackground=NO\nanonymous_enable=YES\nlocal_enable=YES\n"
                + "anon_root=" + place.lab()
                + "/share\nanon_upload_enable=YES\nwrite_enable=YES\nanon_umask=022\n"
                + "no_anon_password=NO\nseccomp_sandbox=NO\nsecure_chroot_dir=" + place.lab()
                + "/empty\nxferlog_enable=NO\n"
                + "pasv_min_port=30000\npasv_max_port=39999\nconnect_from_port_20=NO\n";
        return List.of(List.of("vsftpd", place.file("config", config)));
    }

    private static List<List<String>> smbd(Place place) throws LabException {
        String share = place.lab().resolve("share").toString();
        String config = "[global]\nworkgroup = LAB\nserver role = standalone server\nmap to guest = bad user\n"
                + "guest account = nobody\ndisable netbios = yes\nload printers = no\nprinting = bsd\n"
                + "printcap name = /dev/null\nlog file = " + place.folder() + "/smbd.log\nprivate dir = "
                + place.folder("private") + "\nlock directory = " + place.folder("lock") + "\nstate directory = "
                + place.folder("state") + "\ncache directory = " + place.folder("cache") + "\npid directory = "
                + place.folder("pid") + "\nncalrpc dir = " + place.folder("ncalrpc") + "\n[files]\npath = " + share
                + "/files\nguest ok = yes\nread only = yes\n[upload]\npath = " + share
                + "/upload\nguest ok = yes\nread only = no\n";
        return List.of(List.of(
                "smbd", "-F", "--no-process-group", "-p", "" + place.port(), "-s", place.file("config", config)));
    }

    private static List<List<String>> rsync(Place place) throws LabException {
        String config = "use chroot = no\nuid = root\ngid = root\nreverse lookup = no\n[files]\npath = "
                + place.lab().resolve("share/files") + "\nread only = yes\n[pool]\npath = "
                + place.lab().resolve("www/pool") + "\nread only = yes\n[upload]\npath = "
                + place.lab().resolve("share/upload") + "\nread only = no\n";
        return List.of(List.of(
                "rsync",
                "--daemon",
                "--no-detach",
                "--port",
                "" + place.port(),
                "--config",
                place.file("config", config)));
    }

    /** A tracker, and a peer on the same host that has the file already. */
    private static List<List<String>> torrent(Place place) throws LabException {
        Path torrent = place.lab().resolve("share/torrents/" + place.host().name() + ".torrent");
        Path file = place.lab().resolve("share/torrents/" + place.host().name() + ".dat");
        Programs.run(
                "",
                "mktorrent",
                "-l",
                "15",
                "-a",
                "http://" + place.host().ip4() + ":" + place.port() + "/announce",
                "-o",
                torrent.toString(),
                file.toString());
        place.open("tracker");
        place.file("tracker/allowed", infoHash(torrent) + "\n");
        return List.of(
                List.of(
                        "opentracker",
                        "-w",
                        "/allowed",
                        "-i",
                        place.host().ip4(),
                        "-p",
                        "" + place.port(),
                        "-P",
                        "" + place.port(),
                        "-u",
                        "nobody",
                        "-d",
                        place.folder("tracker").toString()),
                List.of(
                        "aria2c",
                        "-q",
                        "--no-conf",
                        "--enable-dht=false",
                        "--enable-dht6=false",
                        "--bt-enable-lpd=false",
                        "--enable-peer-exchange=false",
                        "--seed-ratio=0",
                        "--check-integrity=true",
                        "--listen-port=" + (place.port() + 1),
                        "-d",
                        file.getParent().toString(),
                        torrent.toString()));
    }

    /** What a torrent goes by, in hex: the SHA-1 of its dictionary "info" (BEP 3), here the file's last entry. */
    private static String infoHash(Path torrent) throws LabException {
        try {
            byte[] bytes = Files.readAllBytes(torrent);
            int info = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(INFO) + INFO.length();
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(bytes, info, bytes.length - 1 - info);
            return HexFormat.of().formatHex(sha1.digest());
        } catch (IOException e) {
            throw new LabException(torrent + ": cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
