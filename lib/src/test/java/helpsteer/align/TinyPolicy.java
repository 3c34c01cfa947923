package helpsteer.align;

import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.generate.Generated;
import helpsteer.nn.Decoder;
import helpsteer.nn.Draw;
import helpsteer.nn.Lora;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.DecoderBackbone;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.text.Exchange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A policy over the tiny random decoder, texts for it, a scorer that likes length and a sampler of random tokens. */
final class TinyPolicy {
    static final Ratings WANTED = new Ratings(4, 4, 4, 2, 2);
    private static final Path BASE = Path.of("lib/src/test/resources/golden/decoder/reward/base");
    private static final int TOKENS = 160;

    private TinyPolicy() {}

    static DecoderBackbone backbone() {
        return DecoderBackbone.open(BASE);
    }

    static PolicyReading adapted(PolicyFormat format) {
        Decoder.Options options = Decoder.Options.defaults().withLora(new Lora(4, 8, 0, Lora.MODULES));
        return new PolicyReading(format, TOKENS, options);
    }

    static Policy withAdapters() {
        return Policy.open(backbone(), adapted(PolicyFormat.OWN), new Seed(1));
    }

    static Policy whole(PolicyFormat format) {
        return Policy.open(backbone(), new PolicyReading(format, TOKENS, Decoder.Options.defaults()), new Seed(1));
    }

    static Prompt prompt(int i) {
        return Prompt.ofUser("Question " + i + "?");
    }

    static String response(int i) {
        return List.of("red", "blue and green", "one two three", "a long answer of many words", "no")
                        .get(i % 5)
                + i;
    }

    static List<Exchange> exchanges(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Exchange(prompt(i), response(i)))
                .toList();
    }

    static final Scorer LENGTH = new Scorer() {
        @Override
        public List<AttributeScores> score(List<Exchange> exchanges, Progress progress) {
            return exchanges.stream()
                    .map(e -> e.response().length() / 8.0 - 0.6)
                    .map(s -> new AttributeScores(s, s, 3, 2.5, 1.5))
                    .toList();
        }
    };

    /** Random tokens that are letters, the same for one seed; every third is cut off. */
    static Sampler sampler(Policy policy) {
        return (prompts, n, seed, progress) -> {
            List<List<Generated>> out = new ArrayList<>();
            for (int p = 0; p < prompts.size(); p++) {
                SplittableRandom random = seed.stream("sampling", p);
                List<Generated> ofPrompt = new ArrayList<>();
                for (int i = 0; i < n; i++) {
                    int[] ids = random.ints(random.nextInt(2, 12), 40, 80).toArray();
                    List<Draw> draws = Arrays.stream(ids)
                            .mapToObj(id -> new Draw(id, -Math.log(40), -Math.log(40)))
                            .toList();
                    ofPrompt.add(new Generated(
                            draws,
                            policy.tokenizer().decode(ids),
                            i % 3 != 2 ? Generated.Ending.TOKEN : Generated.Ending.LENGTH));
                }
                out.add(ofPrompt);
            }
            return out;
        };
    }

    static Tuning tuning(int epochs, int rows, double rate) {
        return new Tuning(epochs, rows, rate, 0, new Seed(2));
    }
}
