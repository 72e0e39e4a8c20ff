package org.ldpi.itest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;

/** A model signed by different people, and the store that says whom to trust. Made outside of the container. */
final class SignedModels {
    static final String PASSWORD = "for this test";
    static final String TRUST_STORE = "trust.p12";
    /** By a trusted signer. */
    static final String TRUSTED = "trusted.jar";
    /** By somebody else. */
    static final String STRANGER = "stranger.jar";
    /** By a trusted signer whose certificate has expired. */
    static final String EXPIRED = "expired.jar";
    /** Changed after a trusted signer had signed it. */
    static final String CHANGED = "changed.jar";

    private static final String KEYS = "keys.p12";

    private SignedModels() {}

    /** Writes them to a folder, which is emptied of earlier keys. */
    static Path write(Path model, Path folder) throws Exception {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(KEYS));
        keytool(folder, "trusted");
        keytool(folder, "stranger");
        keytool(folder, "expired", "-startdate", "-20d", "-validity", "10");
        KeyStore keys = KeyStore.getInstance(folder.resolve(KEYS).toFile(), PASSWORD.toCharArray());
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("trusted", keys.getCertificate("trusted"));
        trust.setCertificateEntry("expired", keys.getCertificate("expired"));
        try (OutputStream out = Files.newOutputStream(folder.resolve(TRUST_STORE))) {
            trust.store(out, PASSWORD.toCharArray());
        }
        sign(keys, "trusted", model, folder.resolve(TRUSTED));
        sign(keys, "stranger", model, folder.resolve(STRANGER));
        sign(keys, "expired", model, folder.resolve(EXPIRED));
        change(folder.resolve(TRUSTED), folder.resolve(CHANGED));
        return folder;
    }

    private static void keytool(Path folder, String alias, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-keyalg",
                "EC",
                "-keystore",
                KEYS,
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        int exit = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("keytool ended with " + exit);
        }
    }

    private static void sign(KeyStore keys, String alias, Path model, Path signed) throws Exception {
        JarSigner signer = new JarSigner.Builder(
                        (PrivateKey) keys.getKey(alias, PASSWORD.toCharArray()),
                        CertificateFactory.getInstance("X.509")
                                .generateCertPath(List.of(keys.getCertificateChain(alias))))
                .build();
        try (ZipFile in = new ZipFile(model.toFile());
                OutputStream out = Files.newOutputStream(signed)) {
            signer.sign(in, out);
        }
    }

    /** The description is one blank longer: no digest in it tells that, but the signature does. */
    private static void change(Path signed, Path changed) throws IOException {
        try (ZipFile in = new ZipFile(signed.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (ZipEntry entry : in.stream().toList()) {
                byte[] content;
                try (var bytes = in.getInputStream(entry)) {
                    content = bytes.readAllBytes();
                }
                if (entry.getName().equals("model.json")) {
                    content = Arrays.copyOf(content, content.length + 1);
                    content[content.length - 1] = ' ';
                }
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(content);
            }
        }
    }
}
