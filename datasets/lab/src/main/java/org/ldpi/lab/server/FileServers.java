package org.ldpi.lab.server;

import java.util.List;
import org.ldpi.lab.LabException;

/** Servers of files. */
final class FileServers {
    static final List<ServerProgram> ALL = List.of(ServerProgram.tcp("vsftpd", "ftp", FileServers::vsftpd));

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
}
