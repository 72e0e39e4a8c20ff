package org.ldpi.soak;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Servers on 127.0.0.1: one that takes datagrams, one that takes connections and never says a word, and a port of nobody. */
final class Servers implements AutoCloseable {
    private static final int LONGEST = 65_535;

    private final DatagramSocket syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final ServerSocket mute = new ServerSocket(0, LONGEST, InetAddress.getLoopbackAddress());
    private final List<Socket> connected = new ArrayList<>();
    private final int nobodysPort;

    /** @param received counts datagrams */
    Servers(AtomicLong received) throws IOException {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobodysPort = gone.getLocalPort();
        }
        start("ldpi-bench-syslog", () -> {
            DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
            while (!syslog.isClosed()) {
                syslog.receive(packet);
                received.incrementAndGet();
            }
        });
        start("ldpi-bench-broker", () -> {
            while (!mute.isClosed()) {
                Socket socket = mute.accept();
                synchronized (connected) {
                    connected.add(socket);
                }
            }
        });
    }

    /** What a server does until its socket is closed. */
    @FunctionalInterface
    private interface Serving {
        void serve() throws IOException;
    }

    private static void start(String name, Serving serving) {
        Thread thread = new Thread(
                () -> {
                    try {
                        serving.serve();
                    } catch (IOException e) {
                        // closed: the measurement is over
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    int syslogPort() {
        return syslog.getLocalPort();
    }

    int mutePort() {
        return mute.getLocalPort();
    }

    int nobodysPort() {
        return nobodysPort;
    }

    @Override
    public void close() throws IOException {
        syslog.close();
        mute.close();
        synchronized (connected) {
            for (Socket socket : connected) {
                socket.close();
            }
        }
    }
}
