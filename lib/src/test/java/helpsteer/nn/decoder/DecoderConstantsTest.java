package helpsteer.nn.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.nn.Precision;
import helpsteer.nn.TinyDecoders;
import helpsteer.nn.TorchScript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DecoderConstantsTest {
    private static Map<String, Object> of(String model, Optional<Lora> lora, double adapterDropout) {
        return new DecoderConstants(TinyDecoders.config(model), lora).of(Precision.FLOAT32, 0.1, adapterDropout, false);
    }

    private static Set<String> named(String script) throws IOException {
        try (InputStream in = TorchScript.class.getResourceAsStream("/helpsteer/nn/" + script + ".py")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return Pattern.compile("%(\\w+)%")
                    .matcher(text)
                    .results()
                    .map(m -> m.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void of_anyModel_givesWhatTheScriptsNameAndNothingElse() throws IOException {
        Set<String> names = named("decoder");
        names.addAll(named("decoding"));
        assertThat(of("llama3", Optional.empty(), 0).keySet()).isEqualTo(names);
    }

    /** Qwen2 has biases on queries, keys and values; Qwen3 norms queries and keys; Llama neither. */
    @Test
    void of_biasesNormsAndAdapters_standInTheText() {
        assertThat(of("llama3", Optional.empty(), 0))
                .containsEntry("Q_PROJ", "torch.linear(h, self.low(p[2]))")
                .containsEntry("Q_NORM", "q")
                .containsEntry("HD", "h")
                .containsEntry("DROP", "torch.dropout(x, 0.1, True)");
        assertThat(of("qwen2", Optional.empty(), 0))
                .containsEntry("Q_PROJ", "torch.linear(h, self.low(p[2]), self.low(p[9]))")
                .containsEntry("O_PROJ", "torch.linear(a, self.low(p[5]))");
        assertThat(of("qwen3", Optional.empty(), 0))
                .containsEntry("K_NORM", "self.low(self.norm(self.high(k), p[10]))");
        Map<String, Object> adapted =
                of("llama3", Optional.of(new Lora(2, 8, 0.5, List.of("q_proj", "down_proj"))), 0.5);
        assertThat(adapted)
                .containsEntry("Q_PROJ", "self.adapted(torch.linear(h, self.low(p[2])), hd, p[9], p[10])")
                .containsEntry("K_PROJ", "torch.linear(h, self.low(p[3]))")
                .containsEntry("HD", "torch.dropout(h, 0.5, True)")
                .containsEntry("MD", "m")
                .containsEntry("FD", "torch.dropout(f, 0.5, True)")
                .containsEntry("LORA_SCALE", 4.0);
    }
}
