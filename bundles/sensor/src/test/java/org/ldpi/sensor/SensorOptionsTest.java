package org.ldpi.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.packet.Tunnel;

class SensorOptionsTest {
    /** The configuration with its stated defaults, but for what is given. */
    private static SensorConfiguration configuration(Map<String, Object> given) {
        InvocationHandler answers = (proxy, method, arguments) ->
                given.containsKey(method.getName()) ? given.get(method.getName()) : method.getDefaultValue();
        return (SensorConfiguration) Proxy.newProxyInstance(
                SensorConfiguration.class.getClassLoader(), new Class<?>[] {SensorConfiguration.class}, answers);
    }

    private static String refusal(String option, Object value) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> SensorOptions.of(configuration(Map.of("$interface$", "veth0", option, value))))
                .getMessage();
    }

    @Test
    void theConfigurationsDefaultsAreTheOptionsDefaults() {
        assertEquals(SensorOptions.DEFAULT, SensorOptions.of(configuration(Map.of())));
    }

    @Test
    void anInterfaceMakesAnAutomaticCapture() {
        SensorOptions options = SensorOptions.of(
                configuration(Map.of("$interface$", " veth0 ", "filter", "tcp", "direction", "two_way")));
        assertEquals("veth0", options.automatic().source());
        assertEquals("tcp", options.automatic().filter());
        assertEquals(Direction.TWO_WAY, options.direction());
    }

    @Test
    void tunnelsAndVlansReachTheFlowTable() {
        FlowTableOptions table = SensorOptions.of(configuration(Map.of("tunnels", "gre, VXLAN", "vlan_in_key", true)))
                .table(Fakes.signature("classic", 4));
        assertEquals(Set.of(Tunnel.GRE, Tunnel.VXLAN), table.tunnels());
        assertTrue(table.vlanInKey());
        assertEquals(
                Set.of(),
                SensorOptions.of(configuration(Map.of("tunnels", "none")))
                        .table(Fakes.signature("classic", 4))
                        .tunnels());
    }

    @Test
    void whatCannotBeIsNamed() {
        assertEquals("org.ldpi.sensor: direction 'up' is not ONE_WAY or TWO_WAY", refusal("direction", "up"));
        assertEquals("org.ldpi.sensor: packets per sample: 33 is not within 1 to 32", refusal("packets", 33));
        assertEquals("org.ldpi.sensor: bytes per packet: 10 is not within 20 to 512", refusal("bytes", 10));
        assertEquals("org.ldpi.sensor: idle timeout PT0S is not within 1 ms to 1 day", refusal("idle_seconds", 0));
        assertEquals("org.ldpi.sensor: flow table of 3 flows is not within 16 to 16777216", refusal("flows", 3));
        assertEquals(
                "org.ldpi.sensor: tunnel 'L2TP' is not all, none or of [GRE, IP_IN_IP, IPV6_IN_IP, VXLAN, GENEVE, GTP_U]",
                refusal("tunnels", "gre,l2tp"));
        assertEquals("org.ldpi.sensor: snap length 1 is not within 64 to 262144", refusal("snaplen", 1));
        assertEquals("org.ldpi.sensor: threads 0 is not within 1 to 64", refusal("threads", 0));
    }

    @Test
    void whatIsNotStatedComesFromTheModel() {
        SensorOptions options = SensorOptions.of(configuration(Map.of("packets", 8)));
        assertEquals(Fakes.signature("classic", 8), options.signature(Fakes.signature("classic", 4)));
        assertNull(options.signature(null), "that depends on a model");
    }
}
