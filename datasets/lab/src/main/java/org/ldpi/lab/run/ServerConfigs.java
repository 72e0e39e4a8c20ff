package org.ldpi.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.plan.Site;
import org.ldpi.lab.scenario.Scenario;

/** Configuration files of the servers' programs. */
final class ServerConfigs {
    private final Plan plan;

    ServerConfigs(Plan plan) {
        this.plan = plan;
    }

    /**
     * Writes the configuration of one server process.
     *
     * @param program its program
     * @param services the services it offers
     * @param folder folder for its files
     * @return text of the configuration file
     */
    String text(String program, List<Scenario.Service> services, Path folder) throws LabException {
        int port = services.get(0).port();
        return switch (program) {
            case "nginx" -> nginx(services, folder);
            case "sshd" -> sshd(port);
            case "dnsmasq" -> dnsmasq(port);
            case "mosquitto" ->
                "listener " + port + "\nallow_anonymous true\npersistence false\nlog_type error\nuser root\n";
            case "vsftpd" -> vsftpd(port);
            case "chronyd" ->
                "local stratum 8\nallow all\nport " + port + "\ncmdport 0\nbindcmdaddress /\npidfile " + folder
                        + "/pid\nuser root\n";
            default -> throw new LabException("no such service program: " + program);
        };
    }

    private String nginx(List<Scenario.Service> services, Path folder) throws LabException {
        String hash = Programs.run(
                "",
                "openssl",
                "passwd",
                "-apr1",
                "-salt",
                "ldpilab0",
                plan.site().password());
        try {
            Files.writeString(folder.resolve("htpasswd"), plan.site().user() + ":" + hash.strip() + "\n");
        } catch (IOException e) {
            throw new LabException(folder + ": cannot be written: " + e.getMessage(), e);
        }
        StringBuilder listens = new StringBuilder();
        for (Scenario.Service service : services) {
            String tls = service.name().equals("https") ? " ssl http2" : "";
            listens.append("    listen ").append(service.port()).append(tls).append(";\n");
            listens.append("    listen [::]:")
                    .append(service.port())
                    .append(tls)
                    .append(";\n");
        }
        Path root = LabFolder.ROOT;
        return "daemon off;\nuser root;\nworker_processes 1;\npid " + folder
                + "/pid;\nevents { worker_connections 1024; }\n"
                + "http {\n  access_log off;\n  keepalive_timeout 15;\n  client_body_temp_path " + folder + "/body;\n"
                + "  proxy_temp_path " + folder + "/proxy;\n  fastcgi_temp_path " + folder + "/fastcgi;\n"
                + "  uwsgi_temp_path " + folder + "/uwsgi;\n  scgi_temp_path " + folder + "/scgi;\n"
                + "  types { text/html html; text/css css; application/javascript js; image/png png; image/jpeg jpg; }\n"
                + "  server {\n" + listens
                + "    ssl_certificate " + root + "/keys/tls.crt;\n    ssl_certificate_key " + root + "/keys/tls.key;\n"
                + "    root " + root + "/www;\n"
                + "    location = /login { default_type text/html; if ($request_method = POST) { return 200 'login failed\\n'; }"
                + " return 200 '<form method=post><input name=user><input name=pass type=password></form>\\n'; }\n"
                + "    location /private/ { auth_basic \"staff\"; auth_basic_user_file " + folder + "/htpasswd; }\n"
                + "  }\n}\n";
    }

    /** Log-ins by the lab's own key; passwords are asked for and, accounts being locked, never right. */
    private static String sshd(int port) {
        Path keys = LabFolder.ROOT.resolve("keys");
        return "Port " + port + "\nHostKey " + keys.resolve("host_ed25519") + "\nHostKey " + keys.resolve("host_rsa")
                + "\nAuthorizedKeysFile " + keys.resolve("user.pub")
                + "\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
                + "PasswordAuthentication yes\nMaxAuthTries 3\nMaxStartups 100:30:200\nUseDNS no\nPidFile none\n"
                + "Subsystem sftp internal-sftp\nPrintMotd no\n";
    }

    private String dnsmasq(int port) {
        Site site = plan.site();
        StringBuilder config = new StringBuilder("port=" + port + "\nno-resolv\nno-hosts\nuser=root\npid-file=\n"
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
        return config.toString();
    }

    private static String vsftpd(int port) {
        return "listen=NO\nlisten_ipv6=YES\nlisten_port=" + port
                + "\nbackground=NO\nanonymous_enable=YES\nlocal_enable=YES\n"
                + "anon_root=" + LabFolder.ROOT + "/share\nanon_upload_enable=YES\nwrite_enable=YES\nanon_umask=022\n"
                + "no_anon_password=NO\nseccomp_sandbox=NO\nsecure_chroot_dir=/run/ldpi-lab/empty\nxferlog_enable=NO\n"
                + "pasv_min_port=30000\npasv_max_port=39999\nconnect_from_port_20=NO\n";
    }
}
