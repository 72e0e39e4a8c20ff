package org.ldpi.lab.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {
    private final JsonArray commands = new JsonArray();

    private void runs(String label, String activity, String tool, int... exits) {
        for (int exit : exits) {
            JsonObject command = new JsonObject();
            command.addProperty("label", label);
            command.addProperty("activity", activity);
            command.addProperty("tool", tool);
            command.addProperty("exit", exit);
            commands.add(command);
        }
    }

    @Test
    void anActivityThatMostlyFailsIsAFault() {
        runs("benign/background/ftp", "ftp", "curl", 67, 67, 67, 67, 0);
        runs("benign/background/web", "web", "curl", 0, 0, 6, 6, 0);
        runs("benign/audio/radio", "radio", "curl", 28, 28, 28, 28, 28);
        runs("benign/text/mqtt", "mqtt-subscribe", "mosquitto_sub", 27, 27, 27, 124, 27);
        runs("benign/text/ssh", "ssh", "ssh", 255, 255);
        runs("malicious/dos/rst_flood", "rst-flood", "hping3", 1, 1, 1, 1, 1);
        JsonObject day = new JsonObject();
        day.add("commands", commands);

        assertEquals(List.of("activity ftp: 4 of 5 runs failed"), Outcomes.faults(day));
        assertEquals(List.of(), Outcomes.faults(new JsonObject()));
    }
}
