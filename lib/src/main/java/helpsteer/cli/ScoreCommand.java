package helpsteer.cli;

import helpsteer.cli.options.Arguments.Share;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.scoring.StreamScoring;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code helpsteer score MODEL IN OUT}: scores of every row of a file. */
@Command(
        name = "score",
        description =
                "Scores every row of a file with a saved reward model; the same call goes on with a run that was cut off.")
final class ScoreCommand extends TerminalCommand {
    private static final Map<String, AttributeWeights> NAMED = new TreeMap<>(Map.of(
            "helpfulness", AttributeWeights.HELPFULNESS_ONLY,
            "llama3-70b", AttributeWeights.LLAMA3_70B,
            "nemotron4-340b", AttributeWeights.NEMOTRON4_340B,
            "alignment", AttributeWeights.ALIGNMENT));

    @Parameters(index = "0", paramLabel = "MODEL", description = "Folder of a reward model, such as RUN/model.")
    private Path model;

    @Parameters(index = "1", paramLabel = "IN.jsonl", description = "File of conversations.")
    private Path in;

    @Parameters(index = "2", paramLabel = "OUT.jsonl", description = "File of the same rows with their scores.")
    private Path to;

    @Option(
            names = "--weights",
            paramLabel = "W",
            converter = Weights.class,
            description =
                    "What makes one number of the five: helpfulness, llama3-70b, nemotron4-340b, alignment, or five"
                            + " numbers with commas between (default: what the model was trained for).")
    private Optional<AttributeWeights> weights = Optional.empty();

    @Option(names = "--batch", paramLabel = "N", description = "Rows scored at a time (default: ${DEFAULT-VALUE}).")
    private int window = 256;

    @Option(names = "--skip-bad", description = "Leaves out rows that cannot be scored, and names the first of them.")
    private boolean skipBad;

    @Option(
            names = "--max-cut",
            paramLabel = "SHARE",
            converter = Share.class,
            description =
                    "Refuses to go on where a larger share of the texts is too long for the model (default: 1.0).")
    private double maxCut = 1;

    @Option(
            names = "--base",
            paramLabel = "PATH",
            description = "Model that a decoder's adapters belong to (default: SmolLM2).")
    private Optional<Path> base = Optional.empty();

    /** Weights by name or one by one. */
    static final class Weights implements ITypeConverter<AttributeWeights> {
        @Override
        public AttributeWeights convert(String word) {
            AttributeWeights named = NAMED.get(word);
            if (named != null) {
                return named;
            }
            String rule = "must be one of " + NAMED.keySet()
                    + " or five finite numbers with commas between, in the order of the attributes";
            try {
                double[] numbers = Arrays.stream(word.split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                if (numbers.length == 5) {
                    return AttributeWeights.of(a -> numbers[a.index()]);
                }
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(rule);
            }
            throw new TypeConversionException(rule);
        }
    }

    @Override
    public Integer call() {
        if (base.isPresent() && ModelFolder.kindOf(model) != ModelFolder.Kind.ADAPTERS) {
            throw wrong("--base must be given for the adapters of a decoder only, got it for a whole model ("
                    + ModelFolder.kindOf(model) + "); leave it out");
        }
        try (ModelFolder.Opened opened = ModelFolder.open(model, base)) {
            AttributeWeights goodness = weights.orElse(opened.notes().weights());
            out().println(opened.kind() + ", goodness by " + goodness);
            StreamScoring scoring = new StreamScoring(goodness, window, skipBad, maxCut);
            StreamScoring.Summary done = scoring.run(opened.model(), in, to);
            out().println(done);
            out().println((done.found() ? "found " : "wrote ") + to);
        } catch (CancellationException e) {
            out().println(e.getMessage() + "; what was scored is kept, and the same call goes on");
            return Main.FAILED;
        }
        return Main.DONE;
    }
}
