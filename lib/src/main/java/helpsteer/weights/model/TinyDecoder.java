package helpsteer.weights.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.text.BytePairEncoding;
import helpsteer.weights.Safetensors;
import helpsteer.weights.StoredTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A Llama small enough to be trained from nothing on a processor, for machines without a pretrained one. It reads bytes, or
 * what a {@link BytePairEncoding} joins of them, and has the chat template of ChatML.
 *
 * @param layers at least 1
 * @param heads of {@value #HEAD} numbers each, at least 1; all of them share one key and value head
 * @param context longest text in tokens
 */
public record TinyDecoder(int layers, int heads, int context) {
    static final int HEAD = 16;

    private static final String PAD = "<pad>";
    private static final String START = "<|im_start|>";
    private static final String END = "<|im_end|>";
    private static final List<String> SPECIAL =
            List.of(PAD, START, END, "<extra_id_0>", "<extra_id_1>", "<extra_id_2>");
    private static final int BYTES = 256;
    private static final double SPREAD = 0.02;
    private static final String TEMPLATE =
            "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] +"
                    + " '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{"
                    + " '<|im_start|>assistant\\n' }}{% endif %}";

    public TinyDecoder {
        if (layers < 1 || heads < 1 || context < 16) {
            throw new IllegalArgumentException("layers and heads must be at least 1 and context at least 16, got "
                    + layers + ", " + heads + " and " + context);
        }
    }

    /** Writes the model with random weights in HuggingFace's layout, reading bytes; a seed gives the same bytes each time. */
    public void write(Path folder, Seed seed) {
        write(folder, BytePairEncoding.bytes(), seed);
    }

    /** The same with a trained tokenizer. */
    public void write(Path folder, BytePairEncoding encoding, Seed seed) {
        ObjectNode ids = ids(encoding);
        try {
            Files.createDirectories(folder);
            Json.save(folder.resolve("config.json"), config(ids.size()));
            Json.save(folder.resolve("tokenizer.json"), tokenizer(ids, encoding));
            ObjectNode words = Json.object();
            words.put("eos_token", END);
            words.put("pad_token", PAD);
            words.put("chat_template", TEMPLATE);
            Json.save(folder.resolve("tokenizer_config.json"), words);
            Safetensors.write(folder.resolve(Safetensors.FILE), tensors(ids.size(), seed), Map.of("format", "pt"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder + ": " + e.getMessage(), e);
        }
    }

    private int width() {
        return HEAD * heads;
    }

    private int inner() {
        return 3 * width();
    }

    /** How many tokens there are before any are joined. */
    public static int leastVocabulary() {
        return SPECIAL.size() + BYTES;
    }

    /** Control tokens, then bytes, then what is joined of them. */
    private static ObjectNode ids(BytePairEncoding encoding) {
        ObjectNode ids = Json.object();
        for (String token : SPECIAL) {
            ids.put(token, ids.size());
        }
        for (int b = 0; b < BYTES; b++) {
            ids.put(BytePairEncoding.symbol(b), ids.size());
        }
        for (BytePairEncoding.Merge merge : encoding.merges()) {
            if (!ids.has(merge.joined())) {
                ids.put(merge.joined(), ids.size());
            }
        }
        return ids;
    }

    private ObjectNode config(int vocabulary) {
        ObjectNode out = Json.object();
        out.put("model_type", "llama");
        out.putArray("architectures").add("LlamaForCausalLM");
        out.put("vocab_size", vocabulary);
        out.put("hidden_size", width());
        out.put("intermediate_size", inner());
        out.put("num_hidden_layers", layers);
        out.put("num_attention_heads", heads);
        out.put("num_key_value_heads", 1);
        out.put("head_dim", HEAD);
        out.put("hidden_act", "silu");
        out.put("max_position_embeddings", context);
        out.put("rms_norm_eps", 1e-6);
        out.put("rope_theta", 10_000.0);
        out.put("tie_word_embeddings", true);
        out.put("attention_bias", false);
        out.put("mlp_bias", false);
        out.put("eos_token_id", SPECIAL.indexOf(END));
        out.put("pad_token_id", SPECIAL.indexOf(PAD));
        out.put("torch_dtype", "float32");
        return out;
    }

    private static ObjectNode tokenizer(ObjectNode ids, BytePairEncoding encoding) {
        ObjectNode out = Json.object();
        out.put("version", "1.0");
        for (int i = 0; i < SPECIAL.size(); i++) {
            ObjectNode token = out.withArray("added_tokens").addObject();
            token.put("id", i);
            token.put("content", SPECIAL.get(i));
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                token.put(flag, false);
            }
            token.put("special", true);
        }
        out.putNull("normalizer");
        for (String part : List.of("pre_tokenizer", "decoder")) {
            ObjectNode bytes = out.putObject(part);
            bytes.put("type", "ByteLevel");
            bytes.put("add_prefix_space", false);
            bytes.put("trim_offsets", true);
            bytes.put("use_regex", true);
        }
        ObjectNode model = out.putObject("model");
        model.put("type", "BPE");
        model.set("vocab", ids);
        ArrayNode merges = model.putArray("merges");
        for (BytePairEncoding.Merge merge : encoding.merges()) {
            merges.add(merge.left() + " " + merge.right()); // no symbol holds a space
        }
        return out;
    }

    private List<StoredTensor> tensors(int vocabulary, Seed seed) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        long width = width();
        shapes.put("model.embed_tokens.weight", List.of((long) vocabulary, width));
        for (int i = 0; i < layers; i++) {
            String layer = "model.layers." + i + ".";
            shapes.put(layer + "input_layernorm.weight", List.of(width));
            shapes.put(layer + "self_attn.q_proj.weight", List.of(width, width));
            shapes.put(layer + "self_attn.k_proj.weight", List.of((long) HEAD, width));
            shapes.put(layer + "self_attn.v_proj.weight", List.of((long) HEAD, width));
            shapes.put(layer + "self_attn.o_proj.weight", List.of(width, width));
            shapes.put(layer + "post_attention_layernorm.weight", List.of(width));
            shapes.put(layer + "mlp.gate_proj.weight", List.of((long) inner(), width));
            shapes.put(layer + "mlp.up_proj.weight", List.of((long) inner(), width));
            shapes.put(layer + "mlp.down_proj.weight", List.of(width, (long) inner()));
        }
        shapes.put("model.norm.weight", List.of(width));
        List<StoredTensor> out = new ArrayList<>();
        shapes.forEach((name, shape) -> out.add(StoredTensor.of(name, shape, values(name, shape, seed))));
        return out;
    }

    /** Norms begin at 1, the rest normal as Llama does. */
    private static float[] values(String name, List<Long> shape, Seed seed) {
        float[] out = new float[Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact))];
        RandomGenerator random = seed.stream(name);
        for (int i = 0; i < out.length; i++) {
            out[i] = shape.size() == 1 ? 1 : (float) (SPREAD * random.nextGaussian());
        }
        return out;
    }
}
