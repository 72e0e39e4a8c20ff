package org.ldpi.lab.run;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ldpi.lab.LabException;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.scenario.ScenarioReader;

class ToolsTest {
    @Test
    void whatAServerProgramRunsBesideItselfIsNeededToo() throws LabException {
        Set<String> attacks = Tools.needed(Plan.of(ScenarioReader.read("every-attack"), 1, 1));
        assertTrue(attacks.contains("socat"), "for telnet: " + attacks);
        Set<String> normal = Tools.needed(Plan.of(ScenarioReader.read("train-one"), 1, 1));
        assertTrue(normal.contains("mktorrent") && normal.contains("rtsp-server-perl"), normal.toString());
    }

    @Test
    void everyNeededProgramHasAPackage() throws LabException {
        for (String scenario : ScenarioReader.SHIPPED) {
            for (String program : Tools.needed(Plan.of(ScenarioReader.read(scenario), 1, 1))) {
                assertTrue(Tools.PACKAGES.containsKey(program), scenario + ": " + program);
            }
        }
    }
}
