package org.ldpi.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.detector.Detector;
import org.ldpi.api.detector.DetectorStatus;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.ModelRepository;
import org.ldpi.api.sensor.Sensor;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class LdpiCommandsTest {
    private static final Threshold IN_FORCE = new Threshold("near_max", 4, 100, "");

    private Dictionary<?, ?> stored;
    private Threshold inForce = IN_FORCE;

    @Test
    void aThresholdIsSetByPolicyAndTheFixedScoreGoes() throws Exception {
        commands().setThreshold("near_max");
        assertEquals(Map.of("threshold.policy", "near_max", "threshold.value", 0.0), FrameworkUtil.asMap(stored));
    }

    @Test
    void aThresholdIsSetByScore() throws Exception {
        inForce = new Threshold("fixed", 2.5, 100, "");
        commands().setThreshold("2.5");
        assertEquals(Map.of("threshold.value", 2.5), FrameworkUtil.asMap(stored));
    }

    @Test
    void aThresholdThatIsNeitherIsRefusedAndNothingIsStored() {
        for (String wrong : List.of("nearly_max", "-1", "0", "NaN", "Infinity")) {
            String message = assertThrows(CommandFailure.class, () -> commands().setThreshold(wrong))
                    .getMessage();
            assertTrue(message.startsWith("'" + wrong + "' is neither a threshold policy, [near_max]"), message);
        }
        assertNull(stored);
    }

    @Test
    void theListOfThresholdsTellsWhatIsInForce() {
        assertEquals(
                List.of(List.of("near_max", "yes", "", "highest but one", "")),
                commands().thresholds().rows());
    }

    @Test
    void aSourceThatCannotBeOpenedFailsTheCommandInItsWords() {
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> commands().startCapture("eth9", ""));
        assertEquals("eth9: no such interface", failure.getMessage());
        failure = assertThrows(CommandFailure.class, () -> commands().replay("x.pcap", -1));
        assertTrue(failure.getMessage().startsWith("--speed: -1.0"), failure.getMessage());
    }

    @Test
    void aNumberOfRowsIsPositive() {
        assertThrows(CommandFailure.class, () -> commands().flows(0));
    }

    private LdpiCommands commands() {
        return new LdpiCommands(new Controller(
                answering(Sensor.class, Map.of("start", new CaptureException("eth9: no such interface"))),
                answering(
                        Detector.class,
                        Map.of("status", new DetectorStatus(0, 0, 0, 0, 0, 0, 0, 0, 1, "", inForce, "ok"))),
                answering(ModelRepository.class, Map.of("list", List.of())),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new NearMax()),
                configurations(),
                null));
    }

    private ConfigurationAdmin configurations() {
        Configuration configuration = (Configuration) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Configuration.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("update")) {
                        stored = (Dictionary<?, ?>) arguments[0];
                    }
                    return null;
                });
        return answering(ConfigurationAdmin.class, Map.of("getConfiguration", configuration));
    }

    /** A service that answers some methods, by an exception if that is the answer. */
    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, a) -> {
            Object answer = answers.get(method.getName());
            if (answer instanceof Exception e) {
                throw e;
            }
            if (answer == null) {
                throw new InvocationTargetException(null, "not expected: " + method);
            }
            return answer;
        }));
    }

    private static final class NearMax implements ThresholdPolicy {
        @Override
        public String name() {
            return "near_max";
        }

        @Override
        public String description() {
            return "highest but one";
        }

        @Override
        public Threshold threshold(Calibration calibration) {
            return IN_FORCE;
        }
    }
}
