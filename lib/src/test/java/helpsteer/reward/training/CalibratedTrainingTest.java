package helpsteer.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Split;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.Comparison;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.reward.RewardModel;
import helpsteer.reward.TinyModels;
import helpsteer.reward.calibration.CalibratedScorer;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.HeadRows;
import helpsteer.reward.calibration.ScoreCalibration;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.optim.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a training leaves of the meaning of scores, at tiny size. */
class CalibratedTrainingTest {
    private static final Path BASE = Path.of("lib/src/test/resources/golden/decoder/reward/base");

    @TempDir
    private Path folder = Path.of("");

    /** Pairs whose raters like the longer response a little better. */
    private static List<RatedPair> pairs(int count) {
        SplittableRandom random = new SplittableRandom(12);
        List<RatedPair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Prompt prompt = Prompt.ofUser("Question " + i + "?");
            pairs.add(new RatedPair(sample(prompt, random), sample(prompt, random)));
        }
        return pairs;
    }

    private static RatedResponse sample(Prompt prompt, SplittableRandom random) {
        int words = random.nextInt(1, 12);
        int level = Math.max(0, Math.min(4, words / 3 + random.nextInt(-2, 3)));
        return new RatedResponse(prompt, "word ".repeat(words).strip(), new Ratings(level, level, 3, 1, level));
    }

    private static RewardJob job(String body, String kind, int count) {
        InputConfig input = InputConfig.decoder()
                .withMaxTokens(64)
                .withOptions(Decoder.Options.defaults().withLora(new Lora(2, 4, 0, Lora.MODULES)));
        Initialization start = body.equals("encoder")
                ? Initialization.of(TinyModels.backbone(2), TinyModels.input(0))
                : Initialization.of(PretrainedDecoder.open(BASE), input);
        List<Comparison> compared =
                Comparisons.ofRatings(pairs(count), Attribute.HELPFULNESS).items();
        List<RatedResponse> rows = HelpSteer2.samples(pairs(count));
        return kind.equals("ratings")
                ? new RegressionTraining(start, Split.byPrompt(rows, RatedResponse::prompt, 0.4, new Seed(0)))
                : new BradleyTerryTraining(start, Split.byPrompt(compared, Comparison::prompt, 0.4, new Seed(0)));
    }

    private static Run<RewardModel> run(RewardJob job) {
        return new Run<>(job, new TrainingArgs(2, 16, 3e-3, Schedule.Shape.COSINE, new Seed(3)));
    }

    @ParameterizedTest
    @CsvSource({"encoder, ratings", "encoder, comparisons", "decoder, ratings", "decoder, comparisons"})
    void run_enoughHeldOut_keepsTheMeaningOfItsScores(String body, String kind) {
        RewardJob job = job(body, kind, 160);
        try (Result<RewardModel> trained = run(job).in(folder)) {
            CalibrationOutcome outcome = ModelFolder.notes(trained.artefact()).calibration();
            ScoreCalibration made = outcome.orElseThrow();
            assertThat(made.slope().count())
                    .isEqualTo(job.heldOut().pairs().size())
                    .isGreaterThan(30);
            assertThat(made.slope().groups()).isEqualTo(made.slope().count());
            assertThat(made.reference().count()).isEqualTo(job.heldOut().texts().size());
            assertThat(made.ensemble().width()).isEqualTo(trained.model().body().width());
            assertThat(made.ensemble().prompts())
                    .isEqualTo(made.ensemble().learned())
                    .isEqualTo(job.headRows().prompts());

            CalibratedScorer scorer = new CalibratedScorer(trained.model(), job.weights(), outcome);
            Prompt prompt = Prompt.ofUser("Question 1?");
            CalibratedScorer.Compared both = scorer.compare(prompt, "word ".repeat(11), "word");
            assertThat(both.first().reward()) // another batch rounds otherwise
                    .isCloseTo(scorer.score(prompt, "word ".repeat(11)).reward(), within(1e-5));
            assertThat(both.probability().probability()).isGreaterThan(0.5);
            assertThat(both.first().percentile().orElseThrow())
                    .isGreaterThan(both.second().percentile().orElseThrow());
            CalibratedScorer.Compared turned = scorer.compare(prompt, "word", "word ".repeat(11));
            assertThat(turned.probability().probability())
                    .isCloseTo(1 - both.probability().probability(), within(1e-6));
            assertThat(scorer.compare(prompt, "word", "word").probability().tooClose())
                    .isTrue();
        }
    }

    /** The same rows and seed give the same bytes. */
    @Test
    void run_twice_writesTheSameBytes() {
        for (String name : List.of("one", "two")) {
            run(job("encoder", "ratings", 160)).in(folder.resolve(name)).close();
        }
        assertThat(ModelFolder.notes(folder.resolve("one/model")).calibration())
                .isEqualTo(ModelFolder.notes(folder.resolve("two/model")).calibration());
    }

    @Test
    void run_tooFewHeldOut_saysWhyThereIsNone() {
        run(job("encoder", "ratings", 40)).in(folder).close();
        assertThat(ModelFolder.notes(folder.resolve("model")).calibration().toString())
                .matches("calibration: absent: pairs held out must be at least 30, got \\d+; take more rows");
    }

    /** One pass gives what two would. */
    @Test
    void represented_texts_areScoresAndVectorsToTheBit() {
        List<PromptResponse> texts = job("encoder", "ratings", 20).heldOut().texts();
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0.1)) {
            RewardModel.Represented made = model.represented(texts);
            assertThat(made.scores()).isEqualTo(model.score(texts));
            assertThat(made.vectors().toArray(float[][]::new)).isDeepEqualTo(model.embed(texts));
            assertThat(made.cuts()).isEqualTo(model.cuts(texts));
        }
    }

    /** Which of many prompts give the vectors is drawn once for all. */
    @Test
    void headRows_ofFewerPrompts_keepsWholePromptsInOrder() {
        List<RatedResponse> rows = HelpSteer2.samples(pairs(30));
        var some = (HeadRows.Rated) new HeadRows.Rated(rows).ofPrompts(12);
        assertThat(some.prompts()).isEqualTo(12);
        assertThat(some.rows()).hasSize(24).isSubsetOf(rows);
        List<Integer> places = some.rows().stream().map(rows::indexOf).toList();
        assertThat(places).isSorted();
        assertThat(new HeadRows.Rated(rows).ofPrompts(12)).isEqualTo(some);
    }
}
