package helpsteer.reward;

import helpsteer.Goldens;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Split;
import helpsteer.nn.encoder.EncoderConfig;
import helpsteer.reward.training.RegressionObjective;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;

/** A random encoder of two layers, width 8, with the small tokenizer, and rows to rate. */
public final class TinyModels {
    private static final int WIDTH = 8;
    private static final int INNER = 16;
    private static final List<String> WORDS = List.of(
            "red", "blue", "green", "one", "two", "three", "good", "bad", "long", "short", "sea", "sky", "cat", "dog");

    private TinyModels() {}

    public static PretrainedEncoder backbone(long seed) {
        int vocabulary = 65; // tokens of tiny-tokenizer.json
        SplittableRandom random = new SplittableRandom(seed);
        List<StoredTensor> tensors = new ArrayList<>();
        tensors.add(tensor(random, "embeddings.word_embeddings.weight", vocabulary, WIDTH));
        tensors.add(tensor(random, "embeddings.position_embeddings.weight", EncoderConfig.POSITIONS, WIDTH));
        tensors.add(tensor(random, "embeddings.token_type_embeddings.weight", EncoderConfig.TYPES, WIDTH));
        norm(random, "embeddings.LayerNorm", tensors);
        for (int i = 0; i < 2; i++) {
            String layer = "encoder.layer." + i + ".";
            for (String module : List.of("self.query", "self.key", "self.value", "output.dense")) {
                linear(random, layer + "attention." + module, WIDTH, WIDTH, tensors);
            }
            norm(random, layer + "attention.output.LayerNorm", tensors);
            linear(random, layer + "intermediate.dense", INNER, WIDTH, tensors);
            linear(random, layer + "output.dense", WIDTH, INNER, tensors);
            norm(random, layer + "output.LayerNorm", tensors);
        }
        return new PretrainedEncoder(
                "tiny-" + seed + "-" + Long.toHexString(System.nanoTime()),
                new EncoderConfig(WIDTH, 2, 2, INNER, vocabulary),
                new TensorMap(tensors),
                Goldens.file("tiny-tokenizer.json"));
    }

    private static StoredTensor tensor(SplittableRandom random, String name, long... shape) {
        List<Long> sizes = new ArrayList<>();
        int count = 1;
        for (long size : shape) {
            sizes.add(size);
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-0.5, 0.5);
        }
        return StoredTensor.of(name, sizes, values);
    }

    private static void linear(SplittableRandom random, String name, long out, long in, List<StoredTensor> into) {
        into.add(tensor(random, name + ".weight", out, in));
        into.add(tensor(random, name + ".bias", out));
    }

    private static void norm(SplittableRandom random, String name, List<StoredTensor> into) {
        float[] ones = new float[WIDTH];
        java.util.Arrays.fill(ones, 1);
        into.add(StoredTensor.of(name + ".weight", List.of((long) WIDTH), ones));
        into.add(tensor(random, name + ".bias", WIDTH));
    }

    /** A head of five random rows. */
    public static LinearHead head(long seed, int width) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] weights = new double[5][];
        for (int a = 0; a < 5; a++) {
            weights[a] = random.doubles(width, -0.25, 0.25).toArray();
        }
        return new LinearHead(weights, random.doubles(5, 1, 3).toArray());
    }

    public static RewardModel model(PretrainedEncoder backbone, double dropout) {
        return RewardModel.of(backbone, input(dropout), head(4, backbone.shape().width()));
    }

    public static InputConfig input(double dropout) {
        return InputConfig.encoder().withMaxTokens(32).withDropout(dropout);
    }

    /** Pairs of rated responses, each pair with a prompt of its own. */
    public static List<RatedPair> pairs(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RatedPair> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Prompt prompt = Prompt.ofUser(words(random, 6) + " " + i);
            out.add(new RatedPair(sample(prompt, random), sample(prompt, random)));
        }
        return out;
    }

    private static RatedResponse sample(Prompt prompt, SplittableRandom random) {
        return new RatedResponse(prompt, words(random, 12), Ratings.of(a -> random.nextInt(5)));
    }

    private static String words(SplittableRandom random, int most) {
        List<String> out = new ArrayList<>();
        int count = random.nextInt(1, most + 1);
        for (int i = 0; i < count; i++) {
            out.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return String.join(" ", out);
    }

    /** Trains on the ratings of rows that choose the best step, too. */
    public static TrainingResult train(TrainingArgs args, RewardModel model, List<RatedResponse> rows) {
        RegressionObjective objective =
                new RegressionObjective(model, new Split<>(rows, rows), EnumSet.allOf(Attribute.class), args);
        return args.train(model, objective);
    }
}
