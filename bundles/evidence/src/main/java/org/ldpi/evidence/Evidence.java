package org.ldpi.evidence;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.flow.CloseReason;
import org.ldpi.api.flow.Flow;
import org.ldpi.api.incident.Incident;
import org.ldpi.api.incident.IncidentKind;
import org.ldpi.api.incident.IncidentListener;
import org.ldpi.api.incident.IncidentLog;

/**
 * Tests the flows of each address together, verdict by verdict, and makes incidents. For each address five hypotheses of
 * normality are tested by e-detectors (see {@link Bet}):
 *
 * <ul>
 *   <li>{@link IncidentKind#SCAN}: of the services that it asks for the first time, at most 30 % neither answer nor are known
 *       to answer others (compare Jung, Paxson, Berger and Balakrishnan, Threshold Random Walk, 2004). Asking the same
 *       service again does not count, so that a client that retries is no scanner. To ping a host is to ask it;
 *   <li>{@link IncidentKind#FLOOD}: it gets flows that are no conversations at no more than a rate;
 *   <li>{@link IncidentKind#UNUSUAL}: of its flows' scores, at most 30 % are among the highest twentieth of their class;
 *   <li>{@link IncidentKind#MIX}: the mixes of short flows, hosts and ports that it asks (see {@link Mix}) are as unusual for
 *       the network (see {@link MixScores}) as chance has it, or up to six times as often;
 *   <li>{@link IncidentKind#REPEATED}: of its flows at most 2 % are over the threshold.
 * </ul>
 *
 * <p>Only capture time counts. Everything that is remembered has a bound, and forgets what was not used for longest. Scores
 * and flows of an address with an open incident are not learned from. Thread-safe.
 */
public final class Evidence implements VerdictListener, IncidentLog {
    private static final int TCP = 6;
    private static final int UDP = 17;
    /** Heads with more packets are conversations. */
    private static final int SHORT = 2;

    private static final long SEED = 20_230_601;
    /** A verdict so much older than the newest belongs to another capture. */
    private static final long JUMP_NANOS = 3_600_000_000_000L;
    /** A ping and its answer end at the same time: the answer may be judged so much capture time later. */
    private static final long ECHO_NANOS = 2_000_000_000L;

    private static final int MOST_ECHOES = 8_192;

    /** Verdicts between two looks for incidents that have ended. */
    private static final int LOOK = 64;

    private final EvidenceOptions options;
    private final IncidentListener told;
    private final KnownServices services = new KnownServices();
    private final SeenContacts contacts = new SeenContacts();
    private final ClassScores scores = new ClassScores(SEED);
    private final MixScores mixes = new MixScores(SEED);
    private final LeastRecentlyUsed<InetAddress, AddressTests> addresses;
    private final Set<OpenIncident> open = new LinkedHashSet<>();
    private final ArrayDeque<OpenIncident> newestFirst = new ArrayDeque<>();
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private final double logThreshold;
    private final double logMixThreshold;
    /** Of the verdict that is tested now. */
    private final List<OpenIncident> belongs = new ArrayList<>();

    /** A ping that may still be answered. */
    private record Asked(Contact contact, Verdict verdict, long since) {}

    private boolean closed;
    private long raised;
    private long newest = Long.MIN_VALUE;
    private int verdicts;

    /** @param told hears of each incident when it is found and when it ends, in the thread that brought the verdict */
    public Evidence(EvidenceOptions options, IncidentListener told) {
        this.options = options;
        this.told = told;
        this.logThreshold = options.logThreshold();
        this.logMixThreshold = options.logMixThreshold();
        this.addresses = new LeastRecentlyUsed<>(options.addresses(), (address, tests) -> endAll(tests));
    }

    @Override
    public void onVerdict(Verdict verdict) {
        test(verdict);
    }

