package org.ldpi.lab.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.lab.pcap.FiveTuple;
import org.ldpi.lab.pcap.IpPacket;
import org.ldpi.lab.pcap.PcapFile;
import org.ldpi.lab.plan.Activity;

class LabellerTest {
    private static final String CLIENT = "10.1.2.3";
    private static final String SERVER = "10.1.9.9";
    private static final long SECOND = 1_000_000_000L;
    private static final long DAY = 1_700_000_000L * SECOND;

    private final OwnerLog owners = new OwnerLog();
    private final List<ActivityRun> runs = new ArrayList<>();

    /** An activity of the same host as all others, from second to second of the day. */
    private ActivityRun ran(String label, String tool, int from, int to) {
        int id = runs.size();
        Activity activity = new Activity(
                id, tool, label, tool, "client", CLIENT, SERVER, "80", 0, List.of(), 60, tool + " " + SERVER);
        ActivityRun run = new ActivityRun(activity, DAY + from * SECOND, DAY + to * SECOND, 0);
        runs.add(run);
        return run;
    }

    /** The kernel reports that an activity sent a packet when it began. */
    private void sent(FiveTuple tuple, ActivityRun run) {
        owners.add(tuple, run.activity().group(), run.startNanos());
    }

    private static FiveTuple tcp(int sourcePort, int destinationPort) {
        return new FiveTuple(CLIENT, sourcePort, SERVER, destinationPort, 6);
    }

    private static void see(Labeller labeller, byte[] packet, double second) {
        labeller.packet(IpPacket.parse(packet, 0, packet.length), DAY + (long) (second * SECOND));
    }

    private static List<String> labels(Labeller labeller) {
        return labeller.rows().stream().map(FlowLabel::label).toList();
    }

