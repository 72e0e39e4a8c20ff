package org.ldpi.lab.server;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All server programs of the lab. */
public final class ServerPrograms {
    private static final Map<String, ServerProgram> BY_SERVICE = new TreeMap<>();

    static {
        for (List<ServerProgram> kind : List.of(
                NetworkServers.ALL,
                WebServers.ALL,
                TextServers.ALL,
                MailServers.ALL,
                FileServers.ALL,
                AudioServers.ALL,
                VideoServers.ALL,
                DataServers.ALL,
                AttackServers.ALL)) {
            kind.forEach(program -> program.services().forEach(service -> BY_SERVICE.put(service, program)));
        }
    }

    private ServerPrograms() {}

    /**
     * The program behind a service.
     *
     * @param service a service of a scenario
     * @return the program that offers it
     */
    public static ServerProgram of(String service) {
        return BY_SERVICE.get(service);
    }
}
