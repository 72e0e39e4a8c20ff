package org.ldpi.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.ldpi.api.flow.Flow;

/** The heads and samples of profile classic are those of the original LDPI. */
class OriginalParityTest {
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": (?:\"([^\"]*)\"|(-?[\\d.e-]+))");

    /**
     * Flows of which some lines have no counterpart here, with their number. All are FIN segments sent again: the
     * original forgets a flow at its FIN and takes each repetition for a new flow of one packet; here a flow is scored
     * once.
     */
    private static final Map<String, Integer> RETRANSMITTED_FINS = Map.of(
            "pcap/benign/background/iot_setup_HueBridge/HueBridge_Setup-C-10-STA.pcap 10.10.10.6 80 10.10.10.30 40237 6",
                    1,
            "pcap/benign/background/iot_setup_HueBridge/HueBridge_Setup-C-10-STA.pcap 10.10.10.6 80 10.10.10.30 43106 6",
                    1,
            "pcap/benign/background/vpn/anyconnect-vpn.pcap 10.0.0.227 56866 10.0.0.151 8060 6", 8,
            "pcap/benign/background/vpn/anyconnect-vpn.pcap 8.37.103.196 443 10.0.0.227 56871 6", 3,
            "pcap/benign/web/http_tls/googledns_android10.pcap 8.8.8.8 853 192.168.1.159 55856 6", 4);

    @Test
    void makesTheSameHeadsOfTheSameFiles() throws IOException {
        Path golden = SharedData.require("golden.jsonl");
        Path captures = SharedData.require("dev-set");
        Map<String, Set<String>> heads = new HashMap<>();
        Map<String, Integer> missing = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(golden);
        assertFalse(lines.isEmpty());
        for (String line : lines) {
            Map<String, String> fields = fields(line);
            String file = fields.get("file");
            if (!heads.containsKey(file)) {
                heads.put(file, heads(captures.resolve(file)));
            }
            if (!heads.get(file).contains(describe(fields))) {
                missing.merge(file + " " + key(fields), 1, Integer::sum);
            }
        }
        assertEquals(RETRANSMITTED_FINS, missing);
    }

    private static Set<String> heads(Path file) throws IOException {
        Heads heads = Heads.oneWay();
        PcapFile.read(file, heads.table);
        heads.end();
        Set<String> described = new TreeSet<>();
        for (Flow flow : heads.closed) {
            described.add(describe(Map.of(
                    "src", flow.key().source().getHostAddress(),
                    "sport", Integer.toString(flow.key().sourcePort()),
                    "dst", flow.key().destination().getHostAddress(),
                    "dport", Integer.toString(flow.key().destinationPort()),
                    "protocol", Integer.toString(flow.key().protocol()),
                    "src_mac", flow.sourceMac(),
                    "dst_mac", flow.destinationMac(),
                    "packets", Integer.toString(flow.packets()),
                    "sample", HexFormat.of().formatHex(flow.sample()))));
        }
        return described;
    }

    private static String describe(Map<String, String> fields) throws IOException {
        return key(fields) + " " + fields.get("src_mac") + " " + fields.get("dst_mac") + " " + fields.get("packets")
                + " " + fields.get("sample");
    }

    private static String key(Map<String, String> fields) throws IOException {
        return InetAddress.getByName(fields.get("src")).getHostAddress() + " " + fields.get("sport") + " "
                + InetAddress.getByName(fields.get("dst")).getHostAddress() + " " + fields.get("dport") + " "
                + fields.get("protocol");
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new HashMap<>();
        Matcher matcher = FIELD.matcher(line);
        while (matcher.find()) {
            fields.put(matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
        }
        return fields;
    }
}
