package helpsteer.cli;

import helpsteer.bench.ArenaHardScore;
import helpsteer.bench.MtBenchScores;
import helpsteer.bench.judge.ArenaHardJudge;
import helpsteer.bench.judge.ChatClient;
import helpsteer.bench.judge.ChatEndpoint;
import helpsteer.bench.judge.Judge;
import helpsteer.bench.judge.JudgeRun;
import helpsteer.bench.judge.MtBenchJudge;
import helpsteer.cli.options.Arguments.Modest;
import helpsteer.data.benchmark.AnswerForm;
import helpsteer.data.benchmark.ArenaHardJudgment;
import helpsteer.data.benchmark.ModelAnswer;
import helpsteer.data.benchmark.MtBenchJudgment;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.fetch.Endpoint;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code helpsteer judge mt-bench|arena-hard ...}: lets a model behind an endpoint grade answers. */
@Command(
        name = "judge",
        description =
                "Lets a model behind an OpenAI-compatible endpoint grade answers; the same call goes on with a run that"
                        + " was cut off.")
final class JudgeCommand extends TerminalCommand {
    static final String MT_BENCH = "mt-bench";
    private static final String ARENA_HARD = "arena-hard";
    private static final int ARENA_HARD_TOKENS = 4096; // its own configuration for v0.1
    private static final ChatEndpoint.Limits USUAL = ChatEndpoint.Limits.DEFAULT;

    @Parameters(
            index = "0",
            paramLabel = "BENCHMARK",
            converter = Benchmark.class,
            description = "mt-bench or arena-hard.")
    private String benchmark;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description = "mt-bench: ANSWERS OUT. arena-hard: ANSWERS BASELINE OUT.")
    private List<Path> files;

    @Option(
            names = "--endpoint",
            required = true,
            paramLabel = "URL",
            description = "Address that /chat/completions follows.")
    private String endpoint;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME",
            description = "The judge, as the endpoint calls it.")
    private String model;

    @Option(
            names = "--key-variable",
            paramLabel = "NAME",
            description = "Variable of the environment that holds the key (default: ${DEFAULT-VALUE}).")
    private String keyVariable = "OPENAI_API_KEY";

    @Option(names = "--no-key", description = "Sends no key.")
    private boolean noKey;

    @Option(names = "--dry-run", description = "Says what it would cost and sends nothing.")
    private boolean dry;

    @Option(names = "--calls", paramLabel = "N", description = "Most calls of this run (default: all).")
    private int calls = USUAL.calls();

    @Option(
            names = "--at-once",
            paramLabel = "N",
            converter = Modest.class,
            description = "Calls under way at one time (default: ${DEFAULT-VALUE}).")
    private int atOnce = USUAL.atOnce();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Longest wait for one reply (default: ${DEFAULT-VALUE}).")
    private int timeout = (int) USUAL.timeout().toSeconds();

    @Option(
            names = "--attempts",
            paramLabel = "N",
            converter = Modest.class,
            description = "Attempts of one call (default: ${DEFAULT-VALUE}).")
    private int attempts = USUAL.attempts();

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description = "Longest reply, in tokens (default: 2048, of arena-hard 4096).")
    private Optional<Integer> tokens = Optional.empty();

    /** One of the two. */
    static final class Benchmark implements ITypeConverter<String> {
        @Override
        public String convert(String word) {
            if (!word.equals(MT_BENCH) && !word.equals(ARENA_HARD)) {
                throw new TypeConversionException("must be mt-bench or arena-hard");
            }
            return word;
        }
    }

    @Override
    public Integer call() {
        boolean mtBench = benchmark.equals(MT_BENCH);
        if (files.size() != (mtBench ? 2 : 3)) {
            throw wrong("files of " + benchmark + " must be " + (mtBench ? "ANSWERS OUT" : "ANSWERS BASELINE OUT")
                    + ", got " + files);
        }
        ChatEndpoint to = endpoint(mtBench ? USUAL.maxTokens() : ARENA_HARD_TOKENS);
        Path file = files.get(files.size() - 1);
        Judge judge = mtBench ? mtBench() : arenaHard();
        out().println(JudgeRun.estimate(judge, to, file));
        if (dry) {
            out().println("nothing was sent");
            return Main.DONE;
        }
        JudgeRun.Outcome outcome = JudgeRun.run(judge, new ChatClient(to, new Seed(1)), file);
        out().println(outcome);
        if (outcome.complete()) {
            out().println(mtBench ? mtBenchScore(file) : arenaHardScore(file));
            return Main.DONE;
        }
        out().println("the same call goes on with what is left");
        return Main.FAILED;
    }

    private ChatEndpoint endpoint(int usualTokens) {
        ChatEndpoint.Limits limits = new ChatEndpoint.Limits(
                atOnce, Duration.ofSeconds(timeout), attempts, calls, tokens.orElse(usualTokens));
        try {
            return new ChatEndpoint(Endpoint.parse("endpoint", endpoint), model, noKey ? "" : keyVariable, limits);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Judge mtBench() {
        return MtBenchJudge.of(DataHome.find(), ModelAnswer.read(files.get(0), AnswerForm.MT_BENCH));
    }

    private Judge arenaHard() {
        return new ArenaHardJudge(
                OpenQuestion.arenaHard(DataHome.find()),
                ModelAnswer.read(files.get(0), AnswerForm.ARENA_HARD),
                ModelAnswer.read(files.get(1), AnswerForm.ARENA_HARD));
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
