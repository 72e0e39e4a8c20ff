package org.ldpi.model.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The certificates in a key store, and those that one of them vouches for (RFC 5280, section 6, without revocation).
 * Immutable.
 */
public final class TrustedSigners {
    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final Set<X509Certificate> certificates;
    /** Why nobody is trusted, where nobody is. */
    private final String nobody;

    private TrustedSigners(Set<X509Certificate> certificates, String nobody) {
        this.certificates = Set.copyOf(certificates);
        this.nobody = nobody;
    }

    /** Nobody. */
    public static TrustedSigners none() {
        return nobody("no trust.store is configured");
    }

    static TrustedSigners nobody(String reason) {
        return new TrustedSigners(Set.of(), reason);
    }

    /**
     * The certificates in a key store of any type that Java reads. One that cannot be read trusts nobody and says why
     * whenever it is asked.
     *
     * @param password empty for none
     */
    public static TrustedSigners of(Path file, String password) {
        if (!Files.isRegularFile(file)) {
            return nobody("trust.store " + file + " is not there");
        }
        try {
            Set<X509Certificate> found = certificates(file, password);
            return new TrustedSigners(found, "trust.store " + file + " holds no certificate");
        } catch (IOException | GeneralSecurityException e) {
            return nobody("trust.store " + file + " cannot be read: " + firstLine(e));
        }
    }

    private static Set<X509Certificate> certificates(Path file, String password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password.isEmpty() ? null : password.toCharArray());
        }
        Set<X509Certificate> found = new HashSet<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                found.add(certificate);
            }
        }
        return found;
    }

    /**
     * Why a signer is not to be trusted.
     *
     * @param chain of certificates, the signer's first
     * @return one line; empty where the signer is trusted
     */
    String distrust(List<X509Certificate> chain, Instant now) {
        X509Certificate signer = chain.get(0);
        String name = signer.getSubjectX500Principal().getName();
        Date date = Date.from(now);
        try {
            signer.checkValidity(date);
        } catch (CertificateExpiredException e) {
            return "the certificate of " + name + " expired on "
                    + signer.getNotAfter().toInstant();
        } catch (CertificateNotYetValidException e) {
            return "the certificate of " + name + " is not valid before "
                    + signer.getNotBefore().toInstant();
        }
        if (certificates.isEmpty()) {
            return nobody;
        }
        if (!maySign(signer)) {
            return "the certificate of " + name + " is not for signing code";
        }
        if (certificates.contains(signer)) {
            return "";
        }
        try {
            validate(chain, date);
            return "";
        } catch (GeneralSecurityException e) {
            return "no trusted certificate vouches for " + name + ": " + firstLine(e);
        }
    }

    private void validate(List<X509Certificate> chain, Date date) throws GeneralSecurityException {
        Set<TrustAnchor> anchors = new HashSet<>();
        certificates.forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(date);
        // The anchor itself is no part of a path.
        List<X509Certificate> path = chain.stream()
                .filter(certificate -> !certificates.contains(certificate))
                .toList();
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    }

    private static boolean maySign(X509Certificate signer) {
        try {
            List<String> usages = signer.getExtendedKeyUsage();
            return usages == null || usages.contains(CODE_SIGNING) || usages.contains(ANY_USAGE);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static String firstLine(Exception e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("");
    }
}
