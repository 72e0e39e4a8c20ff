package org.ldpi.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.Programs;

/**
 * Installs Debian packages without letting the servers in them run on the machine itself: they are neither started now
 * nor at the next start of the machine. Packages that would remove others are unpacked beside the system instead.
 */
public final class Packages {
    private static final long LIMIT_SECONDS = 600;

    /** Asked by every package's scripts before they start a service; 101 means no. */
    private static final Path POLICY = Path.of("/usr/sbin/policy-rc.d");

    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("nginx-light", "nginx.service"),
            Map.entry("openssh-server", "ssh.service"),
            Map.entry("mosquitto", "mosquitto.service"),
            Map.entry("vsftpd", "vsftpd.service"),
            Map.entry("chrony", "chrony.service"),
            Map.entry("icecast2", "icecast2.service"),
            Map.entry("redis-server", "redis-server.service"),
            Map.entry("rtsp-server-perl", "rtsp-server-perl.service"),
            Map.entry("postgresql-15", "postgresql.service"),
            Map.entry("snmpd", "snmpd.service"),
            Map.entry("samba", "smbd.service"),
            Map.entry("opentracker", "opentracker.service"),
            Map.entry("ngircd", "ngircd.service"),
            Map.entry("prosody", "prosody.service"),
            Map.entry("postfix", "postfix.service"),
            Map.entry("dovecot-imapd", "dovecot.service"));

    private Packages() {}

    /**
     * Installs packages one by one, as far as they can be had.
     *
     * @param packages names of packages that are not installed
     * @throws LabException if the machine's own services cannot be kept from starting
     */
    public static void install(Set<String> packages) throws LabException {
        boolean mine = forbidStarts();
        try {
            Programs.tryRun(LIMIT_SECONDS, "", "apt-get", "-q", "update");
            for (String name : packages) {
                Programs.Result result = Programs.tryRun(
                        LIMIT_SECONDS,
                        "",
                        "env",
                        "DEBIAN_FRONTEND=noninteractive",
                        "apt-get",
                        "-q",
                        "install",
                        "-y",
                        "--no-install-recommends",
                        "--no-remove",
                        name);
                if (result.exit() != 0) {
                    unpack(name);
                }
                if (result.exit() == 0
                        && UNITS.containsKey(name)
                        && Files.isDirectory(Path.of("/run/systemd/system"))) {
                    Programs.tryRun("", "systemctl", "disable", "--quiet", UNITS.get(name));
                }
            }
        } finally {
            if (mine) {
                allowStarts();
            }
        }
    }

    /**
     * Unpacks a package that cannot be installed because it would replace one that the machine has, as a time server
     * does: the lab needs its programs only. Where this fails too, the program is missing and is reported so.
     */
    private static void unpack(String name) throws LabException {
        Programs.tryRun(
                LIMIT_SECONDS,
                "",
                "sh",
                "-ec",
                "d=$(mktemp -d); chmod 755 $d; trap 'rm -rf $d' EXIT; cd $d; apt-get -q download " + name
                        + "; mkdir -p " + Programs.UNPACKED + "; dpkg -x *.deb " + Programs.UNPACKED);
    }

    /** Whether the policy file is ours to remove again: one that is there already is the machine's own rule. */
    private static boolean forbidStarts() throws LabException {
        if (Files.exists(POLICY)) {
            return false;
        }
        try {
            Files.write(POLICY, List.of("#!/bin/sh", "exit 101"));
            Files.setPosixFilePermissions(POLICY, PosixFilePermissions.fromString("rwxr-xr-x"));
            return true;
        } catch (IOException e) {
            throw new LabException(POLICY + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void allowStarts() throws LabException {
        try {
            Files.deleteIfExists(POLICY);
        } catch (IOException e) {
            throw new LabException(POLICY + ": cannot be removed, do so by hand: " + e.getMessage(), e);
        }
    }
}
