package helpsteer.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import helpsteer.data.UnicodeText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A HuggingFace tokenizer file, without truncation, padding or special tokens of its own accord. */
public final class Tokenizer implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;
    private final Path file;
    private @Nullable SpecialTokens special;
    private @Nullable Tokenizer plain;

    /**
     * Opens a tokenizer.json.
     *
     * @throws IllegalArgumentException where the file cannot be read as one
     */
    public Tokenizer(Path file) {
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true"); // as the engine's start has it
        }
        this.file = file;
        try {
            tokenizer = HuggingFaceTokenizer.builder()
                    .optTokenizerPath(file)
                    .optAddSpecialTokens(false)
                    .optTruncation(false)
                    .optPadding(false)
                    .build();
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    file.getFileName() + " must be a tokenizer.json, got: " + e.getMessage(), e);
        }
    }

    private Tokenizer(Path file, String json) {
        this.file = file;
        try {
            tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                    Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    file.getFileName() + " must be usable without its special tokens, got: " + e.getMessage(), e);
        }
    }

    /**
     * The ids of a text; none for an empty text.
     *
     * @throws IllegalArgumentException where the text is not well-formed Unicode, of which Rust would see another text
     */
    public int[] ids(String text) {
        UnicodeText.checked("text", text);
        // DJL's encode() also copies spellings, words, masks and spans out of the native memory, which takes as long
        // again.
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long encoding = library.encode(tokenizer.getHandle(), text, false);
        try {
            return narrow(library.getTokenIds(encoding));
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    /** The ids of what somebody wrote, in which a special token's text is text like any other. */
    public int[] idsOfText(String text) {
        return specialTokens().keySet().stream().anyMatch(text::contains) ? plain().ids(text) : ids(text);
    }

    private synchronized Tokenizer plain() {
        if (plain == null) {
            plain = withoutSpecialTokens();
        }
        return plain;
    }

    /** The ids of many texts, on all cores; the order is kept. */
    public List<int[]> idsOfAll(List<String> texts) {
        return texts.parallelStream().map(this::ids).toList();
    }

    /** The ids of a text and where in it each token stands. */
    public TokenOffsets locate(String text) {
        UnicodeText.checked("text", text);
        Encoding encoding = tokenizer.encode(text, false, false);
        int[] ids = narrow(encoding.getIds());
        CharSpan[] spans = encoding.getCharTokenSpans();
        int[] chars = charOfCodePoint(text);
        int[] from = new int[ids.length];
        int[] to = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            from[i] = chars[spans[i].getStart()];
            to[i] = chars[spans[i].getEnd()];
        }
        return new TokenOffsets(ids, from, to);
    }

    private static int[] charOfCodePoint(String text) {
        int[] chars = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 0, at = 0; i + 1 < chars.length; i++) {
            at += Character.charCount(text.codePointAt(at));
            chars[i + 1] = at;
        }
        return chars;
    }

    /**
     * The text of ids, special tokens included.
     *
     * @throws IllegalArgumentException where an id is not of the vocabulary
     */
    public String decode(int[] ids) {
        int size = vocabularySize();
        for (int id : ids) {
            if (id < 0 || id >= size) {
                throw new IllegalArgumentException("id must be within 0 to " + (size - 1) + ", got " + id);
            }
        }
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), false);
    }

    /** One more than the largest id, added tokens included. */
    public int vocabularySize() {
        return special().vocabularySize();
    }

    /** Ids of the tokens that the file calls special, by text, longest text first. */
    public Map<String, Integer> specialTokens() {
        return special().ids();
    }

    /** The token that the file's post-processor puts before a text, where it is one. */
    public OptionalInt leadingToken() {
        int[] plain = ids("a");
        int[] processed = narrow(tokenizer.encode("a", true, false).getIds());
        boolean leads = processed.length > plain.length
                && Arrays.equals(plain, 0, plain.length, processed, 1, 1 + plain.length);
        return leads ? OptionalInt.of(processed[0]) : OptionalInt.empty();
    }

    /** The same vocabulary, to which the special tokens' texts are texts like any other; closed by its owner. */
    public Tokenizer withoutSpecialTokens() {
        return new Tokenizer(file, special().withoutThem());
    }

    private synchronized SpecialTokens special() {
        if (special == null) {
            special = SpecialTokens.of(file);
        }
        return special;
    }

    private static int[] narrow(long[] wide) {
        int[] ids = new int[wide.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Math.toIntExact(wide[i]);
        }
        return ids;
    }

    /** The tokens of a text as the vocabulary spells them. */
    public String[] tokens(String text) {
        return tokenizer.encode(UnicodeText.checked("text", text), false, false).getTokens();
    }

    /**
     * The id of a token that the vocabulary must hold whole, such as {@code "[CLS]"}.
     *
     * @throws IllegalArgumentException where the text is not one token
     */
    public int idOf(String token) {
        int[] ids = ids(token);
        if (ids.length != 1) {
            throw new IllegalArgumentException(token + " must be one token of the vocabulary, got " + ids.length);
        }
        return ids[0];
    }

    @Override
    public void close() {
        synchronized (this) {
            if (plain != null) {
                plain.close();
            }
        }
        tokenizer.close();
    }
}
