package org.ldpi.lab.server;

import java.util.List;
import org.ldpi.lab.LabException;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.plan.Site;

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
        return List.of(List.of("dnsmasq", "-k", "-C", place.file("config", config.toString())));
    }

    private static List<List<String>> chronyd(Place place) throws LabException {
        String config = "local stratum 8\nallow all\nport " + place.port() + "\ncmdport 0\nbindcmdaddress /\npidfile "
                + place.folder() + "/pid\nuser root\n";
        return List.of(List.of("chronyd", "-d", "-x", "-f", place.file("config", config)));
    }
}
