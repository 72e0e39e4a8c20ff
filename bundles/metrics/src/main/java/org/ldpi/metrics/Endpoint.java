package org.ldpi.metrics;

import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;

/** The HTTP endpoint {@code /metrics} that Prometheus reads. */
final class Endpoint implements AutoCloseable {
    private final HTTPServer server;
    private final String url;

    /**
     * Opens it.
     *
     * @param port 0 for any
     * @throws IOException when the address is not there or the port is taken; the message names them
     */
    Endpoint(PrometheusRegistry registry, String address, int port) throws IOException {
        if (port < 0 || port > 65_535) {
            throw new IOException("port " + port + " is not within 0 to 65535");
        }
        try {
            server = HTTPServer.builder()
                    .inetAddress(InetAddress.getByName(address))
                    .port(port)
                    .registry(registry)
                    .buildAndStart();
        } catch (IOException e) {
            throw new IOException("metrics on " + address + ":" + port + ": " + e.getMessage(), e);
        }
        url = "http://" + (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + server.getPort()
                + "/metrics";
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        server.close();
    }
}
