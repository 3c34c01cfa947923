package helpsteer.cli;

import helpsteer.weights.ElementType;
import helpsteer.weights.model.Conversion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code helpsteer convert FROM TO}: writes a model as a HuggingFace folder. */
@Command(
        name = "convert",
        description = "Writes a GGUF file, an ONNX file or a HuggingFace folder as a HuggingFace folder.")
final class ConvertCommand extends TerminalCommand {
    /** How floating-point numbers may be kept. */
    enum Type {
        F32,
        F16,
        BF16
    }

    @Parameters(index = "0", paramLabel = "FROM", description = "GGUF file, ONNX file or HuggingFace folder.")
    private Path from;

    @Parameters(index = "1", paramLabel = "TO", description = "New or empty folder.")
    private Path to;

    @Option(names = "--dtype", paramLabel = "TYPE", description = "f32, f16 or bf16 (default: each tensor's own).")
    private Optional<Type> type = Optional.empty();

    @Option(
            names = "--shard",
            paramLabel = "GIB",
            converter = Gibibytes.class,
            description = "Most of one file, in GiB (default: one file).")
    private Optional<Long> shardBytes = Optional.empty();

    /** Whole GiB, in bytes. */
    static final class Gibibytes implements ITypeConverter<Long> {
        @Override
        public Long convert(String word) {
            if (!word.matches("[1-9]\\d{0,5}")) {
                throw new TypeConversionException("must be a whole number of GiB of at least 1");
            }
            return Long.parseLong(word) << 30;
        }
    }

    @Override
    public Integer call() throws IOException {
        Optional<ElementType> element = type.map(t -> ElementType.valueOf(t.name()));
        List<String> files = new Conversion(from, to, element, shardBytes.orElse(Long.MAX_VALUE)).run();
        out().println("wrote " + to + ": " + String.join(", ", files));
        return Main.DONE;
    }
}
