package org.ldpi.lab.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.ldpi.lab.LabException;
import org.ldpi.lab.net.LabFolder;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.scenario.Scenario;

/**
 * Where a server program runs.
 *
 * @param plan the day
 * @param host its host
 * @param services the services it offers there
 * @param folder a folder of its own, which is there
 */
public record Place(Plan plan, Host host, List<Scenario.Service> services, Path folder) {
    /** Port of the first service. */
    int port() {
        return services.get(0).port();
    }

    /** The lab's folder. */
    Path lab() {
        return LabFolder.ROOT;
    }

    /** A folder in the program's own folder, made if it is not there. */
    Path folder(String name) throws LabException {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new LabException(folder.resolve(name) + ": cannot be made: " + e.getMessage(), e);
        }
    }

    /** A folder in the program's own folder that a program which gives up its rights can write to. */
    Path open(String name) throws LabException {
        Path open = folder(name);
        try {
            Files.setPosixFilePermissions(open, Set.of(PosixFilePermission.values()));
        } catch (IOException e) {
            throw new LabException(open + ": cannot be opened up: " + e.getMessage(), e);
        }
        return open;
    }

    /**
     * Writes a file in the program's own folder.
     *
     * @param name its name
     * @param text its text
     * @return its path, as text for a command line
     */
    String file(String name, String text) throws LabException {
        Path file = folder.resolve(name);
        try {
            Files.writeString(file, text);
            return file.toString();
        } catch (IOException e) {
            throw new LabException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
