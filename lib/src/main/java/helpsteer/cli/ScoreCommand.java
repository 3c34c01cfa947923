package helpsteer.cli;

import helpsteer.cli.options.Arguments.Share;
import helpsteer.data.Prompt;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.RewardModel;
import helpsteer.reward.calibration.CalibratedScorer;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.scoring.StreamScoring;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code helpsteer score MODEL IN OUT}: scores of every row of a file; or of one or two responses on the terminal. */
@Command(
        name = "score",
        description =
                "Scores every row of a file, or one or two responses, with a saved reward model; the same call goes on with a"
                        + " run that was cut off.")
final class ScoreCommand extends TerminalCommand {
    private static final Map<String, AttributeWeights> NAMED = new TreeMap<>(Map.of(
            "helpfulness", AttributeWeights.HELPFULNESS_ONLY,
            "llama3-70b", AttributeWeights.LLAMA3_70B,
            "nemotron4-340b", AttributeWeights.NEMOTRON4_340B,
            "alignment", AttributeWeights.ALIGNMENT));

    @Parameters(index = "0", paramLabel = "MODEL", description = "Folder of a reward model, such as RUN/model.")
    private Path model;

    @Parameters(
            index = "1..*",
            paramLabel = "IN.jsonl OUT.jsonl",
            arity = "0..2",
            description = "File of conversations, and file of the same rows with their scores.")
    private List<Path> files = List.of();

    @Option(names = "--prompt", paramLabel = "TEXT", description = "One prompt, in place of the files.")
    private Optional<String> prompt = Optional.empty();

    @Option(names = "--response", paramLabel = "TEXT", description = "The response to --prompt that is scored.")
    private Optional<String> response = Optional.empty();

    @Option(
            names = "--against",
            paramLabel = "TEXT",
            description = "Another response to --prompt: which of the two is better, and how surely.")
    private Optional<String> against = Optional.empty();

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
        check();
        try (ModelFolder.Opened opened = ModelFolder.open(model, base)) {
            AttributeWeights goodness = weights.orElse(opened.notes().weights());
            CalibrationOutcome calibration =
                    opened.notes().withWeights(goodness).calibration();
            out().println(opened.kind() + ", goodness by " + goodness);
            out().println(calibration);
            if (prompt.isPresent()) {
                CalibratedScorer scorer = new CalibratedScorer(opened.model(), goodness, calibration);
                texts(scorer, Prompt.parse(prompt.get()));
            } else {
                file(opened.model(), new StreamScoring(goodness, window, skipBad, maxCut, calibration.calibration()));
            }
        } catch (CancellationException e) {
            out().println(e.getMessage() + "; what was scored is kept, and the same call goes on");
            return Main.FAILED;
        }
        return Main.DONE;
    }

    private void check() {
        boolean texts = prompt.isPresent();
        if (texts != response.isPresent() || (against.isPresent() && !texts)) {
            throw wrong("--prompt and --response must be given together, and --against only with them, got "
                    + (texts ? "--prompt" : response.isPresent() ? "--response" : "--against") + " alone");
        }
        if (texts ? !files.isEmpty() : files.size() != 2) {
            throw wrong("IN.jsonl and OUT.jsonl, or --prompt and --response, must be given, got "
                    + (texts ? "--prompt and " : "") + (files.isEmpty() ? "neither" : files));
        }
    }

    private void file(RewardModel scorer, StreamScoring scoring) {
        StreamScoring.Summary done = scoring.run(scorer, files.get(0), files.get(1));
        out().println(done);
        out().println((done.found() ? "found " : "wrote ") + files.get(1));
    }

    private void texts(CalibratedScorer scorer, Prompt to) {
        if (against.isPresent() && scorer.calibration().calibration().isPresent()) {
            CalibratedScorer.Compared both = scorer.compare(to, response.orElseThrow(), against.get());
            out().println("--response: " + both.first());
            out().println("--against: " + both.second());
            out().println(both.probability().text("--response", "--against"));
            return;
        }
        out().println("--response: " + scorer.score(to, response.orElseThrow()));
        against.ifPresent(other -> out().println("--against: " + scorer.score(to, other)
                + "\nhow surely one is better is not known without a calibration"));
    }
}
