package helpsteer.weights.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.weights.InvalidWeightsException;

/** How a text is cut before byte-level BPE, by GGUF's {@code tokenizer.ggml.pre}. */
enum GgufPreTokenizer {
    /** OpenAI's GPT-2. */
    GPT2("", false),
    /** As GPT-2, every digit by itself. */
    SMOLLM("", false),
    /** Llama 3: digits in threes. */
    LLAMA3(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            false),
    /** Qwen 2 to 3: every digit by itself, text composed by NFC. */
    QWEN2(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
                    + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            true);

    private final String split;
    private final boolean composed;

    GgufPreTokenizer(String split, boolean composed) {
        this.split = split;
        this.composed = composed;
    }

    static GgufPreTokenizer of(String name) {
        return switch (name) {
            case "gpt-2", "default" -> GPT2;
            case "smollm" -> SMOLLM;
            case "llama-bpe", "llama3", "llama-v3" -> LLAMA3;
            case "qwen2" -> QWEN2;
            default ->
                throw new InvalidWeightsException(
                        "tokenizer.ggml.pre must be gpt-2, default, smollm, llama-bpe, llama3, llama-v3 or qwen2, got "
                                + name + "; take the model as a HuggingFace folder with its tokenizer.json");
        };
    }

    /** Writes normaliser, pre-tokenizer and decoder of a tokenizer.json. */
    void writeTo(ObjectNode root) {
        if (composed) {
            root.putObject("normalizer").put("type", "NFC");
        } else {
            root.putNull("normalizer");
        }
        ArrayNode steps =
                root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        if (this == SMOLLM) {
            steps.addObject().put("type", "Digits").put("individual_digits", true);
        }
        if (!split.isEmpty()) {
            ObjectNode step = steps.addObject().put("type", "Split");
            step.putObject("pattern").put("Regex", split);
            step.put("behavior", "Isolated").put("invert", false);
        }
        byteLevel(steps.addObject(), split.isEmpty());
        byteLevel(root.putObject("decoder"), true);
    }

    /** The byte-level step, which has the same fields wherever it stands. */
    static ObjectNode byteLevel(ObjectNode node, boolean useRegex) {
        return node.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", useRegex);
    }
}