    /** Takes a verdict and returns the incidents that its flow belongs to, as they stand now; most often none. */
    public synchronized List<Incident> test(Verdict verdict) {
        if (closed) {
            return List.of();
        }
        decideEchoes();
        belongs.clear();
        Flow flow = verdict.flow();
        long nanos = flow.endNanos();
        if (newest != Long.MIN_VALUE && nanos < newest - JUMP_NANOS) {
            endAll();
            addresses.clear();
            asked.clear();
            newest = nanos;
        }
        newest = Math.max(newest, nanos);
        if (++verdicts % LOOK == 0) {
            endQuiet();
        }
        int protocol = flow.key().protocol();
        Contact contact = Contact.of(flow, services);
        boolean known = services.contains(contact.service());
        if (protocol == TCP || protocol == UDP) {
            if (contact.fromClient()) {
                question(verdict, contact, known);
            } else {
                answer(flow, contact);
            }
        }
        switch (Echo.of(flow)) {
            case REQUEST -> echo(verdict);
            case REPLY ->
                answer(flow, echoed(flow.key().destination(), flow.key().source(), flow));
            case NEITHER -> {
                // Nothing is asked.
            }
        }
        score(verdict, contact, known);
        return belongs.isEmpty()
                ? List.of()
                : belongs.stream().map(OpenIncident::value).toList();
    }

    private void question(Verdict verdict, Contact contact, boolean known) {
        Flow flow = verdict.flow();
        boolean isShort = flow.packets() <= SHORT && !(flow.close() == CloseReason.FIN && flow.packets() == SHORT);
        AddressTests client = tests(contact.client());
        long nanos = flow.endNanos();
        boolean unanswered = isShort && !known;
        if (!unanswered || client.open(IncidentKind.SCAN) == null) {
            mix(verdict, contact, isShort, client);
        }
        if (contacts.add(contact.client(), contact.service())) {
            client.bet(IncidentKind.SCAN, Bet.UNANSWERED, unanswered, nanos);
            found(IncidentKind.SCAN, contact.client(), client, verdict, unanswered);
        }
        if (isShort && (flow.key().protocol() == TCP || !known)) {
            flooded(verdict, contact, client);
        }
    }

    /** What a scanner that is known asks for is told by its own incident. */
    private void flooded(Verdict verdict, Contact contact, AddressTests client) {
        if (client.open(IncidentKind.SCAN) == null) {
            AddressTests host = tests(contact.service().host());
            host.flood(options.floodPerSecond(), verdict.flow().endNanos());
            found(IncidentKind.FLOOD, contact.service().host(), host, verdict, true);
        }
    }

    /** What a scanner that is known asks in vain is told by its own incident. */
    private void mix(Verdict verdict, Contact contact, boolean isShort, AddressTests client) {
        long nanos = verdict.flow().endNanos();
        Mix mix = client.mix();
        if (mix.add(contact.service(), isShort, nanos)) {
            float[] point = mix.point();
            mix.clear();
            double p = mixes.p(point);
            if (!Double.isNaN(p)) {
                client.mix(p, nanos);
            }
            if (client.noneOpen()) {
                mixes.add(point, contact.client());
            }
        }
        found(IncidentKind.MIX, contact.client(), client, verdict, client.oddMix());
    }

    private static Contact echoed(InetAddress client, InetAddress host, Flow flow) {
        return new Contact(client, new Contact.Service(host, 0, flow.key().protocol()), true);
    }

    /** Whether a ping is answered is known later; of an address that is scanning already it does not matter. */
    private void echo(Verdict verdict) {
        Flow flow = verdict.flow();
        Contact contact = echoed(flow.key().source(), flow.key().destination(), flow);
        AddressTests client = tests(contact.client());
        if (client.open(IncidentKind.SCAN) == null) {
            mix(verdict, contact, true, client);
        }
        if (!contacts.add(contact.client(), contact.service())) {
            return;
        }
        // Pings of one source are one flow: many are from sources that are made up.
        flooded(verdict, contact, client);
        if (client.open(IncidentKind.SCAN) == null) {
            asked.add(new Asked(contact, verdict, newest));
        } else {
            decide(client, contact, verdict);
        }
    }

    private void decideEchoes() {
        while (!asked.isEmpty() && (newest - asked.element().since() > ECHO_NANOS || asked.size() > MOST_ECHOES)) {
            Asked next = asked.remove();
            decide(tests(next.contact().client()), next.contact(), next.verdict());
        }
    }

