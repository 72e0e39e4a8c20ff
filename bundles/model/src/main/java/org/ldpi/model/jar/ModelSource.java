package org.ldpi.model.jar;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The entries of a model bundle: those of a jar file, or of a bundle that a framework has installed. */
public interface ModelSource {
    /** The names of all entries, one that is there twice twice; directories end in a slash. */
    List<String> names() throws IOException;

    /** The content of an entry, or null where there is none. The caller closes it. */
    InputStream open(String name) throws IOException;
}
