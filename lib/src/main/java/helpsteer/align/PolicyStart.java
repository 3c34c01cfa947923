package helpsteer.align;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.text.ChatEncoding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a policy begins as: a pretrained model, with the adapters of the stages before it as part of it, and new adapters that
 * change nothing yet where the input asks for some.
 *
 * @param backbone pretrained model
 * @param input how it reads and computes
 * @param seed source of the first adapters' start
 * @param adapters folders of the stages before, in order; none at first
 */
public record PolicyStart(PretrainedDecoder backbone, InputConfig input, Seed seed, List<Path> adapters) {
    public PolicyStart {
        backbone.check(input);
        adapters = List.copyOf(adapters);
    }

    /** A pretrained model that no stage has trained. */
    public PolicyStart(PretrainedDecoder backbone, InputConfig input, Seed seed) {
        this(backbone, input, seed, List.of());
    }

    /** The policy before its first step; closed by whoever opens it. */
    public Policy open() {
        if (adapters.isEmpty()) {
            return Policy.open(backbone, input, seed);
        }
        Policy policy = Policy.open(backbone, input, adapters);
        policy.mergeAdapters();
        return policy;
    }

    /** Whether adapters are trained; else the whole decoder is. */
    public boolean isAdapted() {
        return input.options().lora().isPresent();
    }

    /** The policy that a run left in its folder: adapters on what stands here, or a whole decoder. */
    public Policy open(Path artefact) {
        if (!isAdapted()) {
            return Policy.open(PretrainedDecoder.open(artefact), input, seed);
        }
        List<Path> all = new ArrayList<>(adapters);
        all.add(artefact);
        return Policy.open(backbone, input, all);
    }

    /** All that decides what the policy is before its first step. */
    public JsonNode settings() {
        return Json.tree(Map.of(
                "model",
                backbone.id(),
                "shape",
                backbone.shape(),
                "reading",
                Json.object()
                        .put("format", input.template().name())
                        .put("maxTokens", input.maxTokens())
                        .set("options", Json.tree(input.options())),
                "encoding",
                ChatEncoding.VERSION,
                "tokenizer",
                Hash.ofFile(backbone.files().tokenizer().orElseThrow()),
                "adapters",
                adapters.isEmpty() ? "seed " + seed.value() : "after " + hash()));
    }

    private String hash() {
        return Hash.ofTexts(adapters.stream().map(folder -> Hash.ofFile(folder.resolve("adapter_model.safetensors"))));
    }
}
