package helpsteer.weights.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.weights.InvalidWeightsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokenizer in a GGUF file's metadata as HuggingFace's tokenizer.json and tokenizer_config.json.
 *
 * <p>Byte-level BPE brings its merges along; SentencePiece BPE has a score for each piece, from which the merges follow.
 */
public final class GgufTokenizer {
    private static final String KEY = "tokenizer.ggml.";
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final GgufMetadata metadata;
    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Long> kinds;
    /** None where the pieces are SentencePiece's. */
    private final Optional<GgufPreTokenizer> byteLevel;

    private final boolean sentencePiece;

    private GgufTokenizer(GgufMetadata metadata) {
        this.metadata = metadata;
        tokens = metadata.list(KEY + "tokens", String.class);
        for (int id = 0; id < tokens.size(); id++) {
            if (ids.put(tokens.get(id), id) != null) {
                throw new InvalidWeightsException(KEY + "tokens must be unique, got \"" + tokens.get(id) + "\" twice");
            }
        }
        kinds = metadata.has(KEY + "token_type") ? metadata.list(KEY + "token_type", Long.class) : List.of();
        if (!kinds.isEmpty() && kinds.size() != tokens.size()) {
            throw new InvalidWeightsException(
                    KEY + "token_type must have one value a token, " + tokens.size() + ", got " + kinds.size());
        }
        sentencePiece = isSentencePiece(metadata.text(KEY + "model"));
        byteLevel = sentencePiece
                ? Optional.empty()
                : Optional.of(GgufPreTokenizer.of(metadata.text(KEY + "pre", "default")));
    }

    /**
     * Reads the vocabulary.
     *
     * @throws InvalidWeightsException where it is of a kind that is not read, or contradicts itself
     */
    public static GgufTokenizer of(GgufMetadata metadata) {
        return new GgufTokenizer(metadata);
    }

    private static boolean isSentencePiece(String model) {
        return switch (model) {
            case "gpt2" -> false;
            case "llama" -> true;
            default ->
                throw new InvalidWeightsException(KEY + "model must be gpt2 or llama, got " + model
                        + "; take the model as a HuggingFace folder with its tokenizer.json");
        };
    }

    /** The content of tokenizer.json. */
    public ObjectNode tokenizer() {
        ObjectNode root = JSON.objectNode().put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        root.set("added_tokens", addedTokens());
        byteLevel.ifPresentOrElse(kind -> kind.writeTo(root), () -> sentencePieceParts(root));
        root.set("post_processor", postProcessor());
        root.set("model", model());
        return root;
    }

