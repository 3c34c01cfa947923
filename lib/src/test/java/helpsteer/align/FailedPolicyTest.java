package helpsteer.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import helpsteer.nn.Torch;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.InputConfig;
import helpsteer.run.Seed;
import helpsteer.weights.InvalidWeightsException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that cannot be opened leaves nothing of what it had opened. */
class FailedPolicyTest {
    /** What hangs on a manager; DJL shows the arrays only. */
    private static int open(NDManager manager) throws ReflectiveOperationException {
        Field field = BaseNDManager.class.getDeclaredField("resources");
        field.setAccessible(true);
        return ((Map<?, ?>) field.get(manager)).size();
    }

    /** Bug: scripts and the tokenizer for texts without special tokens stayed open where what came after them failed. */
    @Test
    void open_adaptersOfAnotherRank_closesWhatItOpened(@TempDir Path folder) throws ReflectiveOperationException {
        Path adapter = folder.resolve("adapter");
        InputConfig input = TinyPolicy.adapted(InputConfig.Template.OWN);
        try (Policy policy = Policy.open(TinyPolicy.backbone(), input, new Seed(1))) {
            policy.save(adapter);
        }
        InputConfig another = input.withOptions(input.options().withLora(new Lora(2, 8, 0, Lora.MODULES)));
        try (NDManager manager = Torch.newManager()) {
            NDManager all = manager.getParentManager();
            int before = open(all);
            assertThatThrownBy(() -> Policy.open(TinyPolicy.backbone(), another, List.of(adapter)))
                    .isInstanceOf(InvalidWeightsException.class);
            assertThat(open(all)).isEqualTo(before);
        }
    }
}
