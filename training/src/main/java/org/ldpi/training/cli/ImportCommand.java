package org.ldpi.training.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ldpi.api.encoder.Encoder;
import org.ldpi.api.encoder.EncoderArchitecture;
import org.ldpi.api.encoder.EncoderException;
import org.ldpi.api.encoder.EncoderSpec;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.model.Calibration;
import org.ldpi.api.model.Centres;
import org.ldpi.api.model.GoldenSample;
import org.ldpi.api.model.Model;
import org.ldpi.api.model.ModelException;
import org.ldpi.api.model.ModelId;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.api.threshold.Threshold;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.ldpi.engine.pytorch.PyTorchArchitecture;
import org.ldpi.model.jar.ModelJarReader;
import org.ldpi.model.jar.ModelJarWriter;
import org.ldpi.training.checkpoint.Checkpoint;
import org.ldpi.training.checkpoint.CheckpointException;
import org.ldpi.training.checkpoint.GivenThresholds;
import org.ldpi.training.checkpoint.GoldenFile;
import org.ldpi.training.checkpoint.ImportedModel;
import org.ldpi.training.checkpoint.ResCnnWeights;
import org.ldpi.training.flows.PacketPath;
import org.ldpi.training.flows.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a model bundle of a network that was trained elsewhere. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a model bundle of a network that was trained elsewhere: of a checkpoint of mesh_com's LDPI, of a",
            "TorchScript module with normal traffic, or of a module with a checkpoint's centre and thresholds."
        },
        sortOptions = false)
public final class ImportCommand extends LdpiCommand {
    private static final String TORCHSCRIPT = "torchscript";
    /** Captures that a centre and thresholds need: neither may come from the other's. */
    private static final int LEAST_CAPTURES = 2;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Weights, centre and thresholds as torch.save wrote them. Only data is read of it.")
    private Path checkpointFile;

    @Option(
            names = "--torchscript",
            paramLabel = "FILE",
            description = "A module as torch.jit.save wrote it. It is a program: have it only from whom you trust.")
    private Path moduleFile;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The model bundle, a jar.")
    private Path out;

    @Mixin
    private final ModelIdOptions id = new ModelIdOptions("imported");

    @Option(
            names = "--normal",
            arity = "1..*",
            paramLabel = "PCAP",
            description = {
                "Captures of your own normal traffic, which thresholds are taken from instead of the checkpoint's.",
                "Without a checkpoint two at least: the first half gives the centre, the second the thresholds."
            })
    private List<String> normal = List.of();

    @Option(
            names = "--golden",
            paramLabel = "FILE",
            description = "Lines of JSON with sample (hex) and score: the network must give these scores.")
    private Path goldenFile;

    @Option(names = "--method", paramLabel = "NAME", description = "The module's method (forward).")
    private String method;

    @Option(
            names = "--input",
            paramLabel = "SHAPE",
            description = "The shape of one sample as the module takes it, 1x240 for one (n x l).")
    private String input;

    @Option(names = "--subtract", paramLabel = "X", description = "The module gets (byte - X) / Y (0).")
    private String subtract;

    @Option(names = "--divide", paramLabel = "Y", description = "See --subtract (255).")
    private String divide;

    @Option(
            names = "--dimension",
            paramLabel = "D",
            description = "Length of the module's embeddings; a checkpoint's centre says it.")
    private Integer dimension;

    @Mixin
    private SampleOptions samples;

    @Mixin
    private FlowOptions flows;

    @Override
    public Integer call() throws CommandException, IOException, EncoderException, ModelException {
        if (checkpointFile == null && moduleFile == null) {
            throw new WrongUsage("--checkpoint, --torchscript: neither is given");
        }
        try {
            Checkpoint checkpoint = checkpointFile == null ? null : Checkpoint.read(checkpointFile);
            Model model = moduleFile == null ? fromCheckpoint(checkpoint) : fromModule(checkpoint);
            ModelJarWriter.write(model, out);
            ModelJarReader.read(out);
            tell(model);
        } catch (CheckpointException e) {
            throw new CommandException(e.getMessage(), e);
        }
        return 0;
    }

    private Model fromCheckpoint(Checkpoint checkpoint)
            throws CommandException, CheckpointException, EncoderException, IOException {
        if (method != null || input != null || subtract != null || divide != null || dimension != null) {
            throw new WrongUsage("--method, --input, --subtract, --divide, --dimension: only with --torchscript");
        }
        EncoderSpec spec =
                new EncoderSpec(ResCnnWeights.ARCHITECTURE, SampleShape.DEFAULT, checkpoint.centre().length, Map.of());
        PyTorchArchitecture architecture = (PyTorchArchitecture) Services.architecture(ResCnnWeights.ARCHITECTURE);
        ByteBuffer weights = ResCnnWeights.of(checkpoint, architecture, spec);
        return model(architecture, spec, weights, checkpoint);
    }

