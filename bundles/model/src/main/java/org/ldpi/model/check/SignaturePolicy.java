package org.ldpi.model.check;

import java.util.Arrays;
import java.util.Locale;

/** What is asked of a model jar's signature. A signature that does not fit its content is refused by each. */
public enum SignaturePolicy {
    /** Models without a signature, or signed by somebody who is not trusted, are taken and it is said. */
    OPTIONAL,
    /** Only models signed with a trusted key by a certificate that is valid now are taken. */
    REQUIRED;

    /**
     * The policy of a name in a configuration.
     *
     * @throws IllegalArgumentException naming the policies there are
     */
    public static SignaturePolicy of(String name) {
        return Arrays.stream(values())
                .filter(policy -> policy.toString().equals(name.trim().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "signature.policy '" + name + "' is none of " + Arrays.toString(values())));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
