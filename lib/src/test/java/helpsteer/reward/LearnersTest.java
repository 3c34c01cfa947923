package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Split;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.nn.encoder.EncoderConfig;
import helpsteer.reward.frozen.CrossValidation;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.frozen.LengthBaseline;
import helpsteer.reward.frozen.MeanBaseline;
import helpsteer.reward.frozen.Ridge;
import helpsteer.reward.frozen.Vectors;
import helpsteer.reward.training.Evaluation;
import helpsteer.reward.training.Initialization;
import helpsteer.reward.training.RegressionTraining;
import helpsteer.run.Seed;
import helpsteer.run.Workspace;
import helpsteer.stats.Accuracy;
import helpsteer.stats.fit.FitQuality;
import helpsteer.text.PromptResponse;
import helpsteer.train.Checkpoints;
import helpsteer.train.Result;
import helpsteer.train.Run;
import helpsteer.train.TrainingArgs;
import helpsteer.train.metrics.TrainingResult.Ending;
import helpsteer.train.optim.Schedule;
import helpsteer.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnersTest {
    /** As a sequence classifier of transformers names them, with {@code bert.} before each. */
    @Test
    void backboneOpen_folderOfTheHubsLayout_givesTheSameVectors(@TempDir Path folder) throws IOException {
        PretrainedEncoder made = TinyModels.backbone(2);
        EncoderConfig shape = made.shape();
        Files.writeString(
                folder.resolve("config.json"),
                String.format(
                        "{\"model_type\": \"bert\", \"hidden_size\": %d, \"num_hidden_layers\": %d,"
                                + " \"num_attention_heads\": %d, \"intermediate_size\": %d, \"vocab_size\": %d}",
                        shape.width(), shape.layers(), shape.heads(), shape.inner(), shape.vocabulary()));
        Safetensors.write(
                folder.resolve("model.safetensors"),
                made.weights().all().stream()
                        .map(t -> t.withName("bert." + t.name()))
                        .toList(),
                Map.of());
        Files.copy(made.tokenizer(), folder.resolve("tokenizer.json"));
        PretrainedEncoder opened = PretrainedEncoder.open(folder);
        assertThat(opened.id()).matches("bert-[0-9a-f]{12}");
        List<PromptResponse> texts = List.of(new PromptResponse(Prompt.ofUser("red cat"), "one blue dog"));
        InputConfig input = InputConfig.encoder();
        try (RewardModel one = RewardModel.headless(made, input);
                RewardModel two = RewardModel.headless(opened, input)) {
            assertThat(two.embed(texts)).isDeepEqualTo(one.embed(texts));
        }
    }

    private static final List<RatedPair> PAIRS = TinyModels.pairs(12, 5);
    private static final List<RatedResponse> ROWS = HelpSteer2.samples(PAIRS);

    private static RatedResponse sample(String prompt, String response, int rating) {
        return new RatedResponse(
                Prompt.ofUser(prompt), response, new Ratings(rating, rating, rating, rating, 4 - rating));
    }

    private static List<PromptResponse> exchanges(List<RatedResponse> samples) {
        return samples.stream().map(PromptResponse::of).toList();
    }

    /** A learner that knows the training rows by heart and gives -1 to every other text. */
    private static final class ByHeart implements Learner<RatedResponse> {
        private final List<Set<Prompt>> trainedOn = new ArrayList<>();

        @Override
        public String name() {
            return "by heart";
        }

        @Override
        public Map<String, String> settings() {
            return Map.of("learner", name());
        }

        @Override
        public Scorer learn(List<RatedResponse> train) {
            Set<Prompt> prompts = new HashSet<>();
            train.forEach(s -> prompts.add(s.prompt()));
            trainedOn.add(prompts);
            return exchanges -> exchanges.stream()
                    .map(e -> new AttributeScores(
                            prompts.contains(e.prompt()) ? 1 : -1, e.response().length(), 0, 0, 0))
                    .toList();
        }
    }

    @Test
    void crossValidation_anyFold_scoresPromptsThatWereNotTrainedOn() {
        List<RatedPair> pairs = new ArrayList<>(PAIRS);
        pairs.addAll(PAIRS.subList(0, 4)); // prompts that come twice must stay together
        ByHeart learner = new ByHeart();
        List<AttributeScores> scores = CrossValidation.of(pairs, 4, new Seed(1), learner);
        assertThat(scores).hasSize(32);
        List<RatedResponse> rows = HelpSteer2.samples(pairs);
        for (int i = 0; i < 32; i++) {
            assertThat(scores.get(i).helpfulness()).isEqualTo(-1);
            assertThat(scores.get(i).correctness())
                    .isEqualTo(rows.get(i).response().length());
        }
        assertThat(learner.trainedOn).hasSize(4).allSatisfy(p -> assertThat(p).hasSize(9));
    }

    @Test
    void baselines_threeRows_byHand() {
        List<RatedResponse> rows = List.of(sample("a", "x", 0), sample("b", "xxx", 1), sample("c", "xxxxxxx", 2));
        AttributeScores mean = new MeanBaseline()
                .learn(rows)
                .score(exchanges(rows.subList(0, 1)))
                .get(0);
        assertThat(mean).isEqualTo(new AttributeScores(1, 1, 1, 1, 3));
        // log2(1 + length) is 1, 2, 3, one more than the rating
        List<AttributeScores> byLength =
                new LengthBaseline().learn(rows).score(exchanges(List.of(sample("d", "x".repeat(15), 0))));
        assertThat(byLength.get(0).helpfulness()).isCloseTo(3, within(1e-12));
        assertThat(byLength.get(0).verbosity()).isCloseTo(1, within(1e-12));
        assertThat(List.of(new MeanBaseline().name(), new LengthBaseline().name()))
                .containsExactly("mean rating", "length only");
    }

    @Test
    void frozenHead_learned_isRidgeOnTheModelsVectors() throws IOException {
        PretrainedEncoder backbone = TinyModels.backbone(7);
        Vectors known = Vectors.of(backbone, TinyModels.input(0));
        FrozenHead learner = FrozenHead.ridge(known);
        try (RewardModel model = TinyModels.model(backbone, 0)) {
            List<AttributeScores> scores = learner.learn(ROWS).score(exchanges(ROWS));
            Ridge ridge = Ridge.choosing(backbone, TinyModels.input(0), ROWS);
            float[][] vectors = model.embed(exchanges(ROWS));
            for (int i = 0; i < ROWS.size(); i++) {
                double expected = ridge.head().apply(vectors[i]).helpfulness();
                assertThat(scores.get(i).helpfulness()).isCloseTo(expected, within(1e-4));
            }
        } finally {
            remove(Workspace.cache().resolve("vectors"), backbone.id());
        }
    }

    @Test
    void cachedScorer_secondRun_givesTheSameScores() throws IOException {
        PretrainedEncoder backbone = TinyModels.backbone(System.nanoTime());
        String fingerprint = "";
        try (RewardModel model = TinyModels.model(backbone, 0)) {
            fingerprint = model.fingerprint();
            List<AttributeScores> plain = model.score(exchanges(ROWS));
            assertThat(CachedScorer.of(model).score(exchanges(ROWS))).isEqualTo(plain);
            CachedScorer second = CachedScorer.of(model);
            assertThat(second.cache().knows(exchanges(ROWS))).isTrue();
            assertThat(second.score(exchanges(ROWS))).isEqualTo(plain);
        } finally {
            remove(Workspace.cache().resolve("vectors"), "scores-" + fingerprint);
        }
    }

    @Test
    void fingerprint_otherHeadsReadOutOrHead_differs() {
        PretrainedEncoder two = TinyModels.backbone(3);
        var shape = two.shape();
        PretrainedEncoder four = new PretrainedEncoder(
                two.id(),
                new helpsteer.nn.encoder.EncoderConfig(
                        shape.width(), shape.layers(), 4, shape.inner(), shape.vocabulary()),
                two.weights(),
                two.tokenizer());
        Set<String> fingerprints = new HashSet<>();
        for (RewardModel model : List.of(
                TinyModels.model(two, 0),
                TinyModels.model(four, 0),
                RewardModel.of(two, TinyModels.input(0).withMaxTokens(16), TinyModels.head(4, 8)),
                RewardModel.of(two, TinyModels.input(0), TinyModels.head(5, 8)))) {
            fingerprints.add(model.fingerprint());
            model.close();
        }
        assertThat(fingerprints).hasSize(4);
    }

    @Test
    void cached_askedTwice_isFoundTheSecondTime_otherSettingsAreNot() throws IOException {
        PretrainedEncoder backbone = TinyModels.backbone(System.nanoTime());
        TrainingArgs tuning = new TrainingArgs(1, 8, 1e-3, Schedule.Shape.COSINE, new Seed(1));
        List<Path> folders = new ArrayList<>();
        try {
            Result<RewardModel> first = train(backbone, tuning, folders);
            Result<RewardModel> second = train(backbone, tuning, folders);
            Result<RewardModel> other = train(backbone, tuning.withSeed(new Seed(2)), folders);
            assertThat(List.of(first.fresh(), second.fresh(), other.fresh())).containsExactly(true, false, true);
            assertThat(second.model().fingerprint()).isEqualTo(first.model().fingerprint());
            assertThat(second.training()).isEqualTo(first.training());
            assertThat(first.training().ending()).isEqualTo(Ending.FINISHED);
            assertThat(other.folder()).isNotEqualTo(first.folder());
            Stream.of(first, second, other).forEach(Result::close);
        } finally {
            for (Path folder : folders) {
                new Checkpoints(folder, 1).remove();
            }
            remove(Workspace.cache().resolve("vectors"), backbone.id());
        }
    }

    private static Result<RewardModel> train(PretrainedEncoder backbone, TrainingArgs tuning, List<Path> folders) {
        RegressionTraining job = new RegressionTraining(
                Initialization.of(backbone, TinyModels.input(0.1)),
                new Split<>(ROWS.subList(0, 16), ROWS.subList(16, 24)));
        Result<RewardModel> trained = new Run<>(job, tuning).cached();
        assertThat(trained.folder().resolve("checkpoints")).doesNotExist();
        folders.add(trained.folder());
        return trained;
    }

    /** Removes the files of a folder whose name begins so. */
    private static void remove(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(prefix))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void evaluation_twoPairs_byHand() {
        List<RatedPair> pairs = List.of(
                new RatedPair(sample("a", "x", 3), sample("a", "y", 1)),
                new RatedPair(sample("b", "x", 2), sample("b", "y", 2)),
                new RatedPair(sample("c", "x", 0), sample("c", "y", 4)));
        List<AttributeScores> scores = Stream.of(2.0, 1.0, 5.0, 0.0, 3.0, 3.0)
                .map(v -> new AttributeScores(v, 0, 0, 0, v))
                .toList();
        assertThat(Evaluation.pairwise(pairs, scores, Attribute.HELPFULNESS, AttributeWeights.HELPFULNESS_ONLY))
                .isEqualTo(new Accuracy(1, 0, 1));
        assertThat(Evaluation.pairwise(pairs, scores, Attribute.VERBOSITY, AttributeWeights.HELPFULNESS_ONLY))
                .isEqualTo(new Accuracy(0, 1, 1));
        List<AttributeScores> perfect = HelpSteer2.samples(pairs).stream()
                .map(s -> AttributeScores.of(s.ratings()))
                .toList();
        FitQuality fit = Evaluation.fit(HelpSteer2.samples(pairs), perfect, Attribute.CORRECTNESS);
        assertThat(fit.rSquared()).isEqualTo(1);
        assertThatThrownBy(() -> Evaluation.pairwise(
                        pairs, scores.subList(1, 6), Attribute.VERBOSITY, AttributeWeights.ALIGNMENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("items must be two for each pair, got 5 for 3 pairs");
        RatedPair tie = new RatedPair(sample("d", "x", 2), sample("d", "y", 2));
        assertThatThrownBy(() -> Evaluation.pairwise(
                        List.of(tie), scores.subList(0, 2), Attribute.HELPFULNESS, AttributeWeights.ALIGNMENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pairs must have at least one of unequal helpfulness, got 1 equal ones; take other rows, as"
                        + " nothing is measured by these");
    }

    /** Appendix H and sections 4.3 and 4.4 of arXiv 2406.08673, times ratings 1, 2, 3, 4, 0.5. */
    @Test
    void goodness_weightsOfThePaper_byHand() {
        AttributeScores scores = new AttributeScores(1, 2, 3, 4, 0.5);
        assertThat(AttributeWeights.LLAMA3_70B.reward(scores)).isCloseTo(0.65 + 1.6 + 1.35 + 2.2 - 0.2, within(1e-12));
        assertThat(AttributeWeights.NEMOTRON4_340B.reward(scores))
                .isCloseTo(0.3 + 1.48 + 1.38 + 1.88 - 0.165, within(1e-12));
        assertThat(AttributeWeights.ALIGNMENT.reward(scores)).isCloseTo(0.65 + 1.6 + 1.35, within(1e-12));
        assertThat(AttributeWeights.HELPFULNESS_ONLY.reward(scores)).isEqualTo(1);
        assertThatThrownBy(() -> new AttributeWeights(1, Double.POSITIVE_INFINITY, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights must be finite, got 1.0, Infinity, 0.0, 0.0 and 0.0");
    }
}
