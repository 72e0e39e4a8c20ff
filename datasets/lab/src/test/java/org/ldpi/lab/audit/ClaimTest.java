package org.ldpi.lab.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tools print is taken from runs of Debian's versions. */
class ClaimTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "syn-scan         | nmap sent flows: 60 nmap opened connections: 0                | nmap   | 60",
                "version-scan     | nmap sent flows: 40 nmap opened connections: 27               | nmap   | 67",
                "syn-flood        | 60 packets transmitted, 0 packets received, 100% packet loss  | hping3 | 60",
                "icmp-upload      | 60 packets transmitted, 60 packets received, 0% packet loss   | hping3 | 1",
                "fragment-flood   | 60 packets transmitted, 0 packets received, 100% packet loss  | hping3 | 61",
                "psh-flood        | Raw packets sent: 60 (2.400KB)                                | nping --tcp | 1",
                "http-flood       | Transactions: 56 hits                                         | siege  | 56",
                "http-flood       | Concurrency Level:      9 Complete requests:      60          | ab     | 60 to 69",
                "ssh-guess        | overall 3 tasks, 60 login tries 1 of 1 target completed | hydra | 20 to 60",
                "http-form-guess  | overall 3 tasks, 60 login tries 1 of 1 target completed                 | hydra  | 20 to 120",
                "ftp-guess        | Password: a (59 of 60 complete) Password: b (60 of 60 complete) | medusa | 20 to 60",
                "mqtt-guess       | Probes sent: 60                                                | ncrack | 20 to 60",
                "ftp-guess        | Hits/Done/Skip/Fail/Size: 0/60/0/24/60                        | patator | 12 to 36",
                "telnet-guess     | Hits/Done/Skip/Fail/Size: 0/60/0/60/60              | patator --max-retries=0 | 20 to 60",
                "telnet-guess     | Progress:  40% (24/60)                                        | patator -t 3 | 1 to 300",
                "ftp-guess        | 60 login tries. The session file was written                  | hydra | 1 to 60",
                "slow-read        | number of connections:  60 Test ended on 24th second          | slowhttptest | 60 to 84",
                "fast-scan        | Scanning 1 hosts [60 ports/host]                              | masscan | 60",
                "fast-scan        | 0:01 99%; send: 4 done (38 p/s avg)                           | zmap -P 7 | 28",
                "bot-login        | connections opened: 4 connections opened: 5                   | bot.py | 5",
                "web-discovery    | Finished                             | head -n 60 words > pages.txt; gobuster | 1 to 60",
            })
    void aToolsOwnWordsAreItsCount(String activity, String report, String command, String flows) {
        assertEquals(flows, String.valueOf(Claim.of(activity.strip(), report, command)));
    }

    @Test
    void packetsFromBorrowedAddressesAreAFlowOfEachWhereTheyHaveNoPorts() {
        String report = "30 packets transmitted, 0 packets received\n30 packets transmitted, 0 packets received";
        String command = "hping3 --icmp -a 10.1.2.3 10.1.9.9; hping3 --icmp -a 10.1.2.4 10.1.9.9; ";
        assertEquals("2", String.valueOf(Claim.of("icmp-flood", report, command)));
        assertEquals("60", String.valueOf(Claim.of("syn-flood", report, command)));
    }

    @Test
    void aToolThatWasEndedBeforeItWasDoneClaimsNothing() {
        assertNull(Claim.of("ftp-guess", "Starting Ncrack 0.7\ncaught SIGTERM signal, cleaning up", "ncrack"));
    }
}
