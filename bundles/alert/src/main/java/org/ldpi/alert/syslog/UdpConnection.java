package org.ldpi.alert.syslog;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One datagram a message (RFC 5426). What the network loses nobody notices; a server that refuses is noticed one message
 * late, by the ICMP answer to the one before.
 */
final class UdpConnection implements SyslogConnection {
    private final String host;
    private final int port;
    private DatagramSocket socket;

    UdpConnection(String host, int port) {
        this.host = host;
        this.port = port;
    }

    @Override
    public void send(byte[] message) throws IOException {
        try {
            if (socket == null) {
                socket = new DatagramSocket();
                socket.connect(new InetSocketAddress(InetAddress.getByName(host), port));
            }
            socket.send(new DatagramPacket(message, message.length));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
