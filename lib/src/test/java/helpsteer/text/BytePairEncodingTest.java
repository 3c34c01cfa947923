package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.run.Seed;
import helpsteer.text.BytePairEncoding.Merge;
import helpsteer.weights.model.TinyDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePairEncodingTest {
    /** Words and merges of {@code test_train} in HuggingFace tokenizers, src/models/bpe/trainer.rs, min_frequency 2. */
    @Test
    void trainOnWords_exampleOfTokenizers_learnsItsMerges() {
        Map<String, Long> words = Map.ofEntries(
                Map.entry("roses", 1L),
                Map.entry("are", 2L),
                Map.entry("red", 1L),
                Map.entry("voilets", 1L),
                Map.entry("blue", 1L),
                Map.entry("BERT", 1L),
                Map.entry("is", 2L),
                Map.entry("big", 1L),
                Map.entry("and", 1L),
                Map.entry("so", 1L),
                Map.entry("GPT-2", 1L));
        assertThat(BytePairEncoding.trainOnWords(words, 100).merges())
                .containsExactly(new Merge("r", "e"), new Merge("a", "re"), new Merge("i", "s"));
    }

    /** The words of Sennrich et al. (2016), algorithm 1, by hand: es 9, then st 9 has become es t 9, then est 9. */
    @Test
    void trainOnWords_lowerNewestWidest_joinsTheMostFrequentFirst() {
        Map<String, Long> words = Map.of("low", 5L, "lower", 2L, "newest", 6L, "widest", 3L);
        assertThat(BytePairEncoding.trainOnWords(words, 4).merges())
                .containsExactly(new Merge("e", "s"), new Merge("es", "t"), new Merge("l", "o"), new Merge("lo", "w"));
    }

    @Test
    void train_equallyFrequent_takesTheEarlierLetters() {
        assertThat(BytePairEncoding.trainOnWords(Map.of("ba", 3L, "ab", 3L), 1).merges())
                .containsExactly(new Merge("a", "b"));
    }

    @Test
    void train_threeAlike_joinsFromTheLeft() {
        assertThat(BytePairEncoding.trainOnWords(Map.of("aaa", 2L), 5).merges())
                .containsExactly(new Merge("a", "a"), new Merge("aa", "a"));
    }

    @Test
    void train_texts_neverJoinsAcrossWords() {
        List<Merge> merges = BytePairEncoding.train(List.of("so so, so 12", "so so, so 12"), 100)
                .merges();
        assertThat(merges)
                .extracting(Merge::joined)
                .contains("so", "\u0120so", "\u012012")
                .noneMatch(joined -> joined.lastIndexOf('\u0120') > 0 || joined.endsWith(","));
    }

    /** Read by the tokenizers library itself: what was joined is one token, and every text comes back. */
    @Test
    void train_writtenAsATokenizer_readsWordsAsOneToken(@TempDir Path folder) {
        String text = "The lion eats meat. The lion moves by running.";
        BytePairEncoding encoding = BytePairEncoding.train(List.of(text, text), 200);
        new TinyDecoder(1, 1, 64).write(folder, encoding, new Seed(1));
        try (Tokenizer tokenizer = new Tokenizer(folder.resolve("tokenizer.json"))) {
            assertThat(tokenizer.tokens("The lion eats")).containsExactly("The", "\u0120lion", "\u0120eats");
            String other = "A tiger \u00e4\u65e5 12\n<x>";
            assertThat(tokenizer.decode(tokenizer.ids(other))).isEqualTo(other);
            assertThat(tokenizer.vocabularySize())
                    .isEqualTo(TinyDecoder.leastVocabulary() + encoding.merges().size());
        }
    }

    @Test
    void train_lessThanNothing_isRefused() {
        assertThatThrownBy(() -> BytePairEncoding.train(List.of("a"), -1))
                .hasMessage("most merges must be at least 0, got -1");
    }
}
