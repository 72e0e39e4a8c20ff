package org.ldpi.lab.server;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.ldpi.lab.LabException;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.plan.Site;
import org.ldpi.lab.plan.Tunnels;

/** What keeps a network going: names and time. */
final class NetworkServers {
    static final List<ServerProgram> ALL = List.of(
            ServerProgram.tcp("dnsmasq", "dns", NetworkServers::dnsmasq),
            ServerProgram.udp("chronyd", "ntp", NetworkServers::chronyd));

    private NetworkServers() {}

    private static List<List<String>> dnsmasq(Place place) throws LabException {
        Plan plan = place.plan();
        Site site = plan.site();
        StringBuilder config = new StringBuilder("port=" + place.port()
                + "\nno-resolv\nno-hosts\nuser=root\npid-file=\n"
                + "log-facility=-\nlocal=/" + site.zone() + "/\nmx-host=" + site.zone() + ",mail." + site.zone()
                + ",10\ntxt-record=" + site.zone() + ",\"v=spf1 -all\"\nsrv-host=_mqtt._tcp." + site.zone() + ",iot."
                + site.zone() + ",1883\n");
        for (Host server : plan.layout().servers()) {
            config.append("host-record=")
                    .append(server.name())
                    .append('.')
                    .append(site.zone())
                    .append(',')
                    .append(server.ip4())
                    .append(',')
                    .append(server.ip6())
                    .append('\n');
        }
        // Tools that guess names ask first who is in charge: NS is type 2, SOA type 6 (RFC 1035, section 3.2.2).
        String master = wire("ns." + site.zone());
        config.append("dns-rr=" + site.zone() + ",2," + master + "\ndns-rr=" + site.zone() + ",6," + master + master
                + "00000001" + "00000e10" + "00000384" + "00093a80" + "00000e10\naddress=/ns." + site.zone() + "/"
                + place.host().ip4() + "\n");
        int i = 0;
        for (String name : site.names()) {
            Host server =
                    plan.layout().servers().get(i++ % plan.layout().servers().size());
            if (i % 4 == 0) {
                config.append("txt-record=")
                        .append(name)
                        .append('.')
                        .append(site.zone())
                        .append(",\"id=")
                        .append(name)
                        .append("\"\n");
            }
            if (i % 5 == 0) {
                config.append("mx-host=")
                        .append(name)
                        .append('.')
                        .append(site.zone())
                        .append(",mail.")
                        .append(site.zone())
                        .append(",20\n");
            }
            config.append("address=/")
                    .append(name)
                    .append('.')
                    .append(site.zone())
                    .append('/')
                    .append(server.ip4())
                    .append('\n');
            if (i % 2 == 0) {
                config.append("address=/")
                        .append(name)
                        .append('.')
                        .append(site.zone())
                        .append('/')
                        .append(server.ip6())
                        .append('\n');
            }
        }
        tunnel(plan, "iodine", Tunnels.iodineDomain(site.zone()), config);
        tunnel(plan, "dns2tcp", Tunnels.dns2tcpDomain(site.zone()), config);
        return List.of(List.of("dnsmasq", "-k", "-C", place.file("config", config.toString())));
    }

    /** A name as it is in a message, in hexadecimal (RFC 1035, section 3.1). */
    private static String wire(String name) {
        StringBuilder hex = new StringBuilder();
        for (String label : name.split("\\.")) {
            hex.append(String.format(Locale.ROOT, "%02x", label.length()));
            hex.append(HexFormat.of().formatHex(label.getBytes(StandardCharsets.US_ASCII)));
        }
        return hex.append("00").toString();
    }

    /** Zones of tunnels are handed to the tunnels' far ends, as any resolver does with other people's zones. */
    private static void tunnel(Plan plan, String service, String zone, StringBuilder config) {
        for (int s = 0; s < plan.scenario().servers().size(); s++) {
            Host host = plan.layout().servers().get(s);
            plan.scenario().servers().get(s).services().stream()
                    .filter(one -> one.name().equals(service))
                    .forEach(one -> config.append("server=/" + zone + "/" + host.ip4() + "#" + one.port() + "\n"));
        }
    }

    private static List<List<String>> chronyd(Place place) throws LabException {
        String config = "local stratum 8\nallow all\nport " + place.port() + "\ncmdport 0\nbindcmdaddress /\npidfile "
                + place.folder() + "/pid\nuser root\n";
        return List.of(List.of("chronyd", "-d", "-x", "-f", place.file("config", config)));
    }
}
