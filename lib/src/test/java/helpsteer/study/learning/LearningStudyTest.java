package helpsteer.study.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.RatedResponse;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.InputConfig;
import helpsteer.reward.RewardModel;
import helpsteer.reward.Scorer;
import helpsteer.reward.TinyModels;
import helpsteer.reward.calibration.CalibratedScorer;
import helpsteer.reward.calibration.CalibrationOutcome;
import helpsteer.reward.calibration.CalibrationQuality;
import helpsteer.reward.calibration.HeadEnsemble;
import helpsteer.reward.calibration.ReferenceScores;
import helpsteer.reward.calibration.ScoreCalibration;
import helpsteer.reward.frozen.Learner;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.simulation.files.SimulationSettings;
import helpsteer.simulation.raters.AnnotatedPair;
import helpsteer.simulation.raters.RaterPool;
import helpsteer.simulation.world.SimulatedWorld;
import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import helpsteer.stats.fit.LogisticSlope;
import helpsteer.text.PromptResponse;
import helpsteer.train.TrainingArgs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learners that take no training, on a few pairs. */
class LearningStudyTest {
    private static final LearningStudy STUDY = new LearningStudy(new LearningSettings(
            SimulationSettings.defaults().withRows(40), 40, InputConfig.encoder(), TrainingArgs.defaults(), 0));

    private final Path folder;

    LearningStudyTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static LearningScore learned(String name) {
        SimulatedWorld world = SimulatedWorld.of(STUDY.settings().world().world());
        RaterPool raters = new RaterPool(STUDY.settings().world().raters(), new Seed(1));
        List<RatedResponse> train = HelpSteer2.samples(LongStream.range(0, 40)
                .mapToObj(position -> raters.annotate(world.pair(position)))
                .filter(AnnotatedPair::agrees)
                .map(AnnotatedPair::released)
                .toList());
        LearningStudy.Entry entry = STUDY.entries(1).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return LearningStudy.learned(entry, TestPairs.of(world, raters, LongStream.range(1000, 2000), 40), train, 1);
    }

    @Test
    void unseen_positions_haveHeldOutPromptsAlone() {
        SimulationSettings settings = STUDY.settings().world();
        SimulatedWorld world = SimulatedWorld.of(settings.world());
        assertThat(LearningStudy.unseen(settings).limit(30))
                .hasSize(30)
                .allMatch(position -> settings.isHeldOut(world.prompt(position)));
    }

    /** What is kept in the cache is taken only where the same engine made it of the same world. */
    @Test
    void key_otherEngineOrWorld_isAnother() {
        SimulationSettings world = STUDY.settings().world();
        String key = STUDY.key(world, "engine 1, 2 threads");
        assertThat(STUDY.key(world, "engine 1, 2 threads")).isEqualTo(key);
        assertThat(STUDY.key(world, "engine 1, 1 threads")).isNotEqualTo(key);
        assertThat(STUDY.key(world.withSeed(2), "engine 1, 2 threads")).isNotEqualTo(key);
    }

    @Test
    void firstRows_learnsThoseAlone() {
        List<Integer> seen = new ArrayList<>();
        Learner<RatedResponse> counting = new Learner<>() {
            @Override
            public String name() {
                return "counting";
            }

            @Override
            public Map<String, String> settings() {
                return Map.of("learner", "counting");
            }

            @Override
            public Scorer learn(List<RatedResponse> train) {
                seen.add(train.size());
                return texts -> List.of();
            }
        };
        List<RatedResponse> rows = HelpSteer2.samples(
                List.of(SimulatedWorld.of(STUDY.settings().world().world()).pair(0)).stream()
                        .map(pair -> new RaterPool(STUDY.settings().world().raters(), new Seed(1))
                                .annotate(pair)
                                .released())
                        .toList());
        for (int count : new int[] {1, 9}) {
            try (Scorer scorer = new LearningStudy.FirstRows(count, counting).learn(rows)) {
                assertThat(scorer.score(List.of())).isEmpty();
            }
        }
        assertThat(seen).containsExactly(1, 2);
        assertThat(new LearningStudy.FirstRows(1, counting).settings())
                .isEqualTo(Map.of("learner", "counting", "first rows", "1"));
    }

    @Test
    void entries_ofADecoder_areOneMore() {
        LearningSettings more = new LearningSettings(
                STUDY.settings().world(),
                40,
                STUDY.settings().input(),
                STUDY.settings().args(),
                400);
        assertThat(new LearningStudy(more).entries(1)).hasSize(STUDY.entries(1).size() + 1);
    }

