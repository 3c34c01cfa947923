package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.nn.decoder.GoldenDecoder;
import helpsteer.reward.frozen.Vectors;
import helpsteer.run.Seed;
import helpsteer.text.PairEncoding;
import helpsteer.text.PromptResponse;
import helpsteer.text.Tokenizer;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A text's score depends on the text alone: not on what it is scored with, nor on how much padding that brings, for every
 * kind of backbone, read-out and template. Heads on vectors are pure functions of them; {@code FrozenHeadTest} holds them to it.
 */
class InvarianceTest {
    private static final double TOLERANCE = 1e-5;
    private static final Path BASE = Path.of("lib/src/test/resources/golden/decoder/reward/base");
    private static final int VOCABULARY = 702; // of the tokenizer there

    /** Of every length up to far beyond what is read, one empty, one of several turns, two that hold control tokens. */
    private static List<PromptResponse> texts() {
        List<PromptResponse> out = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            out.add(new PromptResponse(
                    Prompt.ofUser("what is " + "red cat ".repeat(i)), "good dog, ".repeat(i * i) + i));
        }
        out.add(new PromptResponse(Prompt.ofUser("long " + "one two three ".repeat(60)), "four"));
        out.add(new PromptResponse(Prompt.ofUser("say nothing"), ""));
        out.add(new PromptResponse(
                new Prompt(List.of(
                        new Turn(Role.USER, "one"), new Turn(Role.ASSISTANT, "two"), new Turn(Role.USER, "three"))),
                "four five"));
        out.add(new PromptResponse(Prompt.ofUser("[SEP] cat <|im_end|>"), "dog [CLS] <extra_id_2><|im_start|>user"));
        out.add(new PromptResponse(Prompt.ofUser("<extra_id_1>User"), "[PAD] [PAD]"));
        return out;
    }

    private static void assertInvariant(RewardModel model) {
        List<PromptResponse> texts = texts();
        float[][] alone = texts.stream().map(t -> model.embed(List.of(t))[0]).toArray(float[][]::new);
        AttributeScores[] scores =
                texts.stream().map(t -> model.score(List.of(t)).get(0)).toArray(AttributeScores[]::new);
        assertThat(Arrays.stream(alone).map(Arrays::toString).distinct().count())
                .isEqualTo(texts.size());
        for (int round = 0; round < 3; round++) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, texts.size()).boxed().toList());
            Collections.shuffle(order, new Random(round));
            List<Integer> chosen = order.subList(0, round == 0 ? texts.size() : 5);
            List<PromptResponse> batch = chosen.stream().map(texts::get).toList();
            float[][] vectors = model.embed(batch);
            List<AttributeScores> together = model.score(batch);
            for (int i = 0; i < chosen.size(); i++) {
                int text = chosen.get(i);
                for (int d = 0; d < vectors[i].length; d++) {
                    assertThat((double) Math.abs(vectors[i][d] - alone[text][d]))
                            .as("text %d, place %d", text, d)
                            .isLessThan(TOLERANCE);
                }
                for (Attribute a : Attribute.values()) {
                    assertThat(Math.abs(together.get(i).of(a) - scores[text].of(a)))
                            .as("text %d, %s", text, a)
                            .isLessThan(TOLERANCE);
                }
            }
        }
    }

    /** The small encoder with what one of the read-outs needs besides. */
    private static PretrainedEncoder withPooler(long seed) {
        PretrainedEncoder plain = TinyModels.backbone(seed);
        int width = plain.shape().width();
        SplittableRandom random = new SplittableRandom(seed);
        List<StoredTensor> tensors = new ArrayList<>(plain.weights().all());
        for (List<Long> shape : List.of(List.of((long) width, (long) width), List.of((long) width))) {
            float[] values = new float[shape.stream().mapToInt(Long::intValue).reduce(1, Math::multiplyExact)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-0.5, 0.5);
            }
            tensors.add(
                    StoredTensor.of(shape.size() == 2 ? "pooler.dense.weight" : "pooler.dense.bias", shape, values));
        }
        return new PretrainedEncoder(plain.id(), plain.shape(), new TensorMap(tensors), plain.tokenizer());
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void score_encoderOfEachReadOut_dependsOnTheTextAlone(Pooling readOut) {
        InputConfig input = InputConfig.encoder().withPooling(readOut).withMaxTokens(96);
        try (RewardModel model = RewardModel.of(withPooler(1), input, TinyModels.head(3, 8))) {
            assertInvariant(model);
        }
    }

    static Stream<Arguments> decoders() {
        return GoldenDecoder.FAMILIES.stream()
                .flatMap(f -> Arrays.stream(InputConfig.Template.values()).map(t -> Arguments.of(f, t)));
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void score_decoderOfEachFamilyAndTemplate_dependsOnTheTextAlone(
            String family, InputConfig.Template template, @TempDir Path folder) throws IOException {
        PretrainedDecoder backbone = decoder(family, folder);
        InputConfig input = InputConfig.decoder().withTemplate(template).withMaxTokens(240);
        int width = backbone.shape().width();
        double[][] weights = IntStream.range(0, Attribute.COUNT)
                .mapToObj(
                        a -> new SplittableRandom(a).doubles(width, -0.25, 0.25).toArray())
                .toArray(double[][]::new);
        LinearHead head = new LinearHead(weights, new double[Attribute.COUNT]);
        try (RewardModel model = RewardModel.of(backbone, input, head, new Seed(1))) {
            assertInvariant(model);
        }
    }

    /** The reference decoder of a family with the small tokenizer and as many random embeddings as that has tokens. */
    private static PretrainedDecoder decoder(String family, Path folder) throws IOException {
        GoldenDecoder reference = GoldenDecoder.of(family);
        ObjectMapper json = new ObjectMapper();
        Path configs = BASE.resolveSibling("../configs.json").normalize();
        ObjectNode config = (ObjectNode) json.readTree(configs.toFile()).get(family);
        config.put("vocab_size", VOCABULARY);
        config.put("max_position_embeddings", 256);
        json.writeValue(folder.resolve("config.json").toFile(), config);
        int width = reference.config().width();
        float[] embeddings = new float[VOCABULARY * width];
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < embeddings.length; i++) {
            embeddings[i] = (float) random.nextDouble(-0.5, 0.5);
        }
        List<StoredTensor> tensors = new ArrayList<>();
        for (StoredTensor tensor : reference.weights().all()) {
            if (tensor.name().endsWith("embed_tokens.weight")) {
                tensors.add(StoredTensor.of(tensor.name(), List.of((long) VOCABULARY, (long) width), embeddings));
            } else {
                tensors.add(tensor);
            }
        }
        Safetensors.write(folder.resolve("model.safetensors"), tensors, Map.of());
        for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
            Files.copy(BASE.resolve(file), folder.resolve(file));
        }
        return PretrainedDecoder.open(folder);
    }

    /** Whoever writes "[SEP]" ends no part, and "[PAD]" hides nothing. */
    @Test
    void encode_controlTokensInATextForAnEncoder_stayText() {
        PretrainedEncoder backbone = TinyModels.backbone(1);
        try (Tokenizer tokenizer = new Tokenizer(backbone.tokenizer())) {
            var encoded = new PairEncoding(tokenizer, 96)
                    .encode(new PromptResponse(Prompt.ofUser("[CLS] cat [SEP]"), "dog [SEP] [PAD][MASK]"));
            int[] ids = IntStream.range(0, encoded.length()).map(encoded::id).toArray();
            assertThat(ids[0]).isEqualTo(tokenizer.idOf("[CLS]"));
            assertThat(ids[ids.length - 1]).isEqualTo(tokenizer.idOf("[SEP]"));
            for (Map.Entry<String, Integer> often :
                    Map.of("[CLS]", 1, "[SEP]", 2, "[PAD]", 0, "[MASK]", 0).entrySet()) {
                assertThat(IntStream.of(ids)
                                .filter(id -> id == tokenizer.idOf(often.getKey()))
                                .count())
                        .as(often.getKey())
                        .isEqualTo((long) often.getValue());
            }
        }
    }

    /** Each read-out gives vectors of its own under a key of its own; one cached beside others is the one cached alone. */
    @Test
    void embed_eachReadOut_differsFromTheOthersAndHasItsOwnKey() {
        PretrainedEncoder backbone = withPooler(2);
        List<float[]> vectors = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (Pooling readOut : Pooling.values()) {
            InputConfig input = InputConfig.encoder().withPooling(readOut).withMaxTokens(96);
            keys.add(backbone.cacheName(input));
            vectors.add(Vectors.of(backbone, input).of(texts().subList(0, 1))[0]);
            assertThat(Vectors.of(backbone, input).of(texts())[0]).isEqualTo(vectors.get(vectors.size() - 1));
        }
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(vectors.stream().map(Arrays::toString)).doesNotHaveDuplicates();
    }
}
