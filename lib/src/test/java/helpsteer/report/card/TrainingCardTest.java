package helpsteer.report.card;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardModel;
import helpsteer.reward.TinyModels;
import helpsteer.reward.training.RewardJob;
import helpsteer.reward.training.Start;
import helpsteer.reward.training.TrainingLoss;
import helpsteer.reward.training.TrainingReport;
import helpsteer.reward.training.TrainingRows;
import helpsteer.reward.training.TrainingSource;
import helpsteer.run.Seed;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.optim.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCardTest {
    private static final ModelCard.Origin ORIGIN = new ModelCard.Origin("Mine", "tiny", "apache-2.0");

    private final PretrainedEncoder encoder = TinyModels.backbone(2);
    private final DataHome home = DataHome.sample();
    private final Path folder;

    TrainingCardTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Trains or finds a tiny model on some rows of the sample, and writes its card. */
    private String card(TrainingLoss loss, int limit, Path run) throws IOException {
        TrainingRows rows = TrainingRows.read(loss, new TrainingRows.Origin(TrainingSource.RATINGS, home), limit);
        RewardJob job = rows.job(Start.of(encoder, TinyModels.reading(0.1)));
        TrainingArgs args = new TrainingArgs(1, 8, 1e-3, Schedule.Shape.COSINE, new Seed(3));
        try (Result<RewardModel> trained = new Run<>(job, args).in(run)) {
            TrainingReport report = TrainingReport.of(trained, job, HelpSteer2.validation(home));
            TrainingCard.write(ORIGIN, rows, job, trained, report);
            return Files.readString(trained.artefact().resolve("README.md"));
        }
    }

    @Test
    void write_regression_tellsDataSettingsAndErrors() throws IOException {
        String card = card(TrainingLoss.REGRESSION, 60, folder);
        assertThat(card)
                .contains("# Mine\n")
                .contains("- Data: " + home.describe() + ", 60 rows, SHA-256 ")
                .contains("(beyond the limit)")
                .contains(
                        "- Settings: loss regression; a tenth of the prompts held out to choose the best step; FINISHED after ")
                .doesNotContain("each row a pair of responses")
                .containsPattern("\\| helpfulness \\| \\d+ \\| \\d\\.\\d{3} \\|");
        byte[] first = Files.readAllBytes(folder.resolve("model/README.md"));
        assertThat(card(TrainingLoss.REGRESSION, 60, folder)).isEqualTo(card);
        assertThat(folder.resolve("model/README.md")).hasBinaryContent(first);
    }

    @Test
    void write_pairs_saysThatEachRowIsAPairAndTellsNoErrors() throws IOException {
        String card = card(TrainingLoss.BT, 40, folder);
        assertThat(card)
                .contains(", each row a pair of responses; a tenth of the prompts held out to choose the best step; ")
                .contains(", 40 rows, SHA-256 ")
                .contains("Errors by attribute: not measured.")
                .contains("ranked right: ");
    }
}
