package org.ldpi.api.alert;

/**
 * What a host's decision engine is told: the original's report {@code
 * {"feature":"IDS","module":"DPI","malicious":true,"ip":...,"mac":...}}, and the alert behind it.
 *
 * @param ip source address of the flow
 * @param mac source MAC address of the flow
 */
public record ThreatReport(String feature, String module, boolean malicious, String ip, String mac, Alert alert) {
    public static final String FEATURE = "IDS";
    public static final String MODULE = "DPI";

    /** The report for an alert. */
    public static ThreatReport of(Alert alert) {
        var flow = alert.verdict().flow();
        return new ThreatReport(FEATURE, MODULE, true, flow.key().source().getHostAddress(), flow.sourceMac(), alert);
    }
}
