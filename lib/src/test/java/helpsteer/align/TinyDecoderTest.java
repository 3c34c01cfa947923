package helpsteer.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Prompt;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.weights.model.TinyDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The decoder from nothing, seen through the policy that it is made for. */
class TinyDecoderTest {
    private final Path folder;

    TinyDecoderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Policy policy(Path at) {
        InputConfig input = InputConfig.decoder().withMaxTokens(128);
        return Policy.open(PretrainedDecoder.open(at), input, new Seed(1));
    }

    @Test
    void write_anyText_isReadByteByByte() {
        new TinyDecoder(2, 4, 128).write(folder, new Seed(1));
        String text = "Gr\u00fc\u00dfe \u00e0\u00ad, \u65e5\u672c \ud83d\ude00\n\ttab <|im_start|>\u0000";
        try (Policy policy = policy(folder)) {
            int[] ids = policy.tokenizer().ids("a" + text.replace("<|im_start|>", ""));
            assertThat(policy.tokenizer().decode(ids)).isEqualTo("a" + text.replace("<|im_start|>", ""));
            assertThat(ids).hasSize(("a" + text.replace("<|im_start|>", "")).getBytes(StandardCharsets.UTF_8).length);
            PolicyText read = policy.read(new PromptResponse(Prompt.ofUser("Hi"), "yes"), Optional.empty());
            assertThat(policy.tokenizer().decode(Arrays.copyOfRange(read.ids(), read.asked()[0], read.asked()[0] + 3)))
                    .isEqualTo("yes");
        }
    }

    @Test
    void write_random_saysAlmostNothing() {
        new TinyDecoder(2, 4, 128).write(folder, new Seed(1));
        try (Policy policy = policy(folder)) {
            PolicyText text = policy.read(new PromptResponse(Prompt.ofUser("Hi"), "yes"), Optional.empty());
            double mean =
                    Arrays.stream(policy.of(List.of(text)).get(0)).average().orElseThrow();
            assertThat(mean).isCloseTo(-Math.log(262), within(0.1)); // 256 bytes and six control tokens
        }
    }

    @Test
    void write_twice_isTheSameAndASeedAnother() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            new TinyDecoder(1, 2, 64).write(folder.resolve(name), new Seed(name.equals("c") ? 2 : 1));
        }
        for (String file : List.of("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors")) {
            assertThat(Files.readAllBytes(folder.resolve("a").resolve(file)))
                    .isEqualTo(Files.readAllBytes(folder.resolve("b").resolve(file)));
        }
        assertThat(Files.mismatch(folder.resolve("a/model.safetensors"), folder.resolve("c/model.safetensors")))
                .isPositive();
    }

    @Test
    void decoder_ofNothing_isRefused() {
        assertThatThrownBy(() -> new TinyDecoder(0, 4, 128))
                .hasMessage("layers and heads must be at least 1 and context at least 16, got 0, 4 and 128");
    }
}
