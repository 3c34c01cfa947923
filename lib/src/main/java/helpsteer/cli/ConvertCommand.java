package helpsteer.cli;

import helpsteer.report.progress.TerminalProgress;
import helpsteer.weights.ElementType;
import helpsteer.weights.model.Conversion;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code helpsteer convert FROM TO}: writes a model as a HuggingFace folder. */
final class ConvertCommand {
    private static final List<String> TYPES = List.of("f32", "f16", "bf16");

    static final Command COMMAND = new Command(
            "convert",
            "FROM TO [--dtype f32|f16|bf16] [--shard GIB]",
            "writes a GGUF file, an ONNX file or a HuggingFace folder as a HuggingFace folder",
            ConvertCommand::run);

    private ConvertCommand() {}

    private static int run(List<String> words, PrintStream out) throws Exception {
        Words rest = new Words(words);
        Optional<ElementType> type = rest.option("--dtype").map(ConvertCommand::type);
        long shardBytes = rest.option("--shard").map(ConvertCommand::gibibytes).orElse(Long.MAX_VALUE);
        List<String> arguments = rest.arguments("FROM", "TO");
        Path to = Path.of(arguments.get(1));
        List<String> files =
                new Conversion(Path.of(arguments.get(0)), to, type, shardBytes).run(new TerminalProgress());
        out.println("wrote " + to + ": " + String.join(", ", files));
        return Main.DONE;
    }

    private static ElementType type(String word) {
        if (!TYPES.contains(word)) {
            throw new UsageException("--dtype must be one of " + TYPES + ", got " + word);
        }
        return ElementType.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static long gibibytes(String word) {
        if (!word.matches("[1-9]\\d{0,5}")) {
            throw new UsageException("--shard must be a whole number of GiB of at least 1, got " + word);
        }
        return Long.parseLong(word) << 30;
    }
}