    private Model fromModule(Checkpoint checkpoint)
            throws CommandException, CheckpointException, EncoderException, IOException {
        if (checkpoint == null && dimension == null) {
            throw new WrongUsage("--dimension: is needed where no checkpoint gives a centre");
        }
        int length = dimension == null ? checkpoint.centre().length : dimension;
        Map<String, String> options = new TreeMap<>();
        put(options, "method", method);
        put(options, "input", input);
        put(options, "subtract", subtract);
        put(options, "divide", divide);
        EncoderSpec spec;
        try {
            spec = new EncoderSpec(TORCHSCRIPT, signature(checkpoint).shape(), length, options);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--dimension: " + e.getMessage(), e);
        }
        ByteBuffer weights = ByteBuffer.wrap(Files.readAllBytes(moduleFile));
        return model(Services.architecture(TORCHSCRIPT), spec, weights, checkpoint);
    }

    private static void put(Map<String, String> options, String name, String value) {
        if (value != null) {
            options.put(name, value);
        }
    }

    private Model model(EncoderArchitecture architecture, EncoderSpec spec, ByteBuffer weights, Checkpoint checkpoint)
            throws CommandException, CheckpointException, EncoderException, IOException {
        ModelId named = id.id();
        ModelSignature signature = signature(checkpoint);
        List<List<byte[]>> captures = captures(signature, checkpoint);
        Calibration given = captures.isEmpty() ? GivenThresholds.of(checkpoint) : null;
        try (Encoder encoder = load(architecture, spec, weights)) {
            ImportedModel imported = new ImportedModel(encoder, spec, weights);
            int forCentre = checkpoint == null ? (captures.size() + 1) / 2 : 0;
            Centres centres = checkpoint == null
                    ? imported.centre(joined(captures.subList(0, forCentre)))
                    : new Centres(checkpoint.centre(), spec.dimension());
            List<byte[]> held = joined(captures.subList(forCentre, captures.size()));
            Calibration calibration = given == null ? imported.calibration(centres, held) : given;
            List<GoldenSample> golden;
            if (goldenFile != null) {
                golden = imported.golden(
                        centres, GoldenFile.read(goldenFile, spec.shape().size()));
            } else {
                golden = held.isEmpty() ? imported.goldenNoise(centres) : imported.goldenOf(centres, held);
            }
            return imported.model(
                    named,
                    signature,
                    centres,
                    calibration,
                    golden,
                    Services.all(ThresholdPolicy.class),
                    provenance(held.size()));
        }
    }

    private Encoder load(EncoderArchitecture architecture, EncoderSpec spec, ByteBuffer weights)
            throws EncoderException {
        try {
            return architecture.load(spec, weights);
        } catch (EncoderException e) {
            throw new EncoderException((moduleFile == null ? checkpointFile : moduleFile) + ": " + e.getMessage(), e);
        }
    }

    /** Where it comes from, so that a person can find it again. No paths: the same import gives the same bundle anywhere. */
    private Map<String, String> provenance(int calibrationFlows) {
        Map<String, String> told = new TreeMap<>();
        if (checkpointFile != null) {
            told.put("checkpoint", checkpointFile.getFileName().toString());
        }
        if (moduleFile != null) {
            told.put(TORCHSCRIPT, moduleFile.getFileName().toString());
        }
        told.put(
                "calibration",
                calibrationFlows == 0
                        ? "stands for the checkpoint's thresholds; it holds no scores"
                        : calibrationFlows + " flows of " + normal.size() + " captures");
        return told;
    }

    private void tell(Model model) throws IOException {
        System.err.printf(
                "wrote %s (%d KiB, %s, %s, %d golden samples)%n",
                out,
                Files.size(out) / 1024,
                model.encoder().architecture(),
                model.signature(),
                model.golden().size());
        if (normal.isEmpty()) {
            System.err.println("thresholds are the checkpoint's, of the network where it was trained;"
                    + " --normal takes them from yours");
            return;
        }
        for (ThresholdPolicy policy : Services.all(ThresholdPolicy.class)) {
            Threshold threshold = policy.threshold(model.calibration());
            if (!threshold.warning().isEmpty()) {
                System.err.println("threshold " + policy.name() + ": " + threshold.warning());
            }
        }
    }

    /** A checkpoint's network was trained on samples of one form; a module's user says which. */
    private ModelSignature signature(Checkpoint checkpoint) throws WrongUsage {
        return checkpoint != null
                ? new ModelSignature(Quantizer.CLASSIC, SampleShape.DEFAULT, Direction.ONE_WAY)
                : new ModelSignature(samples.quantizer().profile(), samples.shape(), samples.direction());
    }

    private List<List<byte[]>> captures(ModelSignature signature, Checkpoint checkpoint)
            throws CommandException, IOException {
        if (checkpoint == null && normal.size() < LEAST_CAPTURES) {
            throw new WrongUsage("--normal: without a checkpoint at least " + LEAST_CAPTURES
                    + " captures are needed, one for the centre and one for thresholds");
        }
        Quantizer quantizer = PacketPath.quantizer(signature.profile());
        List<List<byte[]>> captures = new ArrayList<>();
        for (String pcap : normal) {
            List<byte[]> heads = new ArrayList<>();
            flows.reader(
                            signature.shape(),
                            signature.direction(),
                            quantizer,
                            head -> heads.add(head.sample().clone()))
                    .read(pcap);
            if (heads.isEmpty()) {
                throw new CommandException("--normal: there is no flow in " + pcap);
            }
            captures.add(heads);
        }
        return captures;
    }

    private static List<byte[]> joined(List<List<byte[]>> captures) {
        return captures.stream().flatMap(List::stream).toList();
    }
}
