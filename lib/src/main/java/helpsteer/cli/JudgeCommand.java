package helpsteer.cli;

import helpsteer.bench.ArenaHardScore;
import helpsteer.bench.MtBenchScores;
import helpsteer.bench.judge.ArenaHardJudge;
import helpsteer.bench.judge.ChatClient;
import helpsteer.bench.judge.ChatEndpoint;
import helpsteer.bench.judge.Judge;
import helpsteer.bench.judge.JudgeRun;
import helpsteer.bench.judge.MtBenchJudge;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.fetch.Endpoint;
import helpsteer.data.sets.AnswerForm;
import helpsteer.data.sets.ArenaHardJudgment;
import helpsteer.data.sets.ModelAnswer;
import helpsteer.data.sets.MtBenchJudgment;
import helpsteer.data.sets.OpenQuestion;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code helpsteer judge mt-bench|arena-hard ...}: lets a model behind an endpoint grade answers. */
final class JudgeCommand {
    static final Command COMMAND = new Command(
            "judge",
            "mt-bench ANSWERS OUT | arena-hard ANSWERS BASELINE OUT, --endpoint URL --model NAME"
                    + " [--key-variable NAME | --no-key] [--dry-run] [--calls N] [--at-once N] [--timeout SECONDS]"
                    + " [--attempts N] [--tokens N]",
            "lets a model behind an OpenAI-compatible endpoint grade answers; the key is read from the environment"
                    + " (OPENAI_API_KEY); the same call goes on with a run that was cut off",
            JudgeCommand::run);

    private static final String MT_BENCH = "mt-bench";
    private static final String ARENA_HARD = "arena-hard";
    private static final int ARENA_HARD_TOKENS = 4096; // its own configuration for v0.1
    private static final String KEY_VARIABLE = "OPENAI_API_KEY";

    private JudgeCommand() {}

    private static int run(List<String> given, PrintStream out) {
        if (given.isEmpty() || !List.of(MT_BENCH, ARENA_HARD).contains(given.get(0))) {
            throw new UsageException(
                    "benchmark must be mt-bench or arena-hard, got " + (given.isEmpty() ? "nothing" : given.get(0)));
        }
        boolean mtBench = given.get(0).equals(MT_BENCH);
        Words words = new Words(given.subList(1, given.size()));
        ChatEndpoint endpoint = endpoint(words, mtBench ? standard().maxTokens() : ARENA_HARD_TOKENS);
        boolean dry = words.flag("--dry-run");
        List<String> files =
                mtBench ? words.arguments("ANSWERS", "OUT") : words.arguments("ANSWERS", "BASELINE", "OUT");
        Path file = Path.of(files.get(files.size() - 1));
        Judge judge = mtBench ? mtBench(files) : arenaHard(files);
        out.println(JudgeRun.estimate(judge, endpoint, file));
        if (dry) {
            out.println("nothing was sent");
            return Main.DONE;
        }
        JudgeRun.Outcome outcome =
                JudgeRun.run(judge, new ChatClient(endpoint, new Seed(1)), file, new TerminalProgress());
        out.println(outcome);
        if (outcome.complete()) {
            out.println(mtBench ? mtBenchScore(file) : arenaHardScore(file));
            return Main.DONE;
        }
        out.println("the same call goes on with what is left");
        return Main.FAILED;
    }

    private static ChatEndpoint.Limits standard() {
        return ChatEndpoint.Limits.DEFAULT;
    }

    private static ChatEndpoint endpoint(Words words, int tokens) {
        String address = needed(words, "--endpoint");
        String model = needed(words, "--model");
        String variable = words.option("--key-variable").orElse(KEY_VARIABLE);
        boolean noKey = words.flag("--no-key");
        ChatEndpoint.Limits limits = new ChatEndpoint.Limits(
                words.count("--at-once", standard().atOnce()),
                Duration.ofSeconds(
                        words.count("--timeout", (int) standard().timeout().toSeconds())),
                words.count("--attempts", standard().attempts()),
                words.count("--calls", standard().calls()),
                words.count("--tokens", tokens));
        try {
            return new ChatEndpoint(Endpoint.parse("endpoint", address), model, noKey ? "" : variable, limits);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static String needed(Words words, String option) {
        return words.option(option).orElseThrow(() -> new UsageException(option + " must be given, got none"));
    }

    private static Judge mtBench(List<String> files) {
        return MtBenchJudge.of(DataHome.find(), ModelAnswer.read(Path.of(files.get(0)), AnswerForm.MT_BENCH));
    }

    private static Judge arenaHard(List<String> files) {
        return new ArenaHardJudge(
                OpenQuestion.arenaHard(DataHome.find()),
                ModelAnswer.read(Path.of(files.get(0)), AnswerForm.ARENA_HARD),
                ModelAnswer.read(Path.of(files.get(1)), AnswerForm.ARENA_HARD));
    }

    private static String mtBenchScore(Path file) {
        StringBuilder out = new StringBuilder();
        MtBenchScores.of(MtBenchJudgment.read(file)).forEach(scores -> {
            Estimate all = scores.overall(new Seed(1));
            out.append(String.format(
                    Locale.ROOT,
                    "%s: MT-Bench %.2f %s (turn 1 %.2f, turn 2 %.2f), %d judgments without a grade",
                    scores.model(),
                    all.value(),
                    all.interval(),
                    scores.mean(1),
                    scores.mean(2),
                    scores.unparsed().size()));
        });
        return out.toString();
    }

    private static String arenaHardScore(Path file) {
        ArenaHardScore score = ArenaHardScore.of(ArenaHardJudgment.read(file));
        Estimate all = score.overall(new Seed(1));
        return String.format(
                Locale.ROOT,
                "%s: Arena-Hard %.1f %% %s of %d questions, %d left out for want of a verdict",
                score.model(),
                all.value(),
                all.interval(),
                score.questions().size(),
                score.unparsed().size());
    }
}