    private void decide(AddressTests client, Contact contact, Verdict verdict) {
        boolean unanswered = !services.contains(contact.service());
        client.bet(IncidentKind.SCAN, Bet.UNANSWERED, unanswered, verdict.flow().endNanos());
        found(IncidentKind.SCAN, contact.client(), client, verdict, unanswered);
    }

    /** A service is known when it answered with more than a refusal. */
    private void answer(Flow flow, Contact contact) {
        boolean conversation = flow.key().protocol() == TCP
                ? flow.packets() > SHORT
                : contacts.contains(contact.client(), contact.service());
        if (conversation) {
            services.add(contact.service());
        }
    }

    private void score(Verdict verdict, Contact contact, boolean known) {
        Flow flow = verdict.flow();
        int port = known || !contact.fromClient() ? contact.service().port() : -1;
        ClassScores.Kind kind = new ClassScores.Kind(flow.key().protocol(), port, contact.fromClient());
        InetAddress source = flow.key().source();
        AddressTests tests = tests(source);
        tests.bet(IncidentKind.REPEATED, Bet.ANOMALOUS, verdict.anomaly(), flow.endNanos());
        found(IncidentKind.REPEATED, source, tests, verdict, verdict.anomaly());
        double p = scores.p(kind, verdict.score());
        if (!Double.isNaN(p)) {
            boolean high = p <= Bet.RARE;
            tests.bet(IncidentKind.UNUSUAL, Bet.HIGH_SCORE, high, flow.endNanos());
            found(IncidentKind.UNUSUAL, source, tests, verdict, high);
        }
        if (tests.noneOpen()) {
            scores.add(kind, verdict.score(), source);
        }
    }

    private AddressTests tests(InetAddress address) {
        return addresses.computeIfAbsent(address, a -> new AddressTests());
    }

    private void found(IncidentKind kind, InetAddress subject, AddressTests tests, Verdict verdict, boolean speaks) {
        long nanos = verdict.flow().endNanos();
        OpenIncident incident = tests.open(kind);
        if (incident != null) {
            if (speaks) {
                incident.add(nanos);
                belongs.add(incident);
            }
        } else if (tests.log(kind) >= (kind == IncidentKind.MIX ? logMixThreshold : logThreshold)) {
            incident = new OpenIncident(++raised, kind, subject, tests, nanos, verdict);
            tests.open(kind, incident);
            open.add(incident);
            belongs.add(incident);
            newestFirst.addFirst(incident);
            if (newestFirst.size() > options.recent()) {
                newestFirst.removeLast();
            }
            told.onIncident(incident.value(), incident.verdict());
        }
    }

    private void endQuiet() {
        long quietSince = newest - options.quiet().toNanos();
        for (OpenIncident incident : List.copyOf(open)) {
            if (incident.quietSince(quietSince)) {
                end(incident);
            }
        }
    }

    private void end(OpenIncident incident) {
        open.remove(incident);
        incident.end();
        told.onIncident(incident.value(), incident.verdict());
    }

    /** Ends every incident that is open; what comes from now on is not tested. */
    public synchronized void close() {
        closed = true;
        endAll();
    }

    private void endAll() {
        List.copyOf(open).forEach(this::end);
    }

    private void endAll(AddressTests tests) {
        for (IncidentKind kind : IncidentKind.values()) {
            if (tests.open(kind) != null) {
                end(tests.open(kind));
            }
        }
    }

    @Override
    public synchronized long raised() {
        return raised;
    }

    @Override
    public synchronized int open() {
        return open.size();
    }

    @Override
    public synchronized List<Incident> recent(int limit) {
        List<Incident> found = new ArrayList<>();
        Iterator<OpenIncident> incidents = newestFirst.iterator();
        while (found.size() < limit && incidents.hasNext()) {
            found.add(incidents.next().value());
        }
        return found;
    }

    @Override
    public synchronized String memory() {
        return String.format(
                Locale.ROOT,
                "%d addresses (%d forgotten), %d contacts (%d forgotten), %d services",
                addresses.size(),
                addresses.forgottenCount(),
                contacts.size(),
                contacts.forgotten(),
                services.size());
    }
}
