package org.ldpi.training.cli;

import java.nio.file.Path;
import org.ldpi.api.flow.Direction;
import org.ldpi.api.model.ModelSignature;
import org.ldpi.api.quantizer.Quantizer;
import org.ldpi.api.quantizer.SampleShape;
import org.ldpi.training.flows.PacketPath;
import picocli.CommandLine.Option;

/** What a sample is: profile, shape and direction. */
final class SampleOptions {
    private static final String ONE_WAY = "one-way";

    static final String PROFILE = "--profile";

    @Option(
            names = PROFILE,
            paramLabel = "NAME",
            description = "How packets become samples: classic or robust (${DEFAULT-VALUE}).")
    private String profile = Quantizer.ROBUST;

    @Option(
            names = "--packets",
            paramLabel = "N",
            description = "First packets of a flow that make its head, 1 to 32 (${DEFAULT-VALUE}).")
    private int packets = SampleShape.DEFAULT.packets();

    @Option(names = "--bytes", paramLabel = "L", description = "Bytes of each packet, 20 to 512 (${DEFAULT-VALUE}).")
    private int bytes = SampleShape.DEFAULT.bytes();

    @Option(names = "--bidirectional", description = "Packets both ways make one flow; otherwise each way is its own.")
    private boolean bidirectional;

    @Option(
            names = "--direction",
            paramLabel = "WAY",
            description = "one-way or two-way, which is the same as --bidirectional (${DEFAULT-VALUE}).")
    private String direction = ONE_WAY;

    /** Sets what {@link #PROFILE} says. */
    void profile(String name) {
        profile = name;
    }

    Direction direction() throws WrongUsage {
        return switch (direction) {
            case ONE_WAY -> bidirectional ? Direction.TWO_WAY : Direction.ONE_WAY;
            case "two-way" -> Direction.TWO_WAY;
            default -> throw new WrongUsage("--direction: '" + direction + "' is neither one-way nor two-way");
        };
    }

    /** @throws WrongUsage when there is no such profile */
    Quantizer quantizer() throws WrongUsage {
        try {
            return PacketPath.quantizer(profile);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--profile: " + e.getMessage(), e);
        }
    }

    /**
     * What a model's samples are made by.
     *
     * @throws CommandException when there is no such profile
     */
    static Quantizer quantizer(Path modelFile, ModelSignature signature) throws CommandException {
        try {
            return PacketPath.quantizer(signature.profile());
        } catch (IllegalArgumentException e) {
            throw new CommandException(modelFile + ": profile " + e.getMessage(), e);
        }
    }

    SampleShape shape() throws WrongUsage {
        try {
            return new SampleShape(packets, bytes);
        } catch (IllegalArgumentException e) {
            throw new WrongUsage("--packets " + packets + " --bytes " + bytes + ": " + e.getMessage(), e);
        }
    }
}
