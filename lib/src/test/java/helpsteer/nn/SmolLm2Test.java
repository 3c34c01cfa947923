package helpsteer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.DecoderConfig;
import helpsteer.nn.decoder.DecoderInput;
import helpsteer.run.Seed;
import helpsteer.text.Tokenizer;
import helpsteer.weights.model.ModelFiles;
import helpsteer.weights.model.Pretrained;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The real SmolLM2-135M-Instruct against transformers on the same file; {@code make_smollm2.py} says how. */
class SmolLm2Test {
    private static final int EVERY = 64;

    @Test
    void forward_ownPrompts_equalsTransformersInIdsLogitsAndGreedyTokens() throws IOException {
        assumeThat(Pretrained.SMOLLM2_135M_INSTRUCT.path())
                .as("SmolLM2 is not in the cache; environment/helpsteer fetch smollm2 brings it")
                .exists();
        JsonNode golden = new ObjectMapper()
                .readTree(TinyDecoders.FOLDER.resolve("smollm2-135m.json").toFile());
        ModelFiles files = ModelFiles.open(Pretrained.SMOLLM2_135M_INSTRUCT.weights());
        try (NDManager manager = Torch.newManager();
                Tokenizer tokenizer = new Tokenizer(files.tokenizer().orElseThrow());
                Decoder decoder = new Decoder(
                        DecoderConfig.of(files.config()),
                        files.weights(),
                        new Parameters(manager),
                        Decoder.Options.defaults(),
                        new Seed(0))) {
            for (JsonNode text : golden.path("texts")) {
                int[] ids = integers(text.path("ids"));
                assertThat(tokenizer.ids(text.path("prompt").asText())).isEqualTo(ids);
                float[] logits = next(decoder, ids, manager);
                for (int i = 0; i < text.path("logits").size(); i++) {
                    assertThat((double) logits[i * EVERY])
                            .isCloseTo(text.path("logits").get(i).asDouble(), within(1e-3));
                }
                int[] greedy = integers(text.path("greedy"));
                assertThat(greedy(decoder, ids, greedy.length, manager)).isEqualTo(greedy);
            }
        }
    }

    private static float[] next(Decoder decoder, int[] ids, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            DecoderInput input = DecoderInput.of(List.of(ids), scope);
            NDArray logits = decoder.logits(decoder.last(decoder.forward(input), input));
            return logits.toFloatArray();
        }
    }

    private static int[] greedy(Decoder decoder, int[] prompt, int count, NDManager manager) {
        int[] ids = prompt;
        List<Integer> out = new ArrayList<>();
        while (out.size() < count) {
            float[] logits = next(decoder, ids, manager);
            int best = 0;
            for (int i = 1; i < logits.length; i++) {
                best = logits[i] > logits[best] ? i : best;
            }
            out.add(best);
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = best;
        }
        return out.stream().mapToInt(i -> i).toArray();
    }

    private static int[] integers(JsonNode list) {
        int[] out = new int[list.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = list.get(i).asInt();
        }
        return out;
    }
}