    private ArrayNode addedTokens() {
        ArrayNode added = JSON.arrayNode();
        for (int id = 0; id < kinds.size(); id++) {
            long kind = kinds.get(id);
            if (kind == CONTROL || kind == USER_DEFINED) {
                added.addObject()
                        .put("id", id)
                        .put("content", tokens.get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", kind == CONTROL);
            }
        }
        return added;
    }

    /** A blank becomes the lower line of SentencePiece, and one stands before the text unless the file says no. */
    private void sentencePieceParts(ObjectNode root) {
        boolean prefix = metadata.flag(KEY + "add_space_prefix", true);
        ArrayNode normalizers =
                root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        if (prefix) {
            normalizers.addObject().put("type", "Prepend").put("prepend", GgufMerges.BLANK);
        }
        replace(normalizers.addObject(), " ", GgufMerges.BLANK);
        root.putNull("pre_tokenizer");
        ArrayNode decoders = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
        replace(decoders.addObject(), GgufMerges.BLANK, " ");
        decoders.addObject().put("type", "ByteFallback");
        decoders.addObject().put("type", "Fuse");
        if (prefix) {
            decoders.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
    }

    private static void replace(ObjectNode node, String from, String to) {
        node.put("type", "Replace").putObject("pattern").put("String", from);
        node.put("content", to);
    }

    private ObjectNode model() {
        ObjectNode model = JSON.objectNode().put("type", "BPE");
        model.putNull("dropout");
        model.put("unk_token", sentencePiece ? token("unknown_token_id").orElse(null) : null);
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", sentencePiece);
        model.put("byte_fallback", sentencePiece);
        model.put("ignore_merges", isLlama3());
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        for (GgufMerges.Merge merge : merges()) {
            merges.addArray().add(merge.left()).add(merge.right());
        }
        return model;
    }

    private boolean isLlama3() {
        return byteLevel.equals(Optional.of(GgufPreTokenizer.LLAMA3));
    }

    private List<GgufMerges.Merge> merges() {
        if (!sentencePiece || metadata.has(KEY + "merges")) {
            return GgufMerges.read(metadata.list(KEY + "merges", String.class), ids);
        }
        List<Float> scores = metadata.list(KEY + "scores", Float.class);
        if (scores.size() != tokens.size()) {
            throw new InvalidWeightsException(
                    KEY + "scores must have one value a token, " + tokens.size() + ", got " + scores.size());
        }
        return GgufMerges.ofScores(tokens, scores, ids);
    }

    /** Puts the begin and end tokens around a text where the file says so; else nothing that changes ids. */
    private ObjectNode postProcessor() {
        List<String> before = around("bos", sentencePiece || isLlama3());
        List<String> after = around("eos", false);
        if (before.isEmpty() && after.isEmpty()) {
            return GgufPreTokenizer.byteLevel(JSON.objectNode(), false);
        }
        ObjectNode post = JSON.objectNode().put("type", "TemplateProcessing");
        template(post.putArray("single"), before, List.of("A"), after);
        template(post.putArray("pair"), before, List.of("A", "B"), after);
        ObjectNode special = post.putObject("special_tokens");
        List<String> all = new ArrayList<>(before);
        all.addAll(after);
        for (String token : all) {
            ObjectNode entry = special.putObject(token).put("id", token);
            entry.putArray("ids").add(ids.get(token));
            entry.putArray("tokens").add(token);
        }
        return post;
    }

    private List<String> around(String name, boolean fallback) {
        if (!metadata.flag(KEY + "add_" + name + "_token", fallback)) {
            return List.of();
        }
        return token(name + "_token_id").map(List::of).orElse(List.of());
    }

    private static void template(ArrayNode into, List<String> before, List<String> texts, List<String> after) {
        for (int type = 0; type < texts.size(); type++) {
            for (String token : before) {
                into.addObject().putObject("SpecialToken").put("id", token).put("type_id", type);
            }
            into.addObject().putObject("Sequence").put("id", texts.get(type)).put("type_id", type);
            for (String token : after) {
                into.addObject().putObject("SpecialToken").put("id", token).put("type_id", type);
            }
        }
    }

    private Optional<String> token(String key) {
        if (!metadata.has(KEY + key)) {
            return Optional.empty();
        }
        int id = metadata.count(KEY + key);
        if (id >= tokens.size()) {
            throw new InvalidWeightsException(
                    KEY + key + " must be below the number of tokens, " + tokens.size() + ", got " + id);
        }
        return Optional.of(tokens.get(id));
    }

    /** The content of tokenizer_config.json. */
    public ObjectNode config() {
        ObjectNode config = JSON.objectNode().put("tokenizer_class", "PreTrainedTokenizerFast");
        token("bos_token_id").ifPresent(token -> config.put("bos_token", token));
        token("eos_token_id").ifPresent(token -> config.put("eos_token", token));
        token("unknown_token_id").ifPresent(token -> config.put("unk_token", token));
        token("padding_token_id").ifPresent(token -> config.put("pad_token", token));
        config.put("clean_up_tokenization_spaces", false);
        String context = metadata.text("general.architecture", "") + ".context_length";
        if (metadata.has(context)) {
            config.put("model_max_length", metadata.count(context));
        }
        if (metadata.has("tokenizer.chat_template")) {
            config.put("chat_template", metadata.text("tokenizer.chat_template"));
        }
        return config;
    }
}
