package helpsteer.cli;

import helpsteer.data.Prompt;
import helpsteer.generate.ChatPrompts;
import helpsteer.generate.Completion;
import helpsteer.generate.CompletionFile;
import helpsteer.generate.GenerationListener;
import helpsteer.generate.LanguageModel;
import helpsteer.generate.PromptFile;
import helpsteer.generate.SamplingParams;
import helpsteer.nn.decoder.LogitsProcessor;
import helpsteer.report.progress.TerminalProgress;
import helpsteer.run.Seed;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code helpsteer generate}: answers to a prompt on the terminal, or to a file's prompts in a file. */
final class GenerateCommand {
    static final Command COMMAND = new Command(
            "generate",
            "(--prompt TEXT | IN.jsonl OUT.jsonl) [--model PATH] [--system TEXT] [--temperature X] [--top-p X]"
                    + " [--top-k N] [--samples N] [--max-tokens N] [--seed N]",
            "writes answers with a language model (default: SmolLM2), the likeliest where no temperature is given;"
                    + " the same call goes on with a file that was cut off",
            GenerateCommand::run);

    private GenerateCommand() {}

    private static int run(List<String> given, PrintStream out) {
        Words words = new Words(given);
        Optional<String> prompt = words.option("--prompt");
        Optional<String> path = words.option("--model");
        Optional<String> system = words.option("--system");
        SamplingParams sampling = sampling(words);
        Seed seed = new Seed(words.count("--seed", 1));
        if (prompt.isPresent()) {
            words.arguments();
            if (prompt.get().isBlank()) {
                throw new UsageException("--prompt must be a text, got a blank one");
            }
        }
        List<String> files = prompt.isPresent() ? List.of() : words.arguments("IN.jsonl", "OUT.jsonl");
        List<Prompt> prompts = prompt.isPresent()
                ? List.of(PromptFile.with(system, Prompt.ofUser(prompt.get())))
                : PromptFile.read(Path.of(files.get(0)), system);
        try (LanguageModel model = path.map(Path::of).map(LanguageModel::open).orElseGet(LanguageModel::smolLm2);
                ChatPrompts chat = model.prompts(model.template())) {
            List<int[]> ids = new ArrayList<>();
            for (Prompt one : prompts) {
                ids.add(chat.encode(one, sampling.maxTokens()).ids());
            }
            long start = System.nanoTime();
            List<List<Completion>> answers = prompt.isPresent()
                    ? model.write(ids, chat.adapted(sampling), chat.stopTokens(), seed, new OnTerminal(out, sampling))
                    : new CompletionFile(Path.of(files.get(1)))
                            .write(model, ids, chat.adapted(sampling), chat.stopTokens(), seed, new TerminalProgress());
            out.println(summary(answers, (System.nanoTime() - start) / 1e9, prompt.isPresent()));
        }
        return Main.DONE;
    }

    private static SamplingParams sampling(Words words) {
        double temperature = words.positive("--temperature", 0);
        double topP = words.positive("--top-p", 1);
        int topK = words.count("--top-k", LogitsProcessor.ALL);
        int samples = words.count("--samples", 1);
        if (temperature == 0 && (topP != 1 || topK != LogitsProcessor.ALL || samples > 1)) {
            throw new UsageException("--temperature must be given with --top-p, --top-k and --samples, got none;"
                    + " the likeliest answer is always the same");
        }
        LogitsProcessor choice = new LogitsProcessor(temperature, topK, topP, 0, 1);
        return new SamplingParams(choice, samples, words.count("--max-tokens", 256), List.of());
    }

    /** Shows one answer as it is written, several as each is done. */
    private record OnTerminal(PrintStream out, SamplingParams sampling) implements GenerationListener {
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
