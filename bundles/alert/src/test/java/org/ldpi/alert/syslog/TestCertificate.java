package org.ldpi.alert.syslog;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Enumeration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate, made by the JDK's own keytool for one test. */
record TestCertificate(Path keyStore, Path pem, Path keyPem) {
    private static final String PASSWORD = "only-for-a-test";
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

    static TestCertificate make(Path keyStore, String alternativeName) throws Exception {
        run(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=ldpi-test",
                "-ext",
                "san=" + alternativeName,
                "-validity",
                "1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                PASSWORD);
        KeyStore store = load(keyStore);
        Enumeration<String> aliases = store.aliases();
        String alias = aliases.nextElement();
        Path pem = keyStore.resolveSibling(keyStore.getFileName() + ".pem");
        Path keyPem = keyStore.resolveSibling(keyStore.getFileName() + ".key.pem");
        write(pem, "CERTIFICATE", store.getCertificate(alias).getEncoded());
        write(keyPem, "PRIVATE KEY", store.getKey(alias, PASSWORD.toCharArray()).getEncoded());
        return new TestCertificate(keyStore, pem, keyPem);
    }

    private static void write(Path file, String what, byte[] der) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + what + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + what + "-----\n",
                StandardCharsets.US_ASCII);
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static void run(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("keytool: " + said);
        }
    }

    /** A server on loopback that shows this certificate. */
    ServerSocket serverSocket() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(keyStore), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }
}
