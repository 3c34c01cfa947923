package helpsteer.align;

import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.generate.Completion;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.Scorer;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.TrainingArgs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A policy over the tiny random decoder, texts for it, a scorer that likes length and a sampler of random tokens. */
public final class TinyPolicy {
    public static final Ratings WANTED = new Ratings(4, 4, 4, 2, 2);
    private static final Path BASE = Path.of("lib/src/test/resources/golden/decoder/reward/base");
    private static final int TOKENS = 160;

    private TinyPolicy() {}

    static PretrainedDecoder backbone() {
        return PretrainedDecoder.open(BASE);
    }

    static InputConfig adapted(InputConfig.Template format) {
        Decoder.Options options = Decoder.Options.defaults().withLora(new Lora(4, 8, 0, Lora.MODULES));
        return InputConfig.decoder().withTemplate(format).withMaxTokens(TOKENS).withOptions(options);
    }

    public static PolicyStart start() {
        return new PolicyStart(backbone(), adapted(InputConfig.Template.OWN), new Seed(1));
    }

    public static PolicyStart wholeStart(InputConfig.Template format) {
        return new PolicyStart(
                backbone(), InputConfig.decoder().withTemplate(format).withMaxTokens(TOKENS), new Seed(1));
    }

    public static Policy withAdapters() {
        return start().open();
    }

    static Policy whole(InputConfig.Template format) {
        return wholeStart(format).open();
    }

    public static Prompt prompt(int i) {
        return Prompt.ofUser("Question " + i + "?");
    }

    public static String response(int i) {
        return List.of("red", "blue and green", "one two three", "a long answer of many words", "no")
                        .get(i % 5)
                + i;
    }

    public static List<PromptResponse> exchanges(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new PromptResponse(prompt(i), response(i)))
                .toList();
    }

    public static final Scorer LENGTH = new Scorer() {
        @Override
        public List<AttributeScores> score(List<PromptResponse> exchanges) {
            return exchanges.stream()
                    .map(e -> e.response().length() / 8.0 - 0.6)
                    .map(s -> new AttributeScores(s, s, 3, 2.5, 1.5))
                    .toList();
        }
    };

    /** Random tokens that are letters, the same for one seed; every third is cut off. */
    static Sampler sampler(Policy policy) {
        return (prompts, n, seed) -> {
            List<List<Completion>> out = new ArrayList<>();
            for (int p = 0; p < prompts.size(); p++) {
                SplittableRandom random = seed.stream("sampling", p);
                List<Completion> ofPrompt = new ArrayList<>();
                for (int i = 0; i < n; i++) {
                    int[] ids = random.ints(random.nextInt(2, 12), 40, 80).toArray();
                    List<SampledToken> draws = Arrays.stream(ids)
                            .mapToObj(id -> new SampledToken(id, -Math.log(40), -Math.log(40)))
                            .toList();
                    ofPrompt.add(new Completion(
                            draws,
                            policy.tokenizer().decode(ids),
                            i % 3 != 2 ? Completion.Ending.TOKEN : Completion.Ending.LENGTH));
                }
                out.add(ofPrompt);
            }
            return out;
        };
    }

    public static TrainingArgs tuning(int epochs, int rows, double rate) {
        return TrainingArgs.constant(epochs, rows, rate, 0, new Seed(2));
    }
}
