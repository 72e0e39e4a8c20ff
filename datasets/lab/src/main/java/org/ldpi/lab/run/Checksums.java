package org.ldpi.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a manifest says of a file. */
public final class Checksums {
    private Checksums() {}

    /**
     * Size and SHA-256 of a file.
     *
     * @param root root of a data set
     * @param path path of the file from there
     * @return {@code path}, {@code bytes} and {@code sha256}
     * @throws IOException if it cannot be read
     */
    public static Map<String, Object> of(Path root, String path) throws IOException {
        byte[] bytes = Files.readAllBytes(root.resolve(path));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", path);
        map.put("bytes", bytes.length);
        try {
            map.put(
                    "sha256",
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        return map;
    }
}
