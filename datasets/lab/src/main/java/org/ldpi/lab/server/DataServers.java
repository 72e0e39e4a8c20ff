package org.ldpi.lab.server;

import java.util.ArrayList;
import java.util.List;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.Programs;

/** Databases, and what machines report to each other. */
final class DataServers {
    static final List<ServerProgram> ALL = List.of(
            ServerProgram.tcp("redis-server", "redis", DataServers::redis),
            ServerProgram.tcp("postgres", "postgres", DataServers::postgres),
            ServerProgram.udp("snmpd", "snmp", DataServers::snmpd),
            ServerProgram.udp("socat", "syslog", place -> List.of(VideoServers.sink(place.port()))));

    private DataServers() {}

    private static List<List<String>> redis(Place place) {
        return List.of(List.of(
                "redis-server",
                "--port",
                "" + place.port(),
                "--bind",
                "*",
                "-::*",
                "--protected-mode",
                "no",
                "--save",
                "",
                "--dir",
                place.folder().toString()));
    }

    /** A new database cluster that trusts everybody; it does not run as root. */
    private static List<List<String>> postgres(Place place) throws LabException {
        String data = place.open("cluster") + "/data";
        String as = "setpriv --reuid postgres --regid postgres --clear-groups ";
        Programs.run(
                "",
                "sh",
                "-ec",
                as + Programs.path("initdb") + " -D " + data
                        + " -A trust --no-sync --no-locale -E UTF8 > /dev/null; echo" + " 'host all all all trust' >> "
                        + data + "/pg_hba.conf");
        List<String> command = new ArrayList<>(List.of(as.strip().split(" ")));
        command.addAll(List.of(
                Programs.path("postgres"),
                "-D",
                data,
                "-p",
                "" + place.port(),
                "-h",
                "*",
                "-k",
                "",
                "-c",
                "fsync=off",
                "-c",
                "dynamic_shared_memory_type=mmap",
                "-c",
                "shared_buffers=16MB"));
        return List.of(command);
    }

    private static List<List<String>> snmpd(Place place) throws LabException {
        String config = "rocommunity public\nsysLocation " + place.host().name() + "\nsysContact staff@"
                + place.plan().site().zone() + "\n";
        return List.of(List.of("snmpd", "-f", "-Lo", "-C", "-c", place.file("config", config), "udp:" + place.port()));
    }
}
