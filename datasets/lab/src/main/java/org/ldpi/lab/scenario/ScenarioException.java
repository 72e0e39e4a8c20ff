package org.ldpi.lab.scenario;

import org.ldpi.lab.LabException;

/** A scenario file is wrong; the message names the file and the field. */
public final class ScenarioException extends LabException {
    private static final long serialVersionUID = 1L;

    ScenarioException(String file, String field, String problem) {
        super(file + ": " + (field.isEmpty() ? "" : field + ": ") + problem);
    }
}
