package org.ldpi.model.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.ldpi.api.model.ModelException;
import org.ldpi.model.jar.ModelJar;
import org.ldpi.model.jar.ModelSource;

/**
 * Holds a model's jar to its signature, as {@code jarsigner} makes it. Immutable, thread-safe.
 *
 * <p>A framework gives the entries of an installed bundle and not its jar; so the entries are put into a jar again, and
 * the Java platform verifies that. Weak algorithms count as no signature ({@code jdk.jar.disabledAlgorithms}). Time stamps
 * of an authority are not looked at: a certificate that has expired is expired.
 */
public final class SignatureCheck {
    /** Takes what is not signed, and trusts nobody. */
    public static final SignatureCheck OPTIONAL =
            new SignatureCheck(SignaturePolicy.OPTIONAL, TrustedSigners.none(), Clock.systemUTC());

    private final SignaturePolicy policy;
    private final TrustedSigners trusted;
    private final Clock clock;

    public SignatureCheck(SignaturePolicy policy, TrustedSigners trusted, Clock clock) {
        this.policy = policy;
        this.trusted = trusted;
        this.clock = clock;
    }

    /** Refuses every model, for a reason. */
    public static SignatureCheck refusing(String reason) {
        return new SignatureCheck(SignaturePolicy.REQUIRED, TrustedSigners.nobody(reason), Clock.systemUTC());
    }

    /**
     * Who signed the entries.
     *
     * @return one line, empty where they are not signed
     * @throws ModelException when the policy is not met, or the signature does not fit the entries
     */
    public String check(ModelSource source) throws ModelException {
        try {
            List<String> names = source.names();
            if (names.stream().noneMatch(ModelJar::isSignature)) {
                if (policy == SignaturePolicy.REQUIRED) {
                    throw new ModelException("it is not signed, and signature.policy is " + policy);
                }
                return "";
            }
            return judge(signers(source, names));
        } catch (IOException e) {
            throw new ModelException("its signature cannot be read: " + e.getMessage(), e);
        } catch (SecurityException e) {
            throw new ModelException("its signature does not fit: " + e.getMessage(), e);
        }
    }

    private String judge(Set<CodeSigner> signers) throws ModelException {
        String reason = "";
        String name = "";
        for (CodeSigner signer : signers) {
            List<X509Certificate> chain = new ArrayList<>();
            signer.getSignerCertPath().getCertificates().forEach(c -> chain.add((X509Certificate) c));
            name = chain.get(0).getSubjectX500Principal().getName();
            reason = trusted.distrust(chain, clock.instant());
            if (reason.isEmpty()) {
                return name;
            }
        }
        if (policy == SignaturePolicy.REQUIRED) {
            throw new ModelException("its signer is not trusted: " + reason);
        }
        return name + ", not trusted: " + reason;
    }

    /** Those who signed every entry, at least one. */
    private static Set<CodeSigner> signers(ModelSource source, List<String> names) throws IOException, ModelException {
        Path copy = Files.createTempFile("ldpi-model", ".jar");
        try {
            copy(source, names, copy);
            Set<CodeSigner> common = null;
            try (JarFile jar = new JarFile(copy.toFile(), true)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (entry.getName().startsWith("META-INF/")) {
                        continue;
                    }
                    Set<CodeSigner> signers = signers(jar, entry);
                    if (common == null) {
                        common = signers;
                    }
                    common.retainAll(signers);
                    if (common.isEmpty()) {
                        throw new ModelException(
                                signers.isEmpty()
                                        ? "its entry " + entry.getName() + " is not signed, others are"
                                        : "its entries are signed by different signers");
                    }
                }
            }
            if (common == null) {
                throw new ModelException("it is signed, but has no content");
            }
            return common;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static Set<CodeSigner> signers(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            // An entry is verified when it has been read to its end.
            in.transferTo(OutputStream.nullOutputStream());
        }
        CodeSigner[] signers = entry.getCodeSigners();
        return signers == null ? new LinkedHashSet<>() : new LinkedHashSet<>(List.of(signers));
    }

    private static void copy(ModelSource source, List<String> names, Path to) throws IOException {
        // The manifest comes first, then the signatures, then what they speak of.
        List<String> ordered = new ArrayList<>(List.of(ModelJar.MANIFEST));
        names.stream().filter(ModelJar::isSignature).forEach(ordered::add);
        names.stream()
                .filter(name -> !ordered.contains(name) && !name.endsWith("/"))
                .toList()
                .forEach(ordered::add);
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(to))) {
            jar.setLevel(Deflater.NO_COMPRESSION);
            for (String name : ordered) {
                jar.putNextEntry(new ZipEntry(name));
                try (InputStream in = source.open(name)) {
                    if (in == null) {
                        throw new IOException(name + " is missing");
                    }
                    byte[] content = in.readNBytes(ModelJar.mostBytes(name) + 1);
                    if (content.length > ModelJar.mostBytes(name)) {
                        throw new IOException(name + " is larger than " + ModelJar.mostBytes(name) + " bytes");
                    }
                    jar.write(content);
                }
                jar.closeEntry();
            }
        }
    }
}
