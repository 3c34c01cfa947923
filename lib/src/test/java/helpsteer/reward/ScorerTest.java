package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import helpsteer.data.BenchmarkPair;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScorerTest {
    private static final Prompt P = Prompt.ofUser("p");
    private static final Prompt Q = Prompt.ofUser("q");

    private final List<List<PromptResponse>> calls = new ArrayList<>();
    private final Scorer length = texts -> {
        calls.add(texts);
        return texts.stream().map(t -> scores(t.response().length())).toList();
    };

    private static AttributeScores scores(double helpfulness) {
        return new AttributeScores(helpfulness, 0, 0, 0, 0);
    }

    @Test
    void scorePairs_pairs_areScoredAtOnceAndStayPairs() {
        assertThat(length.scorePairs(
                        List.of(new BenchmarkPair("s", "1", P, "abc", "d"), new Comparison(Q, "", "ef", 1))))
                .containsExactly(new Pair<>(scores(3), scores(1)), new Pair<>(scores(0), scores(2)));
        assertThat(calls)
                .containsExactly(List.of(
                        new PromptResponse(P, "abc"),
                        new PromptResponse(P, "d"),
                        new PromptResponse(Q, ""),
                        new PromptResponse(Q, "ef")));
    }

    @Test
    void scoreResponses_otherNumbersOfResponses_areScoredAtOncePromptByPrompt() {
        assertThat(length.scoreResponses(List.of(P, Q, P), List.of(List.of("a", "bc"), List.of(), List.of("def"))))
                .containsExactly(List.of(scores(1), scores(2)), List.of(), List.of(scores(3)));
        assertThat(calls).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> length.scoreResponses(List.of(P), List.of()))
                .withMessage("prompts and responses must have one length, got 1 and 0");
    }
}
