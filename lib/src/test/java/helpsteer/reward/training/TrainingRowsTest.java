package helpsteer.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.data.fetch.DataHome;
import helpsteer.reward.Comparison;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.run.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRowsTest {
    private static final TrainingRows.Origin SAMPLE =
            new TrainingRows.Origin(TrainingSource.RATINGS, DataHome.sample());

    private static final Initialization MINILM = Initialization.of(PretrainedEncoder.miniLm(), InputConfig.encoder());

    @Test
    void read_ratings_takesWholePairsAndCountsTheRest() {
        TrainingRows all = TrainingRows.read(TrainingLoss.REGRESSION, SAMPLE, Integer.MAX_VALUE);
        TrainingRows some = TrainingRows.read(TrainingLoss.REGRESSION, SAMPLE, 41);
        assertThat(some.samples()).isEqualTo(all.samples().subList(0, 40));
        assertThat(some.pairs()).isEmpty();
        assertThat(all.dropped()).isEmpty();
        assertThat(some.dropped()).containsEntry("beyond the limit", all.size() - 40);
        assertThat(some)
                .hasToString(
                        "40 of " + all.size() + " rows, " + DataHome.sample().describe());
        assertThat(some.job(MINILM).loss()).isEqualTo("regression");
        assertThat(TrainingRows.read(TrainingLoss.HELPFULNESS, SAMPLE, 96)
                        .job(MINILM)
                        .loss())
                .isEqualTo("regression on helpfulness");
    }

    @Test
    void read_comparisons_areOfUnequalRatings() {
        TrainingRows rows = TrainingRows.read(TrainingLoss.SCALED, SAMPLE, 30);
        assertThat(rows.pairs()).hasSize(30);
        assertThat(rows.samples()).isEmpty();
        assertThat(rows.dropped()).containsKeys("tie", "beyond the limit");
        assertThat(rows.toString()).matches("30 pairs out of kept \\d+, dropped \\{.*tie=\\d+.*}, .*");
        assertThat(rows.job(MINILM).loss()).isEqualTo("scaled");
    }

    @Test
    void lengthBalanced_pairs_chooseTheLongerAsOftenAsTheShorter() {
        TrainingRows all = TrainingRows.read(TrainingLoss.BT, SAMPLE, Integer.MAX_VALUE);
        TrainingRows balanced = all.lengthBalanced();
        assertThat(longerChosen(balanced, 1))
                .isEqualTo(longerChosen(balanced, -1))
                .isPositive();
        assertThat(longerChosen(all, 1)).isNotEqualTo(longerChosen(all, -1));
        assertThat(balanced.pairs()).isSubsetOf(all.pairs());
        assertThat(balanced.toString()).contains("no match whose");
    }

    private static long longerChosen(TrainingRows rows, int sign) {
        return rows.pairs().stream()
                .filter(p -> sign
                                * Integer.compare(
                                        RatedResponse.characters(p.chosen()), RatedResponse.characters(p.rejected()))
                        > 0)
                .count();
    }

    @Test
    void lengthBalanced_ratings_areRefused() {
        TrainingRows rows = TrainingRows.read(TrainingLoss.REGRESSION, SAMPLE, 10);
        assertThatThrownBy(rows::lengthBalanced)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "loss must compare pairs to balance their lengths, got regression; take bt, margin or scaled");
    }

    @Test
    void parted_rowsOfOnePrompt_standOnOneSide() {
        for (TrainingLoss loss : new TrainingLoss[] {TrainingLoss.REGRESSION, TrainingLoss.BT}) {
            TrainingRows rows = TrainingRows.read(loss, SAMPLE, Integer.MAX_VALUE);
            Split<TrainingRows> parts = rows.parted(0.3, new Seed(1));
            TrainingRows train = parts.train().get(0);
            TrainingRows test = parts.validation().get(0);
            assertThat(train.size() + test.size()).isEqualTo(rows.size());
            assertThat(prompts(train)).isNotEmpty().doesNotContainAnyElementsOf(prompts(test));
        }
    }

    private static List<Prompt> prompts(TrainingRows rows) {
        return Stream.concat(
                        rows.samples().stream().map(RatedResponse::prompt),
                        rows.pairs().stream().map(Comparison::prompt))
                .toList();
    }

    @Test
    void origin_preferencesForRatings_isRefused() {
        TrainingRows.Origin preferences = new TrainingRows.Origin(TrainingSource.PREFERENCES, DataHome.sample());
        assertThatThrownBy(() -> TrainingRows.read(TrainingLoss.REGRESSION, preferences, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data must be ratings for loss regression, got preferences; only pairs are compared");
        assertThat(preferences.describe()).isEqualTo(DataHome.sample().describe());
    }

    @Test
    void read_fileOfPairs_isComparedAndNamed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("mine.jsonl");
        Files.writeString(
                file,
                """
                {"prompt": "p", "chosen": "yes", "rejected": "no"}
                {"prompt": "q", "chosen": "same", "rejected": "same"}
                """);
        TrainingRows.Origin origin = TrainingRows.Origin.ofPairs(file, DataHome.sample());
        TrainingRows rows = TrainingRows.read(TrainingLoss.BT, origin, 10);
        assertThat(rows.pairs()).containsExactly(new Comparison(Prompt.ofUser("p"), "yes", "no", 1));
        assertThat(rows).hasToString("1 pairs out of kept 1, dropped {identical responses=1}, mine.jsonl");
        assertThat(origin.describe()).isEqualTo("mine.jsonl");
        assertThatThrownBy(() -> new TrainingRows.Origin(TrainingSource.PAIRS, DataHome.sample()))
                .hasMessage("a file of pairs must be given for data pairs, and only there, got none for pairs");
    }
}
