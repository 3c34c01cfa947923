package helpsteer.cli;

import helpsteer.report.TerminalProgress;
import helpsteer.weights.Conversion;
import helpsteer.weights.ElementType;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<String> rest = new ArrayList<>(words);
        Optional<ElementType> type = option(rest, "--dtype").map(ConvertCommand::type);
        long shardBytes = option(rest, "--shard").map(ConvertCommand::gibibytes).orElse(Long.MAX_VALUE);
        if (rest.size() != 2 || rest.stream().anyMatch(word -> word.startsWith("-"))) {
            throw new UsageException("FROM and TO must be named, got " + String.join(" ", words));
        }
        Path to = Path.of(rest.get(1));
        List<String> files = new Conversion(Path.of(rest.get(0)), to, type, shardBytes).run(new TerminalProgress());
        out.println("wrote " + to + ": " + String.join(", ", files));
        return Main.DONE;
    }

    /** The word after an option, both taken out. */
    private static Optional<String> option(List<String> words, String name) {
        int at = words.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == words.size()) {
            throw new UsageException(name + " must have a value, got none");
        }
        words.remove(at);
        return Optional.of(words.remove(at));
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
