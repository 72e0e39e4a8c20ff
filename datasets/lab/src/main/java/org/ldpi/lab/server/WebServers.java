package org.ldpi.lab.server;

import java.nio.file.Path;
import java.util.List;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.Programs;
import org.ldpi.lab.scenario.Scenario;

/** The web server: pages, protected pages, a log-in form, over HTTP and TLS. */
final class WebServers {
    static final List<ServerProgram> ALL = List.of(
            new ServerProgram("nginx", List.of("http", "https"), ServerProgram.Transport.TCP, true, WebServers::nginx));

    private WebServers() {}

    private static List<List<String>> nginx(Place place) throws LabException {
        Path folder = place.folder();
        String hash = Programs.run(
                "",
                "openssl",
                "passwd",
                "-apr1",
                "-salt",
                "ldpilab0",
                place.plan().site().password());
        place.file("htpasswd", place.plan().site().user() + ":" + hash.strip() + "\n");
        StringBuilder listens = new StringBuilder();
        for (Scenario.Service service : place.services()) {
            String tls = service.name().equals("https") ? " ssl http2" : "";
            listens.append("    listen ").append(service.port()).append(tls).append(";\n");
            listens.append("    listen [::]:")
                    .append(service.port())
                    .append(tls)
                    .append(";\n");
        }
        Path root = place.lab();
        String config = "daemon off;\nuser root;\nworker_processes 1;\npid " + folder
                + "/pid;\nevents { worker_connections 1024; }\n"
                + "http {\n  access_log off;\n  keepalive_timeout 15;\n  client_body_temp_path " + folder + "/body;\n"
                + "  proxy_temp_path " + folder + "/proxy;\n  fastcgi_temp_path " + folder + "/fastcgi;\n"
                + "  uwsgi_temp_path " + folder + "/uwsgi;\n  scgi_temp_path " + folder + "/scgi;\n"
                + "  types { text/html html;"
                + " text/css css;"
                + " application/javascript js;"
                + " image/png png; image/jpeg"
                + " jpg;"
                + " application/vnd.apple.mpegurl"
                + " m3u8; video/mp2t ts;"
                + " application/dash+xml mpd;"
                + " video/iso.segment m4s; }\n"
                + "  server {\n" + listens
                + "    ssl_certificate " + root + "/keys/tls.crt;\n    ssl_certificate_key " + root + "/keys/tls.key;\n"
                + "    root " + root + "/www;\n"
                + "    location = /login { default_type text/html; if ($request_method = POST) {"
                + " return 200 'login failed\\n"
                + "'; } return 200 '<form method=post><input name=user><input name=pass"
                + " type=password></form>\\n"
                + "'; }\n"
                + "    location /private/ { auth_basic \"staff\";"
                + " auth_basic_user_file " + folder + "/htpasswd; }\n"
                + "  }\n}\n";
        return List.of(List.of("nginx", "-p", "" + folder, "-c", place.file("config", config), "-e", "stderr"));
    }
}
