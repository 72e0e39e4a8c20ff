package org.ldpi.lab.server;

import java.util.List;
import org.ldpi.lab.LabException;

/**
 * A program that offers services on a host of the lab.
 *
 * @param program its name, without folder
 * @param services services of a scenario it offers
 * @param transport how it is known to be ready
 * @param shared whether one process offers all services of a host that are of this program
 * @param setup writes its files and says how it is started
 */
public record ServerProgram(String program, List<String> services, Transport transport, boolean shared, Setup setup) {

    /** What a ready service listens on. */
    public enum Transport {
        /** A TCP port. */
        TCP("t"),
        /** A UDP port. */
        UDP("u");

        private final String option;

        Transport(String option) {
            this.option = option;
        }

        /** The option of {@code ss} that lists such sockets. */
        public String option() {
            return option;
        }
    }

    /** Writes what a server needs and says how it is started. */
    public interface Setup {
        /**
         * Prepares a server in its folder.
         *
         * @param place where it will run
         * @return commands that stay in the foreground, the server first
         * @throws LabException if its files cannot be made
         */
        List<List<String>> prepare(Place place) throws LabException;
    }

    static ServerProgram tcp(String program, String service, Setup setup) {
        return new ServerProgram(program, List.of(service), Transport.TCP, false, setup);
    }

    static ServerProgram udp(String program, String service, Setup setup) {
        return new ServerProgram(program, List.of(service), Transport.UDP, false, setup);
    }
}
