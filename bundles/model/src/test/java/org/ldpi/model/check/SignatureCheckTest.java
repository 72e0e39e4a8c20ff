package org.ldpi.model.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.model.jar.ModelJarWriter;

/** Jars are signed as an operator signs them, with keys that the JDK's own tool has made. */
class SignatureCheckTest {
    private static final String PASSWORD = "for this test";
    private static final SampleShape SHAPE = new SampleShape(2, 20);

    @TempDir
    private static Path folder;

    private static KeyStore keys;

    @BeforeAll
    static void makeKeys() throws Exception {
        keytool("-genkeypair", "-alias", "trusted", "-dname", "CN=Trusted");
        keytool("-genkeypair", "-alias", "stranger", "-dname", "CN=Stranger");
        keytool("-genkeypair", "-alias", "old", "-dname", "CN=Old", "-startdate", "-20d", "-validity", "10");
        keytool("-genkeypair", "-alias", "server", "-dname", "CN=Server", "-ext", "EKU=serverAuth");
        keytool("-genkeypair", "-alias", "root", "-dname", "CN=Root", "-ext", "bc:c");
        keytool("-genkeypair", "-alias", "vouched", "-dname", "CN=Vouched", "-signer", "root");
        keys = KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
    }

    private static void keytool(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(Arrays.asList(words));
        command.addAll(List.of("-keyalg", "EC", "-keystore", "keys.p12", "-storepass", PASSWORD));
        Path log = folder.resolve("keytool.log");
        int exit = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertEquals(0, exit, Files.readString(log));
    }

    /** A store with the certificates of some. */
    private static TrustedSigners trusting(String... aliases) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (String alias : aliases) {
            store.setCertificateEntry(alias, keys.getCertificate(alias));
        }
        Path file = Files.createTempFile(folder, "trust", ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        return TrustedSigners.of(file, PASSWORD);
    }

    private static SignatureCheck required(TrustedSigners trusted) {
        return new SignatureCheck(SignaturePolicy.REQUIRED, trusted, Clock.systemUTC());
    }

    private static SignatureCheck optional(TrustedSigners trusted) {
        return new SignatureCheck(SignaturePolicy.OPTIONAL, trusted, Clock.systemUTC());
    }

    private static String signer(SignatureCheck check, Path jar) throws ModelException {
        return new ModelReading(check).read(jar).signer();
    }