    @Test
    void aNormalAndAnAttackConnectionOfOneHostToOnePortAreToldApart() {
        sent(tcp(40001, 80), ran("benign/background/http", "curl", 0, 9));
        sent(tcp(40002, 80), ran("malicious/bruteforce/http", "hydra", 0, 9));
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.ip(tcp(40001, 80)), 1);
        see(labeller, Frames.ip(tcp(40002, 80)), 1.5);
        assertEquals(List.of("benign/background/http", "malicious/bruteforce/http"), labels(labeller));
    }

    @Test
    void aReplyBelongsToTheAttackThatAskedForIt() {
        sent(tcp(40002, 22), ran("malicious/information_gathering/syn_scan", "nmap", 0, 9));
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.ip(tcp(40002, 22).reversed()), 1);
        FlowLabel row = labeller.rows().get(0);
        assertEquals("malicious/information_gathering/syn_scan", row.label());
        assertEquals(SERVER, row.tuple().source());
        assertEquals("nmap", row.tool());
    }

    @Test
    void anIcmpErrorBelongsToTheActivityItQuotes() {
        FiveTuple probe = new FiveTuple(CLIENT, 50000, SERVER, 161, 17);
        sent(probe, ran("malicious/information_gathering/udp_scan", "nmap", 0, 9));
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.unreachable(SERVER, CLIENT, probe), 1);
        assertEquals(List.of("malicious/information_gathering/udp_scan"), labels(labeller));
        assertEquals(
                new FiveTuple(SERVER, 0, CLIENT, 0, 1), labeller.rows().get(0).tuple());
    }

    @Test
    void onePortUsedAgainMuchLaterHasTwoRows() {
        sent(tcp(40001, 80), ran("malicious/bruteforce/http", "hydra", 0, 9));
        sent(tcp(40001, 80), ran("benign/background/http", "curl", 200, 209));
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.ip(tcp(40001, 80)), 1);
        see(labeller, Frames.ip(tcp(40001, 80)), 201);
        assertEquals(List.of("malicious/bruteforce/http", "benign/background/http"), labels(labeller));
    }

    @Test
    void aPortUsedAgainWhileBothActivitiesRunBelongsToTheLastThatBeganToUseIt() {
        sent(tcp(40001, 53), ran("benign/background/dns", "dig", 0, 9));
        ActivityRun later = ran("benign/background/https", "curl", 0, 9);
        owners.add(tcp(40001, 53), later.activity().group(), DAY + 5 * SECOND);
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.ip(tcp(40001, 53)), 1);
        see(labeller, Frames.ip(tcp(40001, 53)), 5);
        assertEquals(
                List.of("dig", "curl"),
                labeller.rows().stream().map(FlowLabel::tool).toList());
    }

    @Test
    void twoActivitiesThatBeganWithAPortTogetherCannotBeToldApart() {
        sent(tcp(40001, 80), ran("malicious/bruteforce/http", "hydra", 0, 9));
        sent(tcp(40001, 80), ran("benign/background/http", "curl", 0, 9));
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.ip(tcp(40001, 80)), 5);
        assertEquals(List.of(FlowLabel.UNCLEAR), labels(labeller));
    }

    @Test
    void oneFlowThatIsNormalAndAttackIsUnclear() {
        sent(tcp(40001, 80), ran("malicious/bruteforce/http", "hydra", 0, 9));
        sent(tcp(40001, 80), ran("benign/background/http", "curl", 20, 29));
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.ip(tcp(40001, 80)), 1);
        see(labeller, Frames.ip(tcp(40001, 80)), 21);
        FlowLabel row = labeller.rows().get(0);
        assertEquals(List.of(FlowLabel.UNCLEAR), labels(labeller));
        assertEquals(2, row.packets());
        assertEquals(DAY + 21 * SECOND, row.lastNanos());
    }

    @Test
    void whatNobodySentIsUnclear() {
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.ip(tcp(1, 2)), 1);
        assertEquals(List.of(FlowLabel.UNCLEAR), labels(labeller));
    }

    @Test
    void aNameLookupOfABrowserIsDnsAndOneOfAGuesserIsUnclear() {
        FiveTuple browser = new FiveTuple(CLIENT, 50001, SERVER, 53, 17);
        FiveTuple guesser = new FiveTuple(CLIENT, 50002, SERVER, 53, 17);
        sent(browser, ran("benign/background/http", "curl", 0, 9));
        sent(guesser, ran("malicious/bruteforce/ssh", "hydra", 0, 9));
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.ip(browser), 1);
        see(labeller, Frames.ip(guesser), 2);
        assertEquals(List.of("benign/background/dns", FlowLabel.UNCLEAR), labels(labeller));
    }

    @Test
    void aFlowThatGoesOnInTheNextFileHasARowInEach() {
        sent(tcp(40001, 22), ran("benign/text/ssh", "ssh", 0, 99));
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("01.pcap");
        see(labeller, Frames.ip(tcp(40001, 22)), 1);
        see(labeller, Frames.ip(tcp(40001, 22)), 2);
        labeller.file("02.pcap");
        see(labeller, Frames.ip(tcp(40001, 22)), 50);
        List<FlowLabel> rows = labeller.rows();
        assertEquals(
                List.of("01.pcap", "02.pcap"),
                rows.stream().map(FlowLabel::file).toList());
        assertEquals(
                "01.pcap\t10.1.2.3\t40001\t10.1.9.9\t22\t6\t" + (DAY + SECOND) + "\t" + (DAY + 2 * SECOND)
                        + "\tbenign/text/ssh\tssh",
                rows.get(0).line());
    }

    @Test
    void theKernelsLogTellsWhichGroupSentAPacket(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("owners.pcap");
        int group = ran("malicious/dos/syn_flood", "hping3", 0, 9).activity().group();
        try (PcapFile.Writer writer = new PcapFile.Writer(log, PcapFile.NFLOG, 65535)) {
            writer.write(new PcapFile.Packet(DAY, nflog(group, Frames.ethernet(Frames.ip(tcp(2001, 80)))), 100));
        }
        assertEquals(1, owners.add(log));
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.ip(tcp(2001, 80)), 1);
        assertEquals(List.of("malicious/dos/syn_flood"), labels(labeller));
    }

    @Test
    void packetsOutOfOrderAreWithinTheirRowsTimes() {
        sent(tcp(40001, 80), ran("benign/background/http", "curl", 0, 9));
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.ip(tcp(40001, 80)), 2);
        see(labeller, Frames.ip(tcp(40001, 80)), 1.5);
        FlowLabel row = labeller.rows().get(0);
        assertEquals(DAY + SECOND * 3 / 2, row.firstNanos());
        assertEquals(DAY + 2 * SECOND, row.lastNanos());
    }

    @Test
    void whatTheResolverPassesOnToTheEndOfATunnelIsTheTunnels() {
        FiveTuple passed = new FiveTuple("10.1.9.53", 33001, "10.1.9.7", 5301, 17);
        Labeller labeller = new Labeller(owners, runs);
        labeller.endpoint("10.1.9.7", 5301, "malicious/exfiltration/dns_tunnel", "iodine");
        labeller.file("a.pcap");
        see(labeller, Frames.ip(passed), 1);
        see(labeller, Frames.ip(passed.reversed()), 1.1);
        assertEquals(
                List.of("malicious/exfiltration/dns_tunnel", "malicious/exfiltration/dns_tunnel"), labels(labeller));
    }

    @Test
    void aScanOfATunnelsEndIsAScan() {
        FiveTuple probe = new FiveTuple(CLIENT, 40001, "10.1.9.7", 5301, 17);
        sent(probe, ran("malicious/information_gathering/udp_scan", "nmap", 0, 9));
        Labeller labeller = new Labeller(owners, runs);
        labeller.endpoint("10.1.9.7", 5301, "malicious/exfiltration/dns_tunnel", "iodine");
        labeller.file("a.pcap");
        see(labeller, Frames.ip(probe), 1);
        assertEquals(List.of("malicious/information_gathering/udp_scan"), labels(labeller));
    }

    @Test
    void aGuesserOfNamesIsAnAttackWhereAGuesserOfPasswordsThatLooksANameUpIsNot() {
        FiveTuple names = new FiveTuple(CLIENT, 40001, SERVER, 53, 17);
        FiveTuple lookup = new FiveTuple(CLIENT, 40002, SERVER, 53, 17);
        sent(names, ran("malicious/bruteforce/dns", "dnsrecon", 0, 9));
        sent(lookup, ran("malicious/bruteforce/ssh", "hydra", 0, 9));
        Labeller labeller = new Labeller(owners, runs);
        labeller.file("a.pcap");
        see(labeller, Frames.ip(names), 1);
        see(labeller, Frames.ip(lookup), 2);
        assertEquals(List.of("malicious/bruteforce/dns", FlowLabel.UNCLEAR), labels(labeller));
    }

    @Test
    void aCaptureOfAnotherLinkTypeIsNoOwnerLog(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("ether.pcap");
        new PcapFile.Writer(file, PcapFile.ETHERNET, 96).close();
        IOException e = assertThrows(IOException.class, () -> owners.add(file));
        assertTrue(e.getMessage().startsWith(file + ": no netfilter log"), e.getMessage());
    }

    /** A message as the kernel writes it: header, group attribute in network order, payload attribute. */
    private static byte[] nflog(int group, byte[] packet) {
        int padded = (packet.length + 3) & ~3;
        ByteBuffer bytes = ByteBuffer.allocate(4 + 8 + 4 + padded).order(ByteOrder.nativeOrder());
        bytes.putInt(0).putShort((short) 8).putShort((short) 14);
        bytes.order(ByteOrder.BIG_ENDIAN).putInt(group).order(ByteOrder.nativeOrder());
        bytes.putShort((short) (4 + packet.length)).putShort((short) 9).put(packet);
        return bytes.array();
    }
}
