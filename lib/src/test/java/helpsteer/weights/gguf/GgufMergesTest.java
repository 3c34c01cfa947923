package helpsteer.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.weights.InvalidWeightsException;
import helpsteer.weights.gguf.GgufMerges.Merge;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GgufMergesTest {
    private static final Map<String, Integer> IDS = Map.of("a", 0, "b", 1, "ab", 2, " a", 3, "aab", 4);

    @Test
    void read_linesOfTwoPieces_keepTheirOrder() {
        assertThat(GgufMerges.read(List.of("a ab", "a b"), IDS))
                .containsExactly(new Merge("a", "ab"), new Merge("a", "b"));
    }

    @Test
    void read_onePieceOrNoToken_isRefused() {
        assertThatThrownBy(() -> GgufMerges.read(List.of("ab"), IDS))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("tokenizer.ggml.merges must hold two pieces each, got \"ab\"");
        assertThatThrownBy(() -> GgufMerges.read(List.of("b a"), IDS))
                .isInstanceOf(InvalidWeightsException.class)
                .hasMessage("tokenizer.ggml.merges must join tokens, got \"b a\", of which \"ba\" is none");
    }

    /** The best-scored piece first; of one piece's cuts, the longer left part first. */
    @Test
    void ofScores_everyCut_bestScoreFirst() {
        List<String> tokens = List.of("a", "b", "ab", "aa", "aab");
        Map<String, Integer> ids = Map.of("a", 0, "b", 1, "ab", 2, "aa", 3, "aab", 4);
        assertThat(GgufMerges.ofScores(tokens, List.of(0f, 0f, -1f, -2f, -3f), ids))
                .containsExactly(new Merge("a", "b"), new Merge("a", "a"), new Merge("aa", "b"), new Merge("a", "ab"));
    }
}
