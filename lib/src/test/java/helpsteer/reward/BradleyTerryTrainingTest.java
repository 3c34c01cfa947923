package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.Goldens;
import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Lora;
import helpsteer.reward.training.BradleyTerryTraining;
import helpsteer.reward.training.ComparisonFit;
import helpsteer.reward.training.ComparisonLoss;
import helpsteer.reward.training.Initialization;
import helpsteer.reward.training.RegressionObjective;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import helpsteer.train.Checkpoints;
import helpsteer.train.TrainingArgs;
import helpsteer.train.TrainingListener;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.TrainingResult;
import helpsteer.train.optim.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training on comparisons, on tiny models. */
public class BradleyTerryTrainingTest {
    private static final Path DECODER = Path.of("lib/src/test/resources/golden/decoder/reward/base");
    public static final List<Comparison> PAIRS = pairs(16, 1);

    /** Pairs of random texts; which is better, and by how much, can only be learned by heart. */
    public static List<Comparison> pairs(int count, long seed) {
        List<Comparison> out = new ArrayList<>();
        for (RatedPair pair : TinyModels.pairs(count, seed)) {
            out.add(new Comparison(
                    pair.prompt(), pair.first().response(), pair.second().response() + " sky", 1 + out.size() % 3));
        }
        return out;
    }

    /** Pairs of which the better one holds "good" once where the other holds "bad". */
    private static List<Comparison> goodAgainstBad(int count, long seed) {
        List<Comparison> out = new ArrayList<>();
        for (RatedPair pair : TinyModels.pairs(count, seed)) {
            String chosen = neutral(pair.first()) + " good " + neutral(pair.second());
            String rejected = neutral(pair.second()) + " bad " + neutral(pair.first());
            out.add(new Comparison(pair.prompt(), chosen, rejected, 1 + out.size() % 3));
        }
        return out;
    }

    private static String neutral(RatedResponse sample) {
        String words = sample.response().replace("good", "sea").replace("bad", "sky");
        return words.substring(0, Math.min(24, words.length()));
    }

    public static PairTraining settings(int epochs, int batch, double rate) {
        return PairTraining.of(new TrainingArgs(epochs, batch, rate, Schedule.Shape.LINEAR, new Seed(1)));
    }

    public static RewardModel tiny() {
        return TinyModels.model(TinyModels.backbone(2), 0);
    }

    @ParameterizedTest
    @EnumSource(BradleyTerry.class)
    void run_sixteenPairs_areLearnedByHeart(BradleyTerry kind) {
        try (RewardModel model = RewardModel.headless(TinyModels.backbone(2), TinyModels.input(0))) {
            PairTraining.Result result =
                    settings(200, 16, 2e-2).withLoss(ComparisonLoss.of(kind)).run(model, PAIRS, PAIRS);
            assertThat(result.training().validations().get(0).loss()).isGreaterThan(0.69);
            assertThat(result.objective().fit().accuracy().strict()).isEqualTo(1.0);
            assertThat(result.objective().fit().loss())
                    .isLessThan(0.02)
                    .isEqualTo(result.training().bestLoss());
        }
    }

    @Test
    void run_goodAgainstBad_isLearnedAndHoldsOnNewPairs() {
        try (RewardModel model = RewardModel.headless(TinyModels.backbone(2), TinyModels.input(0))) {
            List<Comparison> unseen = goodAgainstBad(100, 8);
            PairTraining settings = settings(6, 16, 2e-2);
            double before = settings.fit(model, unseen).accuracy().strict();
            settings.run(model, goodAgainstBad(200, 7), goodAgainstBad(40, 6));
            double after = settings.fit(model, unseen).accuracy().strict();
            assertThat(before).isZero(); // a head of zeros ties every pair
            assertThat(after).isGreaterThan(0.9);
        }
    }

    /** From scratch every pair is a tie, whose regular loss is log 2; from a regression its head is where it begins. */
    @Test
    void run_fromARegression_beginsWithItsHead() {
        List<RatedResponse> rows = HelpSteer2.samples(TinyModels.pairs(8, 1));
        try (RewardModel model = tiny()) {
            TrainingArgs args = new TrainingArgs(20, 8, 1e-2, Schedule.Shape.LINEAR, new Seed(1));
            args.train(
                    model,
                    new RegressionObjective(model, new Split<>(rows, rows), Set.of(Attribute.HELPFULNESS), args));
            PairTraining settings = settings(1, 16, 1e-3).withLoss(ComparisonLoss.of(BradleyTerry.REGULAR));
            ComparisonFit before = settings.fit(model, PAIRS);
            float[] head = model.parameters().get(RewardModel.HEAD_WEIGHT).toFloatArray();
            PairTraining.Result result = settings.run(model, PAIRS, PAIRS);
            assertThat(result.training().validations().get(0).loss()).isEqualTo(before.loss());
            float[] after = model.parameters().get(RewardModel.HEAD_WEIGHT).toFloatArray();
            assertThat(Goldens.distance(head, after)).isPositive().isLessThan(2e-3);
        }
        try (RewardModel scratch = RewardModel.headless(TinyModels.backbone(2), TinyModels.input(0))) {
            PairTraining settings = settings(1, 16, 1e-3).withLoss(ComparisonLoss.of(BradleyTerry.REGULAR));
            assertThat(settings.fit(scratch, PAIRS).loss()).isCloseTo(Math.log(2), within(1e-15));
        }
    }

