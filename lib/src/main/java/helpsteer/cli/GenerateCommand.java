package helpsteer.cli;

import helpsteer.cli.options.Arguments.Modest;
import helpsteer.cli.options.Arguments.Positive;
import helpsteer.data.Prompt;
import helpsteer.generate.ChatPrompts;
import helpsteer.generate.Completion;
import helpsteer.generate.CompletionFile;
import helpsteer.generate.GenerationListener;
import helpsteer.generate.LanguageModel;
import helpsteer.generate.PromptFile;
import helpsteer.generate.SamplingParams;
import helpsteer.nn.decoder.LogitsProcessor;
import helpsteer.run.Seed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code helpsteer generate}: answers to a prompt on the terminal, or to a file's prompts in a file. */
@Command(
        name = "generate",
        description = "Writes answers with a language model (default: SmolLM2), to one prompt or to a file of them, the"
                + " likeliest where no temperature is given; the same call goes on with a file that was cut off.")
final class GenerateCommand extends TerminalCommand {
    @Parameters(
            paramLabel = "IN.jsonl OUT.jsonl",
            arity = "0..2",
            description = "File of prompts and file of their answers, in place of --prompt.")
    private List<Path> files = List.of();

    @Option(names = "--prompt", paramLabel = "TEXT", description = "One prompt, answered on the terminal.")
    private Optional<String> prompt = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "PATH",
            description = "Folder or GGUF file of a language model (default: SmolLM2).")
    private Optional<Path> path = Optional.empty();

    @Option(names = "--system", paramLabel = "TEXT", description = "System turn before each prompt (default: none).")
    private Optional<String> system = Optional.empty();

    @Option(
            names = "--temperature",
            paramLabel = "X",
            converter = Positive.class,
            description = "Draws each token; the higher, the more varied (default: takes the likeliest token).")
    private double temperature;

    @Option(
            names = "--top-p",
            paramLabel = "X",
            converter = Positive.class,
            description = "Draws from the likeliest tokens that hold this share of the probability (default: 1, all).")
    private double topP = 1;

    @Option(
            names = "--top-k",
            paramLabel = "N",
            description = "Draws from so many of the likeliest tokens (default: all).")
    private int topK = LogitsProcessor.ALL;

    @Option(
            names = "--samples",
            paramLabel = "N",
            converter = Modest.class,
            description = "Answers to each prompt (default: ${DEFAULT-VALUE}).")
    private int samples = 1;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Longest answer, in tokens (default: ${DEFAULT-VALUE}).")
    private int maxTokens = 256;

    @Option(names = "--seed", paramLabel = "N", description = "Source of all draws (default: ${DEFAULT-VALUE}).")
    private int seed = 1;

    @Override
    public Integer call() {
        SamplingParams sampling = sampling();
        List<Prompt> prompts = prompts();
        try (LanguageModel model = path.map(LanguageModel::open).orElseGet(LanguageModel::smolLm2);
                ChatPrompts chat = model.prompts(model.template())) {
            List<int[]> ids = new ArrayList<>();
            for (Prompt one : prompts) {
                ids.add(chat.encode(one, sampling.maxTokens()).ids());
            }
            SamplingParams adapted = chat.adapted(sampling);
            Seed draws = new Seed(seed);
            long start = System.nanoTime();
            List<List<Completion>> answers = prompt.isPresent()
                    ? model.write(ids, adapted, chat.stopTokens(), draws, new OnTerminal(out(), sampling))
                    : new CompletionFile(files.get(1)).write(model, ids, adapted, chat.stopTokens(), draws);
            out().println(summary(answers, (System.nanoTime() - start) / 1e9, prompt.isPresent()));
        }
        return Main.DONE;
    }

    private List<Prompt> prompts() {
        if (prompt.isPresent() != files.isEmpty() || files.size() == 1) {
            throw wrong("--prompt, or IN.jsonl and OUT.jsonl, must be given, got "
                    + (prompt.isPresent() ? "--prompt and " : "")
                    + (files.isEmpty() ? "nothing" : files));
        }
        if (prompt.isEmpty()) {
            return PromptFile.read(files.get(0), system);
        }
        return List.of(PromptFile.with(system, Prompt.ofUser(prompt.get())));
    }

    private SamplingParams sampling() {
        if (temperature == 0 && (topP != 1 || topK != LogitsProcessor.ALL || samples > 1)) {
            throw wrong("--temperature must be given with --top-p, --top-k and --samples, got none;"
                    + " the likeliest answer is always the same");
        }
        return new SamplingParams(new LogitsProcessor(temperature, topK, topP, 0, 1), samples, maxTokens, List.of());
    }

    /** Shows one answer as it is written, several as each is done. */
    private record OnTerminal(PrintWriter out, SamplingParams sampling) implements GenerationListener {
        @Override
        public void text(int prompt, int sample, String more) {
            if (sampling.samples() == 1) {
                out.print(more);
                out.flush();
            }
        }

        @Override
        public void done(int prompt, int sample, Completion answer) {
            out.println(sampling.samples() == 1 ? "" : "[" + (sample + 1) + "] " + answer.text());
        }
    }

    private static String summary(List<List<Completion>> answers, double seconds, boolean fresh) {
        long tokens = answers.stream()
                .flatMap(List::stream)
                .mapToLong(a -> a.draws().size())
                .sum();
        long cut = answers.stream()
                .flatMap(List::stream)
                .filter(a -> a.ending() == Completion.Ending.LENGTH)
                .count();
        long count = answers.stream().mapToLong(List::size).sum();
        String rate = fresh ? String.format(Locale.ROOT, ", %.1f tokens/s", tokens / seconds) : "";
        return String.format(
                Locale.ROOT,
                "(%,d answers, %,d tokens, %.1f s%s; %d ended by length)",
                count,
                tokens,
                seconds,
                rate,
                cut);
    }
}
