package helpsteer.cli;

import helpsteer.bench.AnswerGeneration;
import helpsteer.cli.options.Arguments.Modest;
import helpsteer.cli.options.ModelOptions;
import helpsteer.data.benchmark.AnswerForm;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.data.fetch.DataHome;
import helpsteer.generate.ChatModel;
import helpsteer.generate.LanguageModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code helpsteer answer mt-bench|arena-hard MODEL OUT}: a language model answers a benchmark's questions. */
@Command(
        name = "answer",
        description =
                "Lets a language model answer a benchmark's questions, by the likeliest tokens as in the paper, into"
                        + " a file that judge grades; the same call goes on with a file that was cut off.")
final class AnswerCommand extends TerminalCommand {
    private static final String GOES_ON = "; the same call goes on";

    @Parameters(
            index = "0",
            paramLabel = "BENCHMARK",
            converter = JudgeCommand.Benchmark.class,
            description = "mt-bench or arena-hard.")
    private String benchmark;

    @Parameters(
            index = "1",
            paramLabel = "smollm2|PATH",
            description = "SmolLM2, or the folder or GGUF file of a language model, such as model-4-dpo of align.")
    private Path path;

    @Parameters(index = "2", paramLabel = "OUT.jsonl", description = "File of the answers, in the benchmark's form.")
    private Path out;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the judge calls the model (default: the name of its file or folder).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Longest answer, in tokens (default: ${DEFAULT-VALUE}).")
    private int maxTokens = 1024;

    @Option(
            names = "--batch",
            paramLabel = "N",
            converter = Modest.class,
            description = "Questions answered at a time (default: ${DEFAULT-VALUE}).")
    private int batch = 8;

    @Option(names = "--questions", paramLabel = "N", description = "Most questions to answer (default: all).")
    private int most = Integer.MAX_VALUE;

    @Override
    public Integer call() {
        boolean mtBench = benchmark.equals(JudgeCommand.MT_BENCH);
        DataHome home = DataHome.find();
        List<OpenQuestion> all = mtBench ? OpenQuestion.mtBench(home) : OpenQuestion.arenaHard(home);
        List<OpenQuestion> questions = all.subList(0, Math.min(all.size(), most));
        boolean smolLm2 = path.toString().equals(ModelOptions.SMOLLM2);
        String called = name.orElseGet(
                () -> String.valueOf(path.toAbsolutePath().normalize().getFileName()));
        AnswerGeneration generation =
                new AnswerGeneration(mtBench ? AnswerForm.MT_BENCH : AnswerForm.ARENA_HARD, called, batch);
        try (LanguageModel model = smolLm2 ? LanguageModel.smolLm2() : LanguageModel.open(path);
                ChatModel chat = new ChatModel(model, maxTokens)) {
            AnswerGeneration.Outcome outcome = generation.run(questions, out, chat);
            out().println(outcome);
            if (chat.cutConversations() > 0) {
                out().println(chat.cutConversations() + " conversations were too long for the model with an answer of "
                        + maxTokens + " tokens and were cut at their beginning");
            }
            return outcome.left() == 0 ? Main.DONE : Main.FAILED;
        } catch (CancellationException e) {
            out().println(e.getMessage() + GOES_ON);
            return Main.FAILED;
        }
    }
}
