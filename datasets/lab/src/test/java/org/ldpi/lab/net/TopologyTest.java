package org.ldpi.lab.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ldpi.lab.LabException;
import org.ldpi.lab.plan.Host;
import org.ldpi.lab.plan.Plan;
import org.ldpi.lab.run.Day;
import org.ldpi.lab.run.Tools;
import org.ldpi.lab.scenario.ScenarioReader;

/** Needs root, the kernel's namespaces and a machine on which no lab day is running; is skipped otherwise. */
class TopologyTest {
    private static final String SCENARIO = """
        name: tiny
        description: two networks and a server
        day: monday
        seed: 3
        minutes: 1
        networks:
          - {name: near, clients: 1, dual-stack: 1.0}
          - {name: far, clients: 1, hops: 2, dual-stack: 1.0}
          - {name: mesh, clients: 3, hops: 3, mesh: true, delay: 1, loss: 0.01, dual-stack: 1.0}
        servers:
          - {name: ns, services: [dns]}
        """;

    private boolean mine;

    @BeforeEach
    void rights() throws LabException {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: needs root");
        Set<String> missing = Tools.missing(Set.of("ip", "nft", "ethtool", "tc", "sysctl"));
        assumeTrue(missing.isEmpty(), "skipped: programs are missing: " + missing);
        Map<String, String> refusals = Kernel.refusals();
        assumeTrue(refusals.isEmpty(), "skipped: " + refusals);
        assumeTrue(!Day.running() && Namespaces.existing().isEmpty(), "skipped: a lab day is running");
        mine = true;
    }

    @AfterEach
    void cleanUp() throws LabException {
        if (mine) {
            Namespaces.removeAll();
            LabFolder.remove();
        }
    }

    @Test
    void clientsReachTheServerOverOneRouterOverTwoAndThroughAMeshAndNothingElse() throws LabException {
        Plan plan = Plan.of(ScenarioReader.parse("tiny.yaml", SCENARIO), 3, 1);
        Topology topology = new Topology(plan.layout(), 3);
        topology.up();
        Host server = plan.layout().servers().get(0);
        for (Host client : plan.layout().clients()) {
            for (String address : List.of(server.ip4(), server.ip6())) {
                // A closed port answers with a reset: the way there and back works.
                Programs.Result result = inside(client, "bash", "-c", "exec 3<>/dev/tcp/" + address + "/9");
                assertTrue(result.output().contains("refused"), client.name() + " to " + address + ": " + result);
            }
            Programs.Result outside = inside(client, "bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/9");
            assertTrue(outside.output().contains("unreachable"), outside.toString());
        }
        List<String> links = topology.close();
        assertEquals(2, links.size(), "the mesh's uplink, out and in: " + links);
        assertFalse(links.get(0).contains(": 0 forwarded"), links.toString());
    }

    @Test
    void removingEndsWhatRunsInsideAndCanBeRepeated() throws LabException, java.io.IOException, InterruptedException {
        Namespaces.create("leftover");
        Namespaces.resolver("leftover", "10.0.0.1");
        Process sleeper = new ProcessBuilder("ip", "netns", "exec", Namespaces.of("leftover"), "sleep", "600").start();
        while (Namespaces.processes(Namespaces.of("leftover")).isEmpty()) {
            assertTrue(sleeper.isAlive(), "the process inside did not start");
            Thread.onSpinWait();
        }
        assertEquals(1, Namespaces.removeAll());
        assertEquals(137, sleeper.waitFor(), "killed");
        assertEquals(List.of(), Namespaces.existing());
        assertEquals(0, Namespaces.removeAll());
    }

    private static Programs.Result inside(Host host, String... command) throws LabException {
        String[] all = new String[command.length + 4];
        all[0] = "ip";
        all[1] = "netns";
        all[2] = "exec";
        all[3] = Namespaces.of(host.name());
        System.arraycopy(command, 0, all, 4, command.length);
        return Programs.tryRun("", all);
    }
}
