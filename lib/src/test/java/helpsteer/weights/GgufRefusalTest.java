package helpsteer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.weights.gguf.GgufConfig;
import helpsteer.weights.gguf.GgufFamily;
import helpsteer.weights.gguf.GgufFile;
import helpsteer.weights.gguf.GgufMetadata;
import helpsteer.weights.gguf.GgufTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no sound GGUF file, or no model that is read, is refused by name. */
class GgufRefusalTest {
    private static final int F32 = 0;

    private static void refused(Runnable reading, String message) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage(message);
    }

    private static void refused(GgufBytes file, String message) {
        refused(file::read, message);
    }

    private static void refused(byte[] file, String message) {
        refused(() -> GgufFile.of(MappedFile.of(file)), message);
    }

    @Test
    void read_otherFormatOrVersion_isRefused(@TempDir Path folder) throws IOException {
        Path zip = Files.write(folder.resolve("m.gguf"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
        assertThatThrownBy(() -> GgufFile.read(zip))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("m.gguf: a GGUF file must begin with \"GGUF\", got 0x04034b50; this is another format");
        for (Map.Entry<Integer, String> version : Map.of(
                        1, "1", 4, "4", 0x03000000, "a big-endian file", -1, "4294967295")
                .entrySet()) {
            refused(
                    GgufBytes.join(new byte[] {'G', 'G', 'U', 'F'}, GgufBytes.int32(version.getKey())),
                    "GGUF version must be 2 or 3, little-endian, got " + version.getValue()
                            + "; convert the model again with a current llama.cpp");
        }
        refused(new byte[0], "file must not end within its head, got its end at byte 0; fetch it again");
    }

    @Test
    void read_versionTwo_isRead() {
        byte[] two = new GgufBytes().pair("a", 5).bytes();
        two[4] = 2;
        assertThat(GgufFile.of(MappedFile.of(two)).metadata().count("a")).isEqualTo(5);
    }

    /** A count or length that the file cannot hold is refused before anything is made for it. */
    @Test
    void read_countsBeyondTheFile_areRefused() {
        byte[] head = GgufBytes.join(new byte[] {'G', 'G', 'U', 'F'}, GgufBytes.int32(3));
        refused(
                GgufBytes.join(head, GgufBytes.int64(1L << 40), new byte[16]),
                "number of tensors must fit the 16 bytes left, got 1099511627776; fetch the file again");
        refused(
                GgufBytes.join(head, GgufBytes.int64(-1), new byte[16]),
                "number of tensors must be below 2^63, got 18446744073709551615");
        refused(
                GgufBytes.join(head, GgufBytes.int64(0), GgufBytes.int64(2), new byte[25]),
                "number of metadata pairs must fit the 25 bytes left, got 2; fetch the file again");
        refused(
                GgufBytes.join(head, GgufBytes.int64(0), GgufBytes.int64(1), GgufBytes.int64(6), new byte[5]),
                "length of metadata key must fit the 5 bytes left, got 6; fetch the file again");
        refused(
                new GgufBytes().pair("k", 9, GgufBytes.join(GgufBytes.int32(0), GgufBytes.int64(1L << 33))),
                "length of list must fit the 15 bytes left, got 8589934592; fetch the file again");
        refused(
                new GgufBytes().pair("k", 8, GgufBytes.int64(1L << 33)),
                "length of text must fit the 19 bytes left, got 8589934592; fetch the file again");
        refused(new GgufBytes().pair("k", 13, new byte[0]), "type of a value must be 0 to 12, got 13");
        refused(new GgufBytes().pair("k", 1).pair("k", 2), "metadata keys must be unique, got k twice");
    }

    @Test
    void read_listsNestedWithoutEnd_areRefused() {
        byte[] nested = new byte[0];
        for (int i = 0; i < 10_000; i++) {
            nested = GgufBytes.join(nested, GgufBytes.int32(9), GgufBytes.int64(1));
        }
        refused(new GgufBytes().pair("k", 9, nested), "lists must nest at most 8 deep, got more");
    }

    @Test
    void metadata_valueOfAnotherKind_isRefused() {
        GgufMetadata metadata = new GgufBytes()
                .pair("text", 8, GgufBytes.join(GgufBytes.int64(1), new byte[] {(byte) 0xff}))
                .pair("truth", 7, (byte) 2)
                .pair("large", 10, GgufBytes.int64(-1))
                .pair("endless", Float.POSITIVE_INFINITY)
                .pair("minus", 5, GgufBytes.int32(-1))
                .list("texts", "a")
                .read()
                .metadata();
        refused(() -> metadata.text("text"), "text: text must be UTF-8");
        refused(() -> metadata.flag("truth", true), "truth: truth value must be 0 or 1, got 2");
        refused(() -> metadata.find("large"), "large: unsigned number must be below 2^63, got 18446744073709551615");
        refused(() -> metadata.number("endless"), "endless must be finite, got Infinity");
        refused(() -> metadata.count("minus"), "minus must be from 0 to 2147483647, got -1");
        refused(() -> metadata.text("minus"), "minus must be a text, got -1");
        refused(() -> metadata.list("texts", Long.class), "texts must be a list of Long, got a");
        refused(() -> metadata.text("none"), "metadata must hold none, got none; take a complete GGUF file");
    }

    @Test
    void read_tensorsThatDoNotFit_areRefusedByName() {
        refused(
                new GgufBytes().tensor("t", 2, 0, 48).data(64),
                "t must have rows of a multiple of 32 for Q4_0, got [48]");
        refused(
                new GgufBytes().tensor("t", 16, 0, 256).data(64),
                "t must have a type out of [F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K], got type"
                        + " number 16; take the model in another quantisation, such as Q8_0");
        refused(new GgufBytes().tensor("t", F32, 8, 2).data(64), "t must begin at a multiple of 32, got offset 8");
        refused(
                new GgufBytes().tensor("t", F32, 0, 17).data(64),
                "t must lie within the file's 64 bytes of numbers, got 68 from 0; fetch it again");
        refused(
                new GgufBytes().tensor("t", F32, 96, 1).data(64),
                "t must lie within the file's 64 bytes of numbers, got 4 from 96; fetch it again");
        refused(
                new GgufBytes().tensor("t", F32, 0, 9).tensor("u", F32, 32, 1).data(64),
                "u must begin behind the tensor before it at 36, got 32");
        refused(new GgufBytes().tensor("t", F32, 0, 1, 1, 1, 1, 1).data(64), "t must have 0 to 4 dimensions, got 5");
        refused(
                new GgufBytes().tensor("t", F32, 0, 1L << 40, 1L << 40).data(64),
                "t must have a size below 2^63, got shape [1099511627776, 1099511627776]");
        refused(
                new GgufBytes().tensor("t", F32, 0, -1).data(64),
                "size of t must be below 2^63, got 18446744073709551615");
        refused(
                new GgufBytes().tensor("t", F32, 0, 1).tensor("t", F32, 32, 1).data(64),
                "tensor names must be unique, got t twice");
        refused(new GgufBytes().pair("general.alignment", 12), "general.alignment must be a multiple of 8, got 12");
        refused(
                new GgufBytes().pair("split.count", 3),
                "a GGUF file must be whole, got one of 3 parts; join them with llama-gguf-split --merge");
    }

    /** A llama with all that its config needs, and one thing besides or instead. */
    private static GgufBytes llama() {
        return new GgufBytes()
                .pair("general.architecture", "llama")
                .pair("llama.block_count", 1)
                .pair("llama.context_length", 64)
                .pair("llama.embedding_length", 8)
                .pair("llama.feed_forward_length", 8)
                .pair("llama.attention.head_count", 2)
                .pair("llama.attention.layer_norm_rms_epsilon", 1e-5f)
                .tensor("token_embd.weight", F32, 0, 8, 4)
                .data(1024);
    }

    private static TensorMap named(GgufBytes file) {
        GgufFile read = file.read();
        return GgufFamily.of(read.metadata()).named(read.tensors(), GgufConfig.of(read));
    }

    @Test
    void config_whatCannotBeMapped_isRefusedByName() {
        assertThat(GgufConfig.of(llama().read()).count("num_key_value_heads")).isEqualTo(2);
        refused(
                () -> named(new GgufBytes().pair("general.architecture", "gemma3")),
                "general.architecture must be one of [llama, qwen2, qwen3], got gemma3; take a model of one of these"
                        + " families");
        refused(
                () -> named(llama().pair("llama.rope.scaling.type", "longrope")),
                "llama.rope.scaling.type must be none, linear or yarn, got longrope; this kind is not read");
        refused(
                () -> named(llama().pair("llama.rope.scaling.type", "linear")),
                "metadata must hold llama.rope.scaling.factor, got none; take a complete GGUF file");
        refused(
                () -> named(llama().pair("llama.rope.scaling.type", "yarn")
                        .pair("llama.rope.scaling.factor", 2f)
                        .pair("llama.rope.scaling.original_context_length", 32)
                        .pair("llama.rope.scaling.yarn_log_multiplier", 0.1f)),
                "llama.rope.scaling.yarn_log_multiplier must be absent, got a value; this kind of yarn is not read");
        refused(
                () -> named(llama().pair("llama.rope.dimension_count", 2)),
                "llama.rope.dimension_count must be the length of a key, 4, got 2; this kind is not read");
        refused(
                () -> named(llama().pair("llama.vocab_size", 5)),
                "llama.vocab_size must be the rows of token_embd.weight, 4, got 5; this kind is not read");
        refused(
                () -> named(llama().tensor("rope_freqs.weight", F32, 128, 2)),
                "rope_freqs.weight must follow Llama 3's rule, 1.0 at 0, got 0.0; this scaling is not read");
    }

    @Test
    void named_tensorOfNoneOrOfAnotherFamily_isRefused() {
        for (String name :
                new String[] {"blk.0.ffn_gate_exps.weight", "blk.0.attn_q.bias", "blk.0.attn_q_norm.weight"}) {
            refused(
                    () -> named(llama().tensor(name, F32, 128, 4)),
                    name + " must be a tensor of llama, got another one; take a plain model of this family");
        }
        refused(
                () -> named(llama().tensor("blk.0.attn_q.weight", F32, 128, 8, 7)),
                "blk.0.attn_q.weight F32[7, 8] must have 2 heads of 4 rows each, an even number");
        refused(
                () -> named(llama().pair("llama.attention.head_count_kv", 0)),
                "llama.attention.head_count_kv must be at least 1, got 0");
    }

    private static GgufBytes vocabulary(String model, String pre) {
        return new GgufBytes()
                .pair("tokenizer.ggml.model", model)
                .pair("tokenizer.ggml.pre", pre)
                .list("tokenizer.ggml.tokens", "a", "b", "ab");
    }

    private static void tokenizerRefused(GgufBytes file, String message) {
        refused(() -> GgufTokenizer.of(file.read().metadata()).tokenizer(), message);
    }

    @Test
    void tokenizer_kindThatIsNotRead_isRefused() {
        tokenizerRefused(
                vocabulary("t5", "default"),
                "tokenizer.ggml.model must be gpt2 or llama, got t5; take the model as a HuggingFace folder with its"
                        + " tokenizer.json");
        tokenizerRefused(
                vocabulary("gpt2", "tekken"),
                "tokenizer.ggml.pre must be gpt-2, default, smollm, llama-bpe, llama3, llama-v3 or qwen2, got tekken;"
                        + " take the model as a HuggingFace folder with its tokenizer.json");
    }

    @Test
    void tokenizer_vocabularyThatContradictsItself_isRefused() {
        tokenizerRefused(
                new GgufBytes().pair("tokenizer.ggml.model", "gpt2").list("tokenizer.ggml.tokens", "a", "a"),
                "tokenizer.ggml.tokens must be unique, got \"a\" twice");
        tokenizerRefused(
                vocabulary("gpt2", "smollm").list("tokenizer.ggml.merges", "ab"),
                "tokenizer.ggml.merges must hold two pieces each, got \"ab\"");
        tokenizerRefused(
                vocabulary("gpt2", "smollm").list("tokenizer.ggml.merges", "a b", "ab c"),
                "tokenizer.ggml.merges must join tokens, got \"ab c\", of which \"c\" is none");
        tokenizerRefused(
                vocabulary("llama", "default")
                        .pair("tokenizer.ggml.scores", 9, GgufBytes.join(GgufBytes.int32(6), GgufBytes.int64(0))),
                "tokenizer.ggml.scores must have one value a token, 3, got 0");
        tokenizerRefused(
                vocabulary("gpt2", "smollm")
                        .list("tokenizer.ggml.merges", "a b")
                        .pair(
                                "tokenizer.ggml.token_type",
                                9,
                                GgufBytes.join(GgufBytes.int32(5), GgufBytes.int64(1), GgufBytes.int32(1))),
                "tokenizer.ggml.token_type must have one value a token, 3, got 1");
        refused(
                () -> GgufTokenizer.of(vocabulary("gpt2", "smollm")
                                .pair("tokenizer.ggml.bos_token_id", 3)
                                .read()
                                .metadata())
                        .config(),
                "tokenizer.ggml.bos_token_id must be below the number of tokens, 3, got 3");
    }
}
