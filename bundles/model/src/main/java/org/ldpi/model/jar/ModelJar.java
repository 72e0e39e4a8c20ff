package org.ldpi.model.jar;

import java.util.Locale;
import java.util.regex.Pattern;
import org.ldpi.api.model.ModelId;

/**
 * The form of a model bundle, format 1 or 2: a jar with no code and these entries, and nothing else but a jar signature.
 *
 * <table>
 *   <caption>Entries; numbers are little-endian</caption>
 *   <tr><td>{@code META-INF/MANIFEST.MF}</td><td>makes it an OSGi bundle, see below</td></tr>
 *   <tr><td>{@code model.json}</td><td>identity, signature, encoder, thresholds, provenance, and size and SHA-256 of
 *       the other entries</td></tr>
 *   <tr><td>{@code weights.bin}</td><td>as the architecture writes them</td></tr>
 *   <tr><td>{@code centres.bin}</td><td>K x dimension float32</td></tr>
 *   <tr><td>{@code flows.tsv}</td><td>format 2, may be missing: for each centre the training flow nearest to it, one
 *       a line: capture, start in ns, source, port, destination, port, protocol, VLAN</td></tr>
 *   <tr><td>{@code calibration.bin}</td><td>scores in ascending order, float64</td></tr>
 *   <tr><td>{@code golden.bin}</td><td>for each golden sample n x l bytes and its score, float32</td></tr>
 * </table>
 *
 * <p>Format 2 adds {@code distance} and {@code parts} to {@code model.json}, and {@code flows.tsv}. A model that needs none
 * of them is written in format 1.
 *
 * <p>The bundle requires the capability of its architecture with {@code effective:=active}: a framework then resolves and
 * installs it though the architecture is missing, and whoever finds it can say what is missing.
 *
 * <p>A model's digest is the SHA-256 of {@code model.json}: it covers all of the content, and a signed copy of a model has
 * the digest of the model.
 */
public final class ModelJar {
    /** The newest format that is written and read; all before it are read too. */
    public static final int FORMAT = 2;

    static final int FIRST_FORMAT = 1;

    /** Manifest header that marks a model bundle; its value is {@link #DESCRIPTION}. */
    public static final String HEADER = "LDPI-Model";

    /** Capability namespace and attribute of a model bundle; the value is {@code name:version}. */
    public static final String CAPABILITY = "org.ldpi.model";

    public static final String MANIFEST = "META-INF/MANIFEST.MF";
    public static final String DESCRIPTION = "model.json";
    public static final String WEIGHTS = "weights.bin";
    public static final String CENTRES = "centres.bin";
    public static final String FLOWS = "flows.tsv";
    public static final String CALIBRATION = "calibration.bin";
    public static final String GOLDEN = "golden.bin";

    static final int MOST_ENTRIES = 64;
    static final int MOST_MANIFEST_BYTES = 64 << 10;
    static final int MOST_SIGNATURE_BYTES = 64 << 10;
    static final int MOST_DESCRIPTION_BYTES = 1 << 20;
    static final int MOST_WEIGHT_BYTES = 256 << 20;
    static final int MOST_CENTRE_BYTES = 64 << 20;
    static final int MOST_FLOW_BYTES = 16 << 20;
    static final int MOST_CALIBRATION_BYTES = 64 << 20;
    static final int MOST_GOLDEN_BYTES = 16 << 20;

    private static final Pattern OSGI_VERSION =
            Pattern.compile("\\d{1,9}(\\.\\d{1,9}){0,2}|\\d{1,9}(\\.\\d{1,9}){2}\\.[\\w-]+");
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");

    private ModelJar() {}

    /** The symbolic name of a model's bundle. */
    public static String symbolicName(ModelId id) {
        return "org.ldpi.model." + id.name();
    }

    /** The version of a model's bundle: the model's own where OSGi takes it for a version, otherwise in the qualifier. */
    public static String bundleVersion(ModelId id) {
        return OSGI_VERSION.matcher(id.version()).matches()
                ? id.version()
                : "0.0.0." + id.version().replace('.', '_');
    }

    /** Whether an entry may be in a model bundle. */
    static boolean expected(String name) {
        return switch (name) {
            case MANIFEST, DESCRIPTION, WEIGHTS, CENTRES, FLOWS, CALIBRATION, GOLDEN, "META-INF/" -> true;
            default -> isSignature(name);
        };
    }

    /** Whether an entry is part of a jar's signature. */
    public static boolean isSignature(String name) {
        return SIGNATURE.matcher(name.toUpperCase(Locale.ROOT)).matches();
    }

    /** The longest that an entry may be. */
    public static int mostBytes(String name) {
        return switch (name) {
            case MANIFEST -> MOST_MANIFEST_BYTES;
            case DESCRIPTION -> MOST_DESCRIPTION_BYTES;
            case WEIGHTS -> MOST_WEIGHT_BYTES;
            case CENTRES -> MOST_CENTRE_BYTES;
            case FLOWS -> MOST_FLOW_BYTES;
            case CALIBRATION -> MOST_CALIBRATION_BYTES;
            case GOLDEN -> MOST_GOLDEN_BYTES;
            default -> MOST_SIGNATURE_BYTES;
        };
    }
}
