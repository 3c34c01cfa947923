package helpsteer.bench.rewardbench;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.benchmark.Leaderboard;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishedScoreTest {
    private static Leaderboard row(String model, double published, Map<String, Double> parts) {
        return new Leaderboard(model, "Seq. Classifier", published, parts);
    }

    /** Prior Sets and the leaderboard's own score do not count; a model without a section is left out. */
    @Test
    void of_rows_areTheMeansOfTheFourSectionsFromTheLowest() {
        Leaderboard high = row(
                "high",
                0.1,
                Map.of("Chat", 1.0, "Chat Hard", 0.5, "Safety", 0.75, "Reasoning", 0.75, "Prior Sets", 0.0));
        Leaderboard low = row("low", 0.9, Map.of("Chat", 0.5, "Chat Hard", 0.25, "Safety", 0.5, "Reasoning", 0.25));
        Leaderboard part = row("part", 0.99, Map.of("Chat", 1.0, "Chat Hard", 1.0, "Safety", 1.0));
        assertThat(PublishedScore.of(List.of(high, part, low)))
                .containsExactly(new PublishedScore("low", 0.375), new PublishedScore("high", 0.75));
        assertThat(PublishedScore.of(List.of(part))).isEmpty();
    }
}