    private static void assertRefused(String reason, SignatureCheck check, Path jar) {
        String message =
                assertThrows(ModelException.class, () -> signer(check, jar)).getMessage();
        assertTrue(message.contains(reason), message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void aModelSignedByATrustedSignerIsTakenUnderEitherPolicy() throws Exception {
        Path jar = signed("trusted");
        assertEquals("CN=Trusted", signer(required(trusting("trusted")), jar));
        assertEquals("CN=Trusted", signer(optional(trusting("trusted")), jar));
    }

    @Test
    void aSignedModelHasTheDigestOfTheModel() throws Exception {
        ModelReading reading = new ModelReading(SignatureCheck.OPTIONAL);
        assertEquals(
                reading.read(unsigned()).model().digest(),
                reading.read(signed("trusted")).model().digest());
    }

    @Test
    void aSignerThatATrustedCertificateVouchesForIsTrusted() throws Exception {
        assertEquals("CN=Vouched", signer(required(trusting("root")), signed("vouched")));
        assertRefused("no trusted certificate vouches", required(trusting("stranger")), signed("vouched"));
    }

    @Test
    void anUnsignedModelIsTakenUnlessASignatureIsRequired() throws Exception {
        assertEquals("", signer(optional(trusting("trusted")), unsigned()));
        assertRefused("it is not signed", required(trusting("trusted")), unsigned());
    }

    @Test
    void aStrangersSignatureIsSaidAndRefusedWhereATrustedOneIsRequired() throws Exception {
        assertTrue(signer(optional(trusting("trusted")), signed("stranger")).startsWith("CN=Stranger, not trusted: "));
        assertRefused(
                "no trusted certificate vouches for CN=Stranger", required(trusting("trusted")), signed("stranger"));
    }

    @Test
    void anExpiredCertificateIsRefusedAlsoWhereItIsTrusted() throws Exception {
        assertRefused("the certificate of CN=Old expired on ", required(trusting("old")), signed("old"));
        Clock then = Clock.offset(Clock.systemUTC(), Duration.ofDays(-15));
        assertEquals(
                "CN=Old", signer(new SignatureCheck(SignaturePolicy.REQUIRED, trusting("old"), then), signed("old")));
        Clock before = Clock.offset(Clock.systemUTC(), Duration.ofDays(-30));
        assertRefused(
                "is not valid before",
                new SignatureCheck(SignaturePolicy.REQUIRED, trusting("old"), before),
                signed("old"));
    }

    @Test
    void aCertificateForAnotherPurposeSignsNoModel() throws Exception {
        assertRefused("is not for signing code", required(trusting("server")), signed("server"));
    }

    @Test
    void aChangedEntryIsRefusedUnderEitherPolicy() throws Exception {
        // The digests in model.json are those of the change: it is the signature alone that tells.
        Path changed = altered(signed("trusted"), entries -> {
            Map<String, byte[]> other = entries(ModelJars.model("lab", "1", 77));
            for (String name : List.of("model.json", "weights.bin")) {
                entries.put(name, other.get(name));
            }
        });
        assertRefused("its signature does not fit", required(trusting("trusted")), changed);
        assertRefused("its signature does not fit", optional(trusting("trusted")), changed);
    }

    @Test
    void aSignatureThatIsDamagedOrOfAnotherJarIsRefused() throws Exception {
        Path cut = altered(
                signed("trusted"),
                entries -> entries.replaceAll((name, content) ->
                        name.endsWith(".EC") ? Arrays.copyOf(content, content.length / 2) : content));
        assertRefused("", required(trusting("trusted")), cut);
        Path without = altered(signed("trusted"), entries -> entries.keySet().removeIf(name -> name.endsWith(".EC")));
        assertRefused("is not signed, others are", required(trusting("trusted")), without);
        assertRefused("is not signed, others are", optional(trusting("trusted")), without);
    }

    @Test
    void aTrustStoreThatCannotBeReadTrustsNobodyAndSaysWhy() throws Exception {
        Path absent = folder.resolve("absent.p12");
        assertRefused(
                "trust.store " + absent + " is not there", required(TrustedSigners.of(absent, "")), signed("trusted"));
        Path text = Files.writeString(folder.resolve("text.p12"), "a store");
        assertRefused(
                "trust.store " + text + " cannot be read", required(TrustedSigners.of(text, "x")), signed("trusted"));
        assertRefused("no trust.store is configured", required(TrustedSigners.none()), signed("trusted"));
        assertRefused("for a reason", SignatureCheck.refusing("for a reason"), signed("trusted"));
    }

    private static Path unsigned() throws Exception {
        Path jar = Files.createTempFile(folder, "model", ".jar");
        ModelJarWriter.write(ModelJars.model("lab", "1", 1), jar);
        return jar;
    }

    private static Path signed(String alias) throws Exception {
        Path jar = Files.createTempFile(folder, "signed", ".jar");
        PrivateKey key = (PrivateKey) keys.getKey(alias, PASSWORD.toCharArray());
        JarSigner signer = new JarSigner.Builder(
                        key,
                        CertificateFactory.getInstance("X.509")
                                .generateCertPath(List.of(keys.getCertificateChain(alias))))
                .build();
        try (ZipFile in = new ZipFile(unsigned().toFile());
                OutputStream out = Files.newOutputStream(jar)) {
            signer.sign(in, out);
        }
        return jar;
    }

    private static Path altered(Path jar, Consumer<Map<String, byte[]>> change) throws Exception {
        Map<String, byte[]> entries = new TreeMap<>();
        try (JarFile in = new JarFile(jar.toFile(), false)) {
            for (var entry : in.stream().toList()) {
                try (InputStream content = in.getInputStream(entry)) {
                    entries.put(entry.getName(), content.readAllBytes());
                }
            }
        }
        change.accept(entries);
        Path altered = Files.createTempFile(folder, "altered", ".jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(altered))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return altered;
    }

    private static Map<String, byte[]> entries(Model model) {
        try {
            Path jar = Files.createTempFile(folder, "other", ".jar");
            ModelJarWriter.write(model, jar);
            Map<String, byte[]> entries = new HashMap<>();
            try (ZipFile in = new ZipFile(jar.toFile())) {
                for (var entry : in.stream().toList()) {
                    try (InputStream content = in.getInputStream(entry)) {
                        entries.put(entry.getName(), content.readAllBytes());
                    }
                }
            }
            return entries;
        } catch (IOException | ModelException e) {
            throw new AssertionError(e);
        }
    }

    /** Models of no use but to be signed. */
    private static final class ModelJars {
        static Model model(String name, String version, int weight) {
            return new Model(
                    new ModelId(name, version),
                    new ModelSignature("robust", SHAPE, Direction.ONE_WAY),
                    new EncoderSpec("none", SHAPE, 1, Map.of()),
                    ByteBuffer.wrap(new byte[] {(byte) weight}),
                    new Centres(new float[] {0}, 1),
                    new Calibration(new double[] {1}),
                    Map.of("near_max", 1.0),
                    List.of(new GoldenSample(new byte[SHAPE.size()], 0)),
                    Map.of(),
                    "");
        }
    }
}
