package org.ldpi.capture.internal.live;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.ldpi.api.capture.Capture;
import org.ldpi.api.capture.CaptureException;
import org.ldpi.api.capture.CaptureRequest;
import org.ldpi.api.packet.CapturedPacket;
import org.ldpi.capture.LiveCaptureProvider;

/**
 * Runs in a process of its own, in a network namespace made for it, and prints what it sees. {@code open NAME [FILTER]}
 * only opens an interface; {@code all} makes a pair of interfaces, sends packets through it and takes it away.
 */
final class InterfaceScenario {
    private static final String NAME = "ldpi0";
    private static final String ADDRESS = "10.213.7.1";
    private static final String NEIGHBOUR = "10.213.7.2";
    private static final int PORT = 4789;
    private static final int PACKETS = 5000;
    /** So few that a small buffer holds them until they are taken. */
    private static final int FEW = 300;

    private static final int FLOOD = 8 * PACKETS;
    private static final int SMALL_KERNEL_BUFFER = 1 << 20;
    private static final int SNAP_LENGTH = 96;
    private static final int PAYLOAD = 400;

    /** So that a fault does not make the test wait for ever; each poll waits 0.1 s at most. */
    private static final int MOST_POLLS = 600;

    private final LiveCaptureProvider provider = new LiveCaptureProvider();
    private long matching;
    private long early;
    private int lastCaptured;
    private int lastOriginal;
    private Instant started = Instant.now();

    private InterfaceScenario() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("open")) {
            open(arguments[1], arguments.length > 2 ? arguments[2] : "");
        } else {
            new InterfaceScenario().run();
        }
    }

    private static void open(String name, String filter) {
        try (Capture capture = new LiveCaptureProvider().open(new CaptureRequest(name, filter, 512, true))) {
            System.out.println("opened " + capture.name());
        } catch (CaptureException e) {
            System.out.println(e.getMessage());
        }
    }

    private void run() throws Exception {
        makeInterfaces();
        try (Capture capture = provider.open(new CaptureRequest(NAME, "udp port " + PORT, SNAP_LENGTH, true))) {
            send(PACKETS);
            pollUntil(capture, () -> matching >= PACKETS);
            System.out.println("packets " + capture.statistics().packets() + " matching " + matching);
            System.out.println("lengths " + lastCaptured + " of " + lastOriginal);
            System.out.println("times " + (early == 0 ? "sound" : early + " too early"));
            System.out.println("drops " + capture.statistics().kernelDrops());

            ip("link", "set", NAME, "down");
            pollUntil(capture, () -> capture.statistics().state().contains("it is down"));
            System.out.println("down: " + withoutTime(capture));

            configure();
            pollUntil(capture, () -> capture.statistics().state().equals("running"));
            System.out.println("up: " + withoutTime(capture));
            sendAndCount(capture, PACKETS);

            ip("link", "del", NAME);
            pollUntil(capture, () -> capture.statistics().state().contains("there is none"));
            System.out.println("lost: " + withoutTime(capture));

            ThreadCapabilities.effective(false);
            makeInterfaces();
            pollUntil(capture, () -> capture.statistics().state().contains("permission"));
            System.out.println("forbidden: " + withoutTime(capture));

            ThreadCapabilities.effective(true);
            pollUntil(capture, () -> capture.statistics().state().equals("running"));
            System.out.println("back: " + withoutTime(capture));
            sendAndCount(capture, PACKETS);
        }
        handlerThrows();
        kernelDrops();
    }

    /** Nobody takes packets for a while, and the kernel has room for a part of them. */
    private void kernelDrops() throws Exception {
        CaptureRequest request = new CaptureRequest(NAME, "udp port " + PORT, SNAP_LENGTH, true);
        try (Capture capture = LiveCaptures.open(request, SMALL_KERNEL_BUFFER)) {
            int sent = 0;
            for (; sent < FLOOD; sent += PACKETS) {
                send(PACKETS);
            }
            pollUntil(capture, () -> capture.statistics().kernelDrops() > 0);
            System.out.println("dropped " + (capture.statistics().kernelDrops() > 0 ? "some" : "none"));
            pollUntil(capture, 12);
            System.out.println("accounted for "
                    + (capture.statistics().packets() + capture.statistics().kernelDrops() == sent));
            long dropped = capture.statistics().kernelDrops();
            sendAndCount(capture, FEW);
            pollUntil(capture, 12);
            System.out.println("dropped since " + (capture.statistics().kernelDrops() - dropped));
        }
    }

    private void pollUntil(Capture capture, int emptyPolls) throws CaptureException {
        int empty = 0;
        while (empty < emptyPolls) {
            empty = capture.poll(this::onPacket, 256) == 0 ? empty + 1 : 0;
        }
    }

    private void handlerThrows() throws Exception {
        try (Capture capture = provider.open(CaptureRequest.of(NAME))) {
            send(PACKETS);
            for (int i = 0; i < MOST_POLLS; i++) {
                capture.poll(
                        packet -> {
                            throw new IllegalStateException("from the handler");
                        },
                        10);
            }
        } catch (IllegalStateException e) {
            System.out.println("thrown " + e.getMessage());
        }
    }

    private void sendAndCount(Capture capture, int packets) throws Exception {
        long before = matching;
        send(packets);
        pollUntil(capture, () -> matching - before >= packets);
        System.out.println("again " + (matching - before));
    }

    private void pollUntil(Capture capture, BooleanSupplier reached) throws CaptureException {
        for (int i = 0; i < MOST_POLLS && !reached.getAsBoolean(); i++) {
            capture.poll(this::onPacket, 256);
        }
    }

    private void onPacket(CapturedPacket packet) {
        lastCaptured = packet.capturedLength();
        lastOriginal = packet.originalLength();
        int destinationPortOffset = packet.offset() + 14 + 20 + 2;
        if (Short.toUnsignedInt(packet.buffer().getShort(destinationPortOffset)) == PORT && packet.linkType() == 1) {
            matching++;
        }
        Instant time = Instant.ofEpochSecond(0, packet.timestampNanos());
        if (time.isBefore(started) || time.isAfter(Instant.now().plus(Duration.ofSeconds(1)))) {
            early++;
        }
    }

    private void send(int packets) throws IOException {
        started = Instant.now();
        try (DatagramSocket socket = new DatagramSocket()) {
            DatagramPacket packet =
                    new DatagramPacket(new byte[PAYLOAD], PAYLOAD, InetAddress.getByName(NEIGHBOUR), PORT);
            for (int i = 0; i < packets; i++) {
                socket.send(packet);
            }
        }
    }

    private static String withoutTime(Capture capture) {
        return capture.statistics().state().replaceFirst(", since .*", "");
    }

    private static void makeInterfaces() throws Exception {
        ip("link", "add", NAME, "type", "veth", "peer", "name", NAME + "peer");
        ip("link", "set", NAME + "peer", "up");
        configure();
    }

    /** Addresses survive taking an interface down, the neighbour does not. */
    private static void configure() throws Exception {
        ip("link", "set", NAME, "up");
        ip("addr", "replace", ADDRESS + "/24", "dev", NAME);
        ip("neigh", "replace", NEIGHBOUR, "lladdr", "02:00:00:00:00:02", "nud", "permanent", "dev", NAME);
    }

    private static void ip(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " failed with " + code);
        }
    }
}
