package helpsteer.cli;

import helpsteer.report.progress.TerminalProgress;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.reward.scoring.StreamScoring;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code helpsteer score MODEL IN OUT}: scores of every row of a file. */
final class ScoreCommand {
    private static final Map<String, AttributeWeights> NAMED = Map.of(
            "helpfulness", AttributeWeights.HELPFULNESS_ONLY,
            "llama3-70b", AttributeWeights.LLAMA3_70B,
            "nemotron4-340b", AttributeWeights.NEMOTRON4_340B,
            "alignment", AttributeWeights.ALIGNMENT);

    static final Command COMMAND = new Command(
            "score",
            "MODEL IN.jsonl OUT.jsonl [--weights W] [--batch N] [--skip-bad] [--max-cut SHARE] [--base PATH]",
            "scores every row of a file with a saved reward model; the same call goes on with a run that was cut off",
            ScoreCommand::run);

    private ScoreCommand() {}

    private static int run(List<String> given, PrintStream out) {
        Words words = new Words(given);
        Optional<AttributeWeights> weights = words.option("--weights").map(ScoreCommand::weights);
        int window = words.count("--batch", 256);
        boolean skipBad = words.flag("--skip-bad");
        double maxCut = words.option("--max-cut").map(ScoreCommand::share).orElse(1.0);
        Optional<Path> base = words.option("--base").map(Path::of);
        List<String> paths = words.arguments("MODEL", "IN.jsonl", "OUT.jsonl");
        try (ModelFolder.Opened opened = ModelFolder.open(Path.of(paths.get(0)), base)) {
            AttributeWeights goodness = weights.orElse(opened.notes().goodness());
            out.println(opened.kind() + ", goodness by " + goodness);
            StreamScoring scoring = new StreamScoring(goodness, window, skipBad, maxCut);
            StreamScoring.Summary done =
                    scoring.run(opened.model(), Path.of(paths.get(1)), Path.of(paths.get(2)), new TerminalProgress());
            out.println(done);
            out.println((done.found() ? "found " : "wrote ") + paths.get(2));
        }
        return Main.DONE;
    }

    private static AttributeWeights weights(String word) {
        AttributeWeights named = NAMED.get(word);
        if (named != null) {
            return named;
        }
        List<String> parts = Arrays.asList(word.split(",", -1));
        try {
            double[] numbers = parts.stream().mapToDouble(Double::parseDouble).toArray();
            if (numbers.length == 5) {
                return AttributeWeights.of(a -> numbers[a.index()]);
            }
        } catch (IllegalArgumentException e) {
            throw refused(word);
        }
        throw refused(word);
    }

    private static UsageException refused(String word) {
        return new UsageException("--weights must be one of "
                + NAMED.keySet().stream().sorted().toList()
                + " or five finite numbers with commas between, in the order of the attributes, got " + word);
    }

    private static double share(String word) {
        try {
            double share = Double.parseDouble(word);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--max-cut must be a number in 0..1, got " + word);
        }
        throw new UsageException("--max-cut must be a number in 0..1, got " + word);
    }
}
