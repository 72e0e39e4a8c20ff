package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.training.data.Dataset;
import org.ldpi.training.evaluate.TestSet;

/** Reads the labelled flows of data sets, as a model's samples, and tells how far it is. */
final class TestSets {
    private TestSets() {}

    /**
     * Reads.
     *
     * @param doing what is said meanwhile
     * @param folders of the data sets
     */
    static TestSet read(
            String doing, List<Path> folders, ModelSignature signature, Quantizer quantizer, TerminalProgress progress)
            throws IOException {
        List<Dataset> datasets = new ArrayList<>();
        for (Path folder : folders) {
            datasets.add(Dataset.open(folder));
        }
        progress.begin(
                doing, datasets.stream().mapToLong(set -> set.files().size()).sum());
        return TestSet.read(datasets, TestSet.options(signature), quantizer, progress::say, progress::done);
    }
}
