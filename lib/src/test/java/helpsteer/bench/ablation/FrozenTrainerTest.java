package helpsteer.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.TinyEncoder;
import helpsteer.run.Workspace;
import helpsteer.text.PromptResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrozenTrainerTest {
    private static final List<RatedResponse> ROWS = HelpSteer2.samples(TinyEncoder.pairs(30, 6));
    private static final Filtered<Comparison> PAIRS = new Filtered<>(
            IntStream.range(0, 20)
                    .mapToObj(
                            i -> new Comparison(Prompt.ofUser("red ".repeat(1 + i)), "good cat", "bad dog", 1 + i % 3))
                    .toList(),
            Map.of());
    private static final Trainer.RatedRows RATED =
            new Trainer.RatedRows(ROWS, EnumSet.allOf(Attribute.class), /* seed= */ 1);

    private final PretrainedEncoder backbone = TinyEncoder.backbone(8);
    private final Trainer trainer = new FrozenTrainer(backbone, new Budget(80, 32, 1, 16, 1e-3, 2));

    @AfterEach
    void removeFromCache() throws IOException {
        try (Stream<Path> files = Files.list(Workspace.cache().resolve("vectors"))) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(backbone.id()))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    /** Helpfulness of each row less that of the first, so that no intercept counts. */
    private static double[] helpfulness(Variant.Made made) {
        double[] all = made.scorer().score(ROWS.stream().map(PromptResponse::of).toList()).stream()
                .mapToDouble(scores -> scores.helpfulness())
                .toArray();
        double first = all[0];
        for (int i = 0; i < all.length; i++) {
            all[i] -= first;
        }
        return all;
    }

    @Test
    void extrapolated_scores_lieOnTheLineThroughRegressionAndComparisons() {
        double[] weak = helpfulness(trainer.regression(RATED));
        double[] strong = helpfulness(trainer.comparisonFrom(RATED, PAIRS, BradleyTerry.SCALED));
        double[] beyond = helpfulness(trainer.extrapolated(RATED, PAIRS));
        double largest = 0;
        for (int i = 0; i < weak.length; i++) {
            assertThat(beyond[i]).isCloseTo(weak[i] + 1.52 * (strong[i] - weak[i]), within(1e-4));
            largest = Math.max(largest, Math.abs(strong[i] - weak[i]));
        }
        assertThat(largest).isGreaterThan(1e-2); // comparisons moved the head
    }

    @Test
    void comparison_facts_tellBothTextsOfEachPairAndWhatWasDropped() {
        Filtered<Comparison> some = new Filtered<>(PAIRS.items(), Map.of("tie", 3));
        assertThat(trainer.comparison(some, BradleyTerry.REGULAR, 1).facts())
                .isEqualTo(new TrainingFacts(2 * PAIRS.items().size(), Map.of("tie", 3), 0, 0, 0, 0));
        assertThat(trainer.regression(RATED).facts()).isEqualTo(TrainingFacts.untrained(60));
    }
}
