package org.ldpi.training.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.flow.FlowTableOptions;
import org.ldpi.api.model.Distance;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.engine.pytorch.PyTorch;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.model.jar.ModelJarWriter;
import org.ldpi.training.data.CaptureFile;
import org.ldpi.training.data.Dataset;
import org.ldpi.training.data.LabelledFlows;
import org.ldpi.training.data.Preprocessing;
import org.ldpi.training.data.Split;
import org.ldpi.training.flows.Services;
import org.ldpi.training.learn.CentreForm;
import org.ldpi.training.learn.FullHeads;
import org.ldpi.training.learn.Training;
import org.ldpi.training.learn.TrainingException;
import org.ldpi.training.learn.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model on captures and packages it. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a model on the captures of a data set and writes it as a model bundle.",
            "Goes on where it was stopped when it is started again with the same options."
        },
        sortOptions = false)
public final class TrainCommand extends LdpiCommand {
    /** A capture's flows at a time; smaller than in a controller, because there is a table for each thread. */
    private static final int MOST_FLOWS = 1 << 18;

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "DIR",
            description = "A folder with pcap/benign, pcap/malicious, pcap/mixed and labels.tsv.")
    private Path datasetFolder;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the model and its run go.")
    private Path out;

    @Mixin
    private final ModelIdOptions id = new ModelIdOptions("ldpi");

    @Option(
            names = "--encoder",
            paramLabel = "NAME",
            defaultValue = "resnet1d",
            description = "The architecture (${DEFAULT-VALUE}).")
    private String encoder;

    @Option(names = "--encoder-option", paramLabel = "KEY=VALUE", description = "An option of the architecture.")
    private Map<String, String> encoderOptions = new TreeMap<>();

    @Option(
            names = "--dimension",
            paramLabel = "D",
            defaultValue = "64",
            description = "Length of an embedding (${DEFAULT-VALUE}).")
    private int dimension;

    @Mixin
    private SampleOptions samples;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Same seed, same model (${DEFAULT-VALUE}).")
    private int seed;

    @Option(
            names = "--max-flows-per-file",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Use at most so many flows of a capture (${DEFAULT-VALUE}).")
    private int maxFlowsPerFile;

    @Option(
            names = "--calibration",
            paramLabel = "LABEL",
            defaultValue = "",
            description = {
                "Calibrate on the captures whose label begins with this, benign/wednesday for one, and train on the",
                "others; otherwise a quarter of all captures by chance."
            })
    private String calibration;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Normal flows in a batch (${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--pretrain-steps",
            paramLabel = "N",
            defaultValue = "0",
            description = "Steps of contrastive pretraining, 800 is a good number (${DEFAULT-VALUE}: none).")
    private int pretrainSteps;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Steps of Deep SAD (${DEFAULT-VALUE}).")
    private int steps;

    @Option(names = "--temperature", defaultValue = "0.2", description = "Of the contrastive loss (${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--pretrain-rate",
            defaultValue = "0.001",
            description = "Learning rate of pretraining (${DEFAULT-VALUE}).")
    private double pretrainRate;

    @Option(names = "--rate", defaultValue = "0.003", description = "Learning rate of Deep SAD (${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--weight-decay", defaultValue = "0.1", description = "Decoupled weight decay (${DEFAULT-VALUE}).")
    private double weightDecay;

    @Option(names = "--eta", defaultValue = "1", description = "Weight of what is not normal (${DEFAULT-VALUE}).")
    private double eta;

    @Option(
            names = "--unlabelled-weight",
            paramLabel = "W",
            defaultValue = "0",
            description = {
                "Weight of the flows of mixed captures that have no label, which are taken for normal then; 0 leaves them",
                "out (${DEFAULT-VALUE})."
            })
    private double unlabelledWeight;

    @Option(
            names = "--contrastive-weight",
            paramLabel = "W",
            defaultValue = "0.3",
            description = {
                "Weight of the contrastive loss beside Deep SAD, on the other half of the embedding (${DEFAULT-VALUE})."
            })
    private double contrastiveWeight;

    @Option(
            names = "--centres",
            paramLabel = "K",
            defaultValue = "256",
            description = "Centres of normal traffic (${DEFAULT-VALUE}).")
    private int centres;

    @Option(
            names = "--centres-by",
            paramLabel = "FORM",
            defaultValue = "kmeans",
            description = "kmeans, coreset (greedy k-centre) or bank, all embeddings (${DEFAULT-VALUE}).")
    private String centresBy;

    @Option(
            names = "--distance",
            paramLabel = "D",
            defaultValue = "euclidean",
            description = "How far a flow is from a centre: euclidean or cosine (${DEFAULT-VALUE}).")
    private String distance;

    @Option(
            names = "--full-heads",
            paramLabel = "PART",
            defaultValue = "contrastive",
            description = {
                "What heads with all their packets are scored by where the contrastive loss has a part of the embedding:",
                "contrastive, deep_sad or both (${DEFAULT-VALUE})."
            })
    private String fullHeads;

    @Option(
            names = "--trimmed",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "Share of the training flows that no centre is made of where K is over 1 (${DEFAULT-VALUE}).")
    private double trimmed;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "10",
            description = {
                "End a phase behind so many evaluations, of 20, without a better loss on the validation captures",
                "(${DEFAULT-VALUE})."
            })
    private int patience;

    @Option(
            names = "--pretrained",
            paramLabel = "FILE",
            description = "Start from the encoder in a run's pretrained.bin or in a model bundle, without pretraining.")
    private Path pretrainedFile;

    @Mixin
    private AugmentationOptions augmentations;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = {
                "Threads of an operation (${DEFAULT-VALUE}). With more than one the last bits of gradients,",
                "and so the model, differ from run to run."
            })
    private int threads;

    @Option(names = "--resume", description = "Fail unless there is a training to go on with.")
    private boolean resume;

    @Override
    public Integer call() throws CommandException, IOException, EncoderException, ModelException {
        TrainingOptions options = options();
        System.setProperty(PyTorch.THREADS, Integer.toString(positive("--threads", threads)));
        PyTorchArchitecture architecture = architecture();
        Dataset dataset = Dataset.open(datasetFolder);
        try (TerminalProgress progress = new TerminalProgress()) {
            Training training = new Training(
                    options,
                    architecture,
                    Services.all(ThresholdPolicy.class),
                    pretrained(options),
                    out.resolve("run"),
                    progress);
            if (resume && !training.begun()) {
                throw new CommandException("--resume: there is no training in " + out);
            }
            progress.begin("reading captures", dataset.files().size());
            List<LabelledFlows> flows =
                    preprocessing(options, maxFlowsPerFile, progress).read(dataset, out.resolve("run"), progress::done);
            Model model = training.run(
                    Split.of(flows, options.calibration(), seed), digest(dataset), provenance(options, flows));
            Path jar = out.resolve(model.id().name() + "-" + model.id().version() + ".jar");
            ModelJarWriter.write(model, jar);
            ModelJarReader.read(jar);
            progress.say("wrote " + jar + " (" + Files.size(jar) / 1024 + " KiB, "
                    + model.centres().count() + " centres, "
                    + model.calibration().size() + " calibration flows)");
        } catch (TrainingException e) {
            throw new CommandException(e.getMessage(), e);
        }
        return 0;
    }

    TrainingOptions options() throws WrongUsage, IOException {
        ModelId named = id.id();
        try {
            TrainingOptions options = new TrainingOptions(
                    named.name(),
                    named.version(),
                    encoder,
                    new TreeMap<>(encoderOptions),
                    dimension,
                    samples.quantizer().profile(),
                    samples.shape().packets(),
                    samples.shape().bytes(),
                    samples.direction(),
                    seed,
                    positive("--max-flows-per-file", maxFlowsPerFile),
                    calibration,
                    positive("--batch", batch),
                    notNegative("--pretrain-steps", pretrainSteps),
                    notNegative("--steps", steps),
                    positive("--temperature", temperature),
                    positive("--pretrain-rate", pretrainRate),
                    positive("--rate", rate),
                    notNegative("--weight-decay", weightDecay),
                    notNegative("--eta", eta),
                    notNegative("--unlabelled-weight", unlabelledWeight),
                    notNegative("--contrastive-weight", contrastiveWeight),
                    named("--centres-by", CentreForm.values(), centresBy),
                    positive("--centres", centres),
                    share("--trimmed", trimmed),
                    named("--distance", Distance.values(), distance),
                    named("--full-heads", FullHeads.values(), fullHeads),
                    augmentations.distributionAugmentation(),
                    augmentations.outliers(),
                    augmentations.variations(),
                    augmentations.views(),
                    positive("--patience", patience),
                    pretrainedDigest());
            options.spec();
            return options;
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--dimension: " + e.getMessage(), e);
        }
    }

    /** The weights to start from, or null. */
    private ByteBuffer pretrained(TrainingOptions options) throws CommandException, IOException, ModelException {
        if (pretrainedFile == null) {
            return null;
        }
        byte[] bytes = Files.readAllBytes(pretrainedFile);
        if (bytes.length < 2 || bytes[0] != 'P' || bytes[1] != 'K') {
            return ByteBuffer.wrap(bytes);
        }
        Model model = ModelJarReader.read(pretrainedFile);
        if (!model.encoder().equals(options.spec())) {
            throw new CommandException("--pretrained: " + pretrainedFile + " has the encoder " + model.encoder()
                    + ", asked for is " + options.spec());
        }
        return model.weights();
    }

    private String pretrainedDigest() throws IOException {
        return pretrainedFile == null
                ? ""
                : HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(pretrainedFile)));
    }

    private static <E extends Enum<E>> E named(String option, E[] values, String name) throws WrongUsage {
        for (E value : values) {
            if (value.name().toLowerCase(Locale.ROOT).equals(name)) {
                return value;
            }
        }
        throw new WrongUsage(option + ": there is no '" + name + "'; --help lists the names");
    }

    private static double share(String option, double value) throws WrongUsage {
        if (!(value >= 0 && value < 1)) {
            throw new WrongUsage(option + ": " + value + " is not a share from 0 to less than 1");
        }
        return value;
    }

    private static int positive(String option, int value) throws WrongUsage {
        if (value < 1) {
            throw new WrongUsage(option + ": " + value + " is less than 1");
        }
        return value;
    }

    private static double positive(String option, double value) throws WrongUsage {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new WrongUsage(option + ": " + value + " is not a number over 0");
        }
        return value;
    }

    private static double notNegative(String option, double value) throws WrongUsage {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new WrongUsage(option + ": " + value + " is not a number from 0");
        }
        return value;
    }

    private static int notNegative(String option, int value) throws WrongUsage {
        if (value < 0) {
            throw new WrongUsage(option + ": " + value + " is less than 0");
        }
        return value;
    }

    PyTorchArchitecture architecture() throws CommandException {
        EncoderArchitecture found;
        try {
            found = Services.architecture(encoder);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--encoder: " + e.getMessage(), e);
        }
        if (found.trainable() && found instanceof PyTorchArchitecture trainable) {
            return trainable;
        }
        throw new CommandException("--encoder: " + encoder + " cannot be trained");
    }

    Preprocessing preprocessing(TrainingOptions options, int mostFlowsPerFile, TerminalProgress progress)
            throws WrongUsage {
        FlowTableOptions table = new FlowTableOptions(
                options.shape(),
                options.direction(),
                Duration.ofSeconds(FlowTableOptions.DEFAULT_IDLE_SECONDS),
                MOST_FLOWS);
        return new Preprocessing(
                table, samples.quantizer(), mostFlowsPerFile, options.unlabelledWeight() > 0, seed, progress::say);
    }

    private static Map<String, String> provenance(TrainingOptions options, List<LabelledFlows> flows) {
        Map<String, String> told = new TreeMap<>();
        told.put("seed", Long.toString(options.seed()));
        told.put("captures", Integer.toString(flows.size()));
        told.put(
                "flows",
                Long.toString(flows.stream().mapToLong(LabelledFlows::seen).sum()));
        told.put("pretrain_steps", Integer.toString(options.pretrainSteps()));
        told.put("steps", Integer.toString(options.steps()));
        told.put("batch", Integer.toString(options.batch()));
        told.put("temperature", Double.toString(options.temperature()));
        told.put("eta", Double.toString(options.eta()));
        told.put("contrastive_weight", Double.toString(options.contrastiveWeight()));
        told.put("unlabelled_weight", Double.toString(options.unlabelledWeight()));
        return told;
    }

    /** A digest of names and contents of the captures and of the labels. */
    private static String digest(Dataset dataset) throws IOException {
        MessageDigest digest = sha256();
        for (CaptureFile file : dataset.files()) {
            digest.update(file.name().getBytes(StandardCharsets.UTF_8));
            update(digest, file.path());
        }
        Path labels = dataset.root().resolve("labels.tsv");
        if (Files.exists(labels)) {
            update(digest, labels);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java platform without SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
