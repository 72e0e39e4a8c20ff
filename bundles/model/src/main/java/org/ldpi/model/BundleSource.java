package org.ldpi.model;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.ldpi.model.jar.ModelSource;
import org.osgi.framework.Bundle;

/** The entries of an installed bundle, read without loading a class from it. */
final class BundleSource implements ModelSource {
    private final Bundle bundle;

    BundleSource(Bundle bundle) {
        this.bundle = bundle;
    }

    @Override
    public List<String> names() throws IOException {
        Enumeration<URL> entries = bundle.findEntries("/", "*", true);
        if (entries == null) {
            throw new IOException("the bundle has no entries");
        }
        // Frameworks make up directories for what lies in them; a directory itself holds nothing.
        return Collections.list(entries).stream()
                .map(url -> url.getPath().substring(1))
                .filter(name -> !name.endsWith("/"))
                .toList();
    }

    @Override
    public InputStream open(String name) throws IOException {
        URL entry = bundle.getEntry(name);
        return entry == null ? null : entry.openStream();
    }
}
