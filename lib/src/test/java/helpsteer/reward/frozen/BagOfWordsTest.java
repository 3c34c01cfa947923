package helpsteer.reward.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.Scorer;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Words counted, nothing read. */
class BagOfWordsTest {
    private static final List<String> WORDS = List.of("good", "bad", "tea", "cup", "sun", "hat");

    /** Rows whose helpfulness is that of the words "good" and "bad" in them. */
    private static List<RatedResponse> rows(int count) {
        SplittableRandom random = new Seed(3).stream("words");
        List<RatedResponse> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> words = new ArrayList<>();
            for (int w = 0; w < 6; w++) {
                words.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            int rating =
                    Math.max(0, Math.min(4, 2 + (words.contains("good") ? 1 : 0) - (words.contains("bad") ? 1 : 0)));
            rows.add(new RatedResponse(
                    Prompt.ofUser("question " + i), String.join(" ", words), new Ratings(rating, 2, 2, 2, 2)));
        }
        return rows;
    }

    @Test
    void learn_ratingsOfWords_findsTheWords() {
        Scorer scorer = BagOfWords.usual().learn(rows(400));
        double neutral = scorer.score("?", "tea cup sun hat").helpfulness();
        assertThat(scorer.score("?", "tea cup sun good").helpfulness()).isGreaterThan(neutral + 0.5);
        assertThat(scorer.score("?", "tea cup sun bad").helpfulness()).isLessThan(neutral - 0.5);
    }

    @Test
    void score_sameWordsInAnotherOrderAndCaseToAnotherPrompt_isTheSame() {
        Scorer scorer = BagOfWords.usual().learn(rows(200));
        assertThat(scorer.score("a", "Good tea. BAD cup!").helpfulness())
                .isEqualTo(scorer.score("b", "cup bad, tea good").helpfulness());
    }

    @Test
    void score_wordsBeyondTheVocabulary_sayNothing() {
        Scorer one = new BagOfWords(1).learn(rows(200));
        assertThat(one.score("a", "unheard of").helpfulness())
                .isCloseTo(one.score("a", "").helpfulness(), within(1e-12));
        assertThat(new BagOfWords(7).settings()).containsEntry("words", "7");
    }

    @Test
    void learn_responsesWithoutWords_givesTheMean() {
        List<RatedResponse> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.add(new RatedResponse(Prompt.ofUser("q" + i), "!?", new Ratings(i % 2 * 4, 2, 2, 2, 2)));
        }
        assertThat(BagOfWords.usual().learn(rows).score("a", "word").helpfulness())
                .isCloseTo(2, within(1e-9));
    }

    @Test
    void of_noWords_isRefused() {
        assertThatThrownBy(() -> new BagOfWords(0)).hasMessage("words must be at least 1, got 0");
    }
}