    private static double meanGoodness(double centring) {
        try (RewardModel model = tiny()) {
            PairTraining settings =
                    settings(100, 16, 1e-2).withLoss(new ComparisonLoss(BradleyTerry.REGULAR, centring));
            settings.run(model, PAIRS, PAIRS);
            return model.score(Pair.flat(PromptResponse.pairs(PAIRS))).stream()
                    .mapToDouble(AttributeScores::helpfulness)
                    .average()
                    .orElseThrow();
        }
    }

    @Test
    void run_centring_pullsTheMeanToZero() {
        assertThat(Math.abs(meanGoodness(0))).isGreaterThan(0.8); // the head begins with an intercept of 1 to 3
        assertThat(Math.abs(meanGoodness(0.1))).isLessThan(0.1);
    }

    @Test
    void run_pairsTheModelCannotTellApart_areDroppedAndCounted() {
        String long32 = "sea ".repeat(40);
        Comparison same = new Comparison(Prompt.ofUser("red"), long32 + "good", long32 + "bad", 1);
        List<Comparison> more = new ArrayList<>(PAIRS);
        more.add(3, same);
        try (RewardModel model = tiny()) {
            PairTraining settings = settings(1, 4, 1e-3);
            PairTraining.Result result = settings.run(model, more, PAIRS);
            assertThat(result.objective().train().items()).isEqualTo(PAIRS);
            assertThat(result.objective().train().dropped()).isEqualTo(Map.of("identical as the model reads them", 1));
            assertThat(result.objective().validation().dropped()).isEmpty();
            assertThatThrownBy(() -> settings.run(model, List.of(same), List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("train and validation must hold at least one pair each that differs where the model"
                            + " reads it, got kept 0, dropped {identical as the model reads them=1} and kept 0,"
                            + " dropped {}; take more pairs");
        }
    }

    private static String fingerprint(Seed seed) {
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0.1)) {
            PairTraining.of(new TrainingArgs(2, 4, 1e-3, Schedule.Shape.COSINE, seed))
                    .run(model, PAIRS, PAIRS);
            return model.fingerprint();
        }
    }

    @Test
    void run_sameSeed_givesTheSameBytes_otherSeedOthers() {
        String first = fingerprint(new Seed(1));
        assertThat(fingerprint(new Seed(1))).isEqualTo(first);
        assertThat(fingerprint(new Seed(2))).isNotEqualTo(first);
    }

    @Test
    void run_cutOffAndStartedAgain_endsAsIfItHadNot(@TempDir Path folder) {
        PairTraining settings = settings(3, 2, 1e-3);
        Split<Comparison> split = new Split<>(PAIRS, PAIRS);
        String whole;
        try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0.1)) {
            settings.run(model, split, null);
            whole = model.fingerprint();
        }
        TrainingListener stopping = new TrainingListener() {
            @Override
            public void step(StepRecord record) {
                if (record.step() == 4) { // no look at the validation loss follows, which would be interrupted too
                    Thread.currentThread().interrupt();
                }
            }
        };
        for (TrainingListener watcher : List.of(stopping)) {
            try (RewardModel model = TinyModels.model(TinyModels.backbone(2), 0.1)) {
                TrainingResult result =
                        TrainingListener.during(watcher, () -> settings.run(model, split, new Checkpoints(folder, 2))
                                .training());
                boolean cut = watcher == stopping;
                assertThat(result.ending())
                        .isEqualTo(cut ? TrainingResult.Ending.INTERRUPTED : TrainingResult.Ending.FINISHED);
                assertThat(model.fingerprint().equals(whole)).isNotEqualTo(cut);
            }
        }
    }

    @Test
    void run_decoderWithAdapters_learns() {
        InputConfig input = InputConfig.decoder()
                .withMaxTokens(128)
                .withOptions(Decoder.Options.defaults().withLora(new Lora(4, 8, 0, Lora.MODULES)));
        List<Comparison> pairs = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String shorter = "word ".repeat(2 + i % 4);
            pairs.add(new Comparison(Prompt.ofUser("Question " + i + "?"), shorter + "word word", shorter, 1));
        }
        try (RewardModel model = RewardModel.headless(PretrainedDecoder.open(DECODER), input)) {
            PairTraining.Result result = settings(20, 8, 1e-2).run(model, pairs, pairs);
            assertThat(result.objective().fit().accuracy().strict()).isEqualTo(1.0);
            assertThat(result.objective().fit().loss())
                    .isLessThan(0.3 * result.training().validations().get(0).loss());
        }
    }

    @Test
    void comparing_goodnessOfNothing_isRefused() {
        assertThatThrownBy(() -> new BradleyTerryTraining(
                        Initialization.of(TinyModels.backbone(2), TinyModels.input(0)),
                        new Split<>(PAIRS, PAIRS),
                        ComparisonLoss.of(BradleyTerry.SCALED),
                        new AttributeWeights(0, 0, 0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("goodness must weigh at least one attribute, got 0 for all;"
                        + " take AttributeWeights.HELPFULNESS_ONLY");
        for (Attribute a : Attribute.values()) {
            AttributeScores scores = new AttributeScores(1, 2, 3, 4, 5);
            assertThat(AttributeWeights.only(a).reward(scores)).isEqualTo(scores.of(a));
        }
    }
}
