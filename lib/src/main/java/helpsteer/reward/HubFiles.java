package helpsteer.reward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.run.AtomicFile;
import helpsteer.run.Json;
import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.ModelConfig;
import helpsteer.weights.StoredTensor;
import helpsteer.weights.TensorMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The small files that a sequence classifier of transformers has, written and read. */
public final class HubFiles {
    public static final String CONFIG = "config.json";
    public static final String TOKENIZER = "tokenizer.json";
    public static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    static final String CODE = "modeling_reward.py";
    public static final String BERT = "BertForSequenceClassification";

    /** The largest file that a decoder's weights are written to. */
    public static final long SHARD_BYTES = 4L << 30;

    private static final Map<String, String> FAMILIES = Map.of("llama", "Llama", "qwen2", "Qwen2", "qwen3", "Qwen3");

    private HubFiles() {}

    public static void write(Path folder, String name, JsonNode content) throws IOException {
        Json.save(folder.resolve(name), content);
    }

    /** Five attributes under the names that transformers gives a classifier's outputs. */
    public static void label(ObjectNode config) {
        ObjectNode names = config.putObject("id2label");
        ObjectNode places = config.putObject("label2id");
        for (Attribute a : Attribute.values()) {
            names.put(Integer.toString(a.index()), a.key());
            places.put(a.key(), a.index());
        }
        config.put("problem_type", "regression");
    }

    /** How transformers is to use the tokenizer of the BERT family that lies beside it. */
    public static ObjectNode tokenizerConfig(int maxTokens) {
        ObjectNode out = Json.object();
        out.put("tokenizer_class", "PreTrainedTokenizerFast"); // reads tokenizer.json as it is
        out.put("cls_token", "[CLS]");
        out.put("sep_token", "[SEP]");
        out.put("pad_token", "[PAD]");
        out.put("unk_token", "[UNK]");
        out.put("mask_token", "[MASK]");
        out.put("model_max_length", maxTokens);
        out.put("padding_side", "right");
        out.put("truncation_side", "left");
        out.put("clean_up_tokenization_spaces", false);
        ArrayNode inputs = out.putArray("model_input_names");
        List.of("input_ids", "token_type_ids", "attention_mask").forEach(inputs::add);
        return out;
    }

    /** The code for read-outs that no class of transformers has. */
    public static void writeCode(Path folder) throws IOException {
        try (InputStream in = HubFiles.class.getResourceAsStream("/helpsteer/reward/" + CODE)) {
            if (in == null) {
                throw new IllegalStateException("the library must hold " + CODE + ", got none; build it again");
            }
            byte[] code = in.readAllBytes();
            AtomicFile.write(folder.resolve(CODE), t -> Files.write(t, code));
        }
    }

    /** The class that transformers has for a decoder and a task, or nothing for families that we do not know. */
    public static Optional<String> decoderClass(ModelConfig config, String task) {
        return Optional.ofNullable(FAMILIES.get(config.text("model_type"))).map(family -> family + task);
    }

    /**
     * The config of a decoder that is written in fp32.
     *
     * @param base of the model that it was made of
     * @param task what the class's name in transformers ends with, such as {@code "ForCausalLM"}
     */
    public static ObjectNode config(ModelConfig base, String task) throws JsonProcessingException {
        ObjectNode out = object(base);
        out.putArray("architectures")
                .add(decoderClass(base, task)
                        .orElseThrow(() -> new IllegalStateException("model_type must be one of " + FAMILIES.keySet()
                                + ", got " + base.text("model_type"))));
        out.remove("dtype");
        out.put("torch_dtype", "float32");
        return out;
    }

    public static ObjectNode object(ModelConfig config) throws JsonProcessingException {
        return (ObjectNode) Json.read(config.json());
    }

    /** The one architecture that a config names, or nothing. */
    public static String architecture(ModelConfig config) {
        return config.has("architectures") && config.texts("architectures").size() == 1
                ? config.texts("architectures").get(0)
                : "";
    }

    /**
     * Where each attribute stands among a classifier's outputs, by the names in {@code id2label}; any order is fine.
     *
     * @return for each attribute the row of the head
     * @throws InvalidWeightsException where the outputs are not the five attributes
     */
    public static int[] rows(ModelConfig config) throws JsonProcessingException {
        List<String> names = new ArrayList<>();
        JsonNode labels = object(config).path("id2label");
        for (int i = 0; i < labels.size(); i++) {
            names.add(labels.path(Integer.toString(i)).asText("none"));
        }
        List<String> wanted =
                Arrays.stream(Attribute.values()).map(Attribute::key).toList();
        if (names.size() != Attribute.COUNT || !names.containsAll(wanted)) {
            throw new InvalidWeightsException(config.source() + ": id2label must name " + wanted + " in any order, got "
                    + names + "; this classifier says something else, or name its outputs there");
        }
        return wanted.stream().mapToInt(names::indexOf).toArray();
    }

    /** A head as this library names and orders it. */
    public static StoredTensor head(TensorMap weights, String name, String ownName, int[] rows, Long... shape) {
        return weights.require(name, List.of(shape))
                .withRows(row -> rows[(int) row])
                .withName(ownName);
    }

    public static void copyTokenizer(Path tokenizer, Path folder) throws IOException {
        for (String name : List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja")) {
            Path from = tokenizer.resolveSibling(name);
            if (Files.exists(from)) {
                AtomicFile.write(folder.resolve(name), t -> Files.write(t, Files.readAllBytes(from)));
            }
        }
    }
}