    /** Scores become probabilities by the temperature that was stored with the model. */
    @Test
    void score_calibratedModel_isSureByItsTemperature() {
        SimulatedWorld world = SimulatedWorld.of(STUDY.settings().world().world());
        RaterPool raters = new RaterPool(STUDY.settings().world().raters(), new Seed(1));
        TestPairs pairs = TestPairs.of(world, raters, LongStream.range(1000, 2000), 40);
        AttributeWeights helpfulness = AttributeWeights.HELPFULNESS_ONLY;
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0)) {
            LearningScore cold = pairs.score(
                    "model", 1, new CalibratedScorer(model, helpfulness, CalibrationOutcome.of(calibration(1e-3))));
            LearningScore hot = pairs.score(
                    "model", 1, new CalibratedScorer(model, helpfulness, CalibrationOutcome.of(calibration(1e3))));
            LearningScore none =
                    pairs.score("model", 1, new CalibratedScorer(model, helpfulness, CalibrationOutcome.NEVER));
            assertThat(cold.preferences().size()).isBetween(20, 40);
            assertThat(cold.preferences().outcomes())
                    .isEqualTo(hot.preferences().outcomes());
            assertThat(cold.labelAccuracy())
                    .isEqualTo(
                            cold.preferences().outcomes().stream()
                                    .mapToDouble(o -> o)
                                    .average()
                                    .orElseThrow(),
                            within(1e-12));
            assertThat(hot.preferences().probabilities()).allMatch(p -> p < 0.51);
            assertThat(cold.preferences().probabilities()).anyMatch(p -> p > 0.99);
            assertThat(none).isEqualTo(cold.with(PredictedPreferences.NONE));
        }
    }

    /** Whoever knows the truth predicts all of gold, and of ratings what noise leaves. */
    @Test
    void score_goldItself_hasAnRSquaredOfOneOfGoldAlone() {
        SimulatedWorld world = SimulatedWorld.of(STUDY.settings().world().world());
        RaterPool raters = new RaterPool(STUDY.settings().world().raters(), new Seed(1));
        Map<PromptResponse, Double> gold = new HashMap<>();
        LongStream.range(1000, 1200).mapToObj(world::pair).forEach(pair -> {
            gold.put(
                    new PromptResponse(pair.prompt(), pair.first().text()),
                    pair.first().gold().helpfulness());
            gold.put(
                    new PromptResponse(pair.prompt(), pair.second().text()),
                    pair.second().gold().helpfulness());
        });
        LearningScore score = TestPairs.of(world, raters, LongStream.range(1000, 1200), 100)
                .score("gold", 1, texts -> texts.stream()
                        .map(text -> AttributeScores.of(attribute -> gold.getOrDefault(text, Double.NaN)))
                        .toList());
        assertThat(score.goldAccuracy()).isEqualTo(1);
        assertThat(score.rSquared().gold()).isEqualTo(1, within(1e-12));
        assertThat(score.rSquared().ratings()).isBetween(0.3, 0.95);
    }

    private static ScoreCalibration calibration(double temperature) {
        return new ScoreCalibration(
                new LogisticSlope(1 / temperature, 0.1, 40, 40),
                ReferenceScores.of(new double[] {0, 1}),
                new HeadEnsemble(List.of(List.of(0f), List.of(0f)), 20, 20),
                new CalibrationQuality(Estimate.of(0.1, new Interval(0, 0.2, 0.95)), 0.1, 0, 0));
    }

    /** Minus a number of characters predicts no rating. */
    @Test
    void learned_ruleThatOnlyRanks_hasNoRSquared() throws IOException {
        LearningScore longer = learned("longer wins");
        LearningScore shorter = learned("shorter wins");
        assertThat(longer.rSquared().ratings()).isNaN();
        assertThat(shorter.rSquared().ratings()).isNaN();
        assertThat(longer.goldAccuracy() + shorter.goldAccuracy()).isEqualTo(1);
        Path file = folder.resolve("score.json");
        Json.save(file, longer);
        assertThat(Json.read(file, LearningScore.class)).isEqualTo(longer);
    }

    @Test
    void learned_predictionsOfRatings_haveRSquared() {
        assertThat(learned("mean rating").rSquared().ratings()).isBetween(-0.5, 0.01);
        assertThat(learned("length fitted").rSquared().ratings()).isBetween(-0.5, 1.0);
    }
}
