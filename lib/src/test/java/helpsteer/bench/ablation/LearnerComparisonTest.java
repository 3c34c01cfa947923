package helpsteer.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Comparison;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.Scorer;
import helpsteer.reward.TinyEncoder;
import helpsteer.reward.frozen.LengthBaseline;
import helpsteer.run.Progress;
import helpsteer.stats.Wilson;
import helpsteer.stats.test.McNemar;
import helpsteer.text.PromptResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learners on the same folds, from scores made by hand. */
class LearnerComparisonTest {
    private static final List<RatedPair> PAIRS = pairs();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private final Map<String, Integer> calls = new HashMap<>();
    private final Set<Prompt> seen = new HashSet<>();

    /** Twenty pairs whose first response is better, and five ties. */
    private static List<RatedPair> pairs() {
        List<RatedPair> out = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Prompt prompt = Prompt.ofUser("prompt " + i);
            int rating = i < 20 ? 3 : 2;
            out.add(new RatedPair(
                    new RatedResponse(prompt, "good " + i, new Ratings(rating, 2, 2, 2, 2)),
                    new RatedResponse(prompt, "bad " + i, new Ratings(2, 2, 2, 2, 2))));
        }
        return out;
    }

    /** Gives the response that begins with good the higher score for those numbers. */
    private Variant winning(String name, Set<Integer> right, boolean onBench) {
        List<String> references =
                LearnerComparison.learner(name, new LengthBaseline()).references();
        Variant.Recipe recipe = new Variant.Recipe(Map.of(), part -> {
            calls.merge(name + " " + part.name(), 1, Integer::sum);
            part.train().forEach(pair -> seen.add(pair.prompt()));
            Set<Prompt> own = new HashSet<>();
            part.train().forEach(pair -> own.add(pair.prompt()));
            Scorer scorer = texts -> texts.stream()
                    .map(t -> new AttributeScores(score(t, right, onBench, own), 0, 0, 0, 0))
                    .toList();
            return new Variant.Made(
                    scorer, TrainingFacts.untrained(2 * part.train().size()));
        });
        return Variant.comparison(name, Group.LEARNER, references, recipe);
    }

    private static Experiment experiment(List<Variant> variants) {
        return LearnerComparison.of(PAIRS, Fixtures.bench(), 5, variants);
    }

    private static double score(PromptResponse text, Set<Integer> right, boolean onBench, Set<Prompt> train) {
        assertThat(train).doesNotContain(text.prompt());
        boolean good = text.response().startsWith("good");
        String[] words = text.response().split(" ", -1);
        boolean win = words[1].matches("\\d+") ? right.contains(Integer.parseInt(words[1])) : onBench;
        return good == win ? 1 : 0;
    }

    private static Set<Integer> upTo(int count) {
        Set<Integer> out = new HashSet<>();
        for (int i = 0; i < count; i++) {
            out.add(i);
        }
        return out;
    }

    @Test
    void result_threeLearners_byHand() {
        List<Variant> all = List.of(
                winning(LearnerComparison.LENGTH, upTo(8), false),
                winning(LearnerComparison.RIDGE, upTo(10), true),
                winning("best", upTo(20), true));
        experiment(all).run(folder);
        assertThat(seen).hasSize(25);
        List<ExperimentResult.Row> rows = experiment(all).result(folder).rows();
        ExperimentResult.Score length = rows.get(0).score(Metric.VALIDATION);
        assertThat(length.accuracy().estimate()).isCloseTo(8 / 20.0, within(1e-15));
        assertThat(length.interval()).isEqualTo(Wilson.of(8, 20));
        assertThat(length.pairs()).isEqualTo(20);
        assertThat(length.differences()).isEmpty();
        ExperimentResult.Row best = rows.get(2);
        assertThat(best.score(Metric.BENCH).accuracy().estimate()).isCloseTo(1, within(1e-15));
        RewardBenchResult bench = RewardBenchResult.of(
                "best",
                Fixtures.bench(),
                texts -> texts.stream()
                        .map(t -> new AttributeScores(t.response().startsWith("good") ? 1 : 0, 0, 0, 0, 0))
                        .toList(),
                AttributeWeights.HELPFULNESS_ONLY);
        assertThat(best.score(Metric.BENCH).interval())
                .isEqualTo(bench.overall(XstestWeights.CURRENT).interval());
        ExperimentResult.Difference ridge =
                best.score(Metric.VALIDATION).differences().get(0);
        assertThat(ridge.reference()).isEqualTo(LearnerComparison.RIDGE);
        assertThat(ridge.exact()).contains(McNemar.of(10, 0));
        // six p-values: 2^-9, 2^-11 and 1/2 held out; 1, 0 and 0 on the benchmark
        assertThat(ridge.pValue()).isCloseTo(2 / 1024.0, within(1e-12));
        assertThat(ridge.corrected()).isCloseTo(3 * 2 / 1024.0, within(1e-12));
        ExperimentResult.Difference overall =
                best.score(Metric.BENCH).differences().get(0);
        assertThat(overall.mean().estimate()).isZero();
        assertThat(overall.corrected()).isEqualTo(1);
        ExperimentResult.Difference against =
                best.score(Metric.VALIDATION).differences().get(1);
        assertThat(against.reference()).isEqualTo(LearnerComparison.LENGTH);
        assertThat(against.exact()).contains(McNemar.of(12, 0));
        overall = best.score(Metric.BENCH).differences().get(1);
        assertThat(overall.mean().estimate()).isCloseTo(1, within(1e-15));
        assertThat(overall.corrected()).isZero();
        assertThat(rows.get(1).score(Metric.VALIDATION).differences())
                .singleElement()
                .satisfies(d -> assertThat(d.exact()).contains(McNemar.of(2, 0)));
    }

    @Test
    void run_again_runsOnlyWhatIsMissing() throws IOException {
        Experiment one = experiment(List.of(winning("one", upTo(20), true)));
        one.run(folder);
        assertThat(calls).hasSize(6).containsEntry("one fold-1", 1).containsEntry("one bench", 1);
        Files.delete(RunResult.file(folder, "one", "fold-3"));
        assertThat(one.result(folder).rows()).isEmpty(); // a part is missing
        List<String> shown = new ArrayList<>();
        Progress.during((task, done, total, note) -> shown.add(done + " of " + total + " " + note), () -> {
            one.run(folder);
            return folder;
        });
        assertThat(calls).containsEntry("one fold-3", 2).containsEntry("one fold-2", 1);
        assertThat(shown).containsExactly("2 of 6 one, fold-3", "6 of 6 ");
        assertThat(one.result(folder).rows()).hasSize(1);
    }

    @Test
    void run_otherPairsOrFolds_areRefusedByName() {
        List<Variant> one = List.of(winning("one", upTo(20), true));
        experiment(one).run(folder);
        Experiment fewer = LearnerComparison.of(PAIRS, Fixtures.bench(), 4, one);
        assertThatThrownBy(() -> fewer.run(folder))
                .hasMessage("run must have the settings of " + folder.getFileName()
                        + ", got config.settings: 5 folds → 4 folds; choose another folder");
        Experiment less = LearnerComparison.of(PAIRS.subList(0, 24), Fixtures.bench(), 5, one);
        assertThatThrownBy(() -> less.result(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(", got dataSha256: ")
                .hasMessageEndingWith("; choose another folder");
        assertThatThrownBy(() -> winning("Best", Set.of(), true))
                .hasMessage("name must be lower-case letters, digits, dots and hyphens, got \"Best\"");
    }

    /** Bug: the same name with another length of texts was answered with the first length's numbers. */
    @Test
    void run_learnerThatReadsOtherLengths_isRefusedByName() {
        PretrainedEncoder backbone = TinyEncoder.backbone(1);
        Budget budget = new Budget(40, 8, 1, 16, 1e-3, 2);
        refuses(
                LearnerComparison.frozen("tiny", backbone, budget.input(Pooling.MEAN_POOL)),
                LearnerComparison.frozen("tiny", backbone, budget.withTokens(32).input(Pooling.MEAN_POOL)),
                "tokens: 8 → 32");
    }

    @Test
    void settings_whateverDecidesOverTheNumbers_isAmongThem() {
        PretrainedEncoder backbone = TinyEncoder.backbone(1);
        Budget budget = new Budget(40, 8, 1, 16, 1e-3, 2);
        Map<String, String> tuned =
                LearnerComparison.tuned("tuned", backbone, budget, List.of()).settings();
        assertThat(LearnerComparison.tuned("tuned", backbone, budget.withEpochs(2), List.of())
                        .settings())
                .containsEntry("epochs", "2")
                .isNotEqualTo(tuned);
        assertThat(LearnerComparison.tuned("tuned", backbone, budget.withRate(1e-4), List.of())
                        .settings())
                .containsEntry("rate", "1.0E-4")
                .isNotEqualTo(tuned);
        List<Comparison> more = Fixtures.data().helpful().items();
        assertThat(LearnerComparison.tuned("tuned", backbone, budget, more).settings())
                .containsEntry("more pairs", AblationData.hash(more))
                .isNotEqualTo(tuned)
                .isNotEqualTo(LearnerComparison.tuned("tuned", backbone, budget, more.subList(1, more.size()))
                        .settings());
        assertThat(LearnerComparison.frozen("tiny", backbone, budget.input(Pooling.FIRST_TOKEN))
                        .settings())
                .containsEntry("backbone", backbone.id())
                .isNotEqualTo(LearnerComparison.frozen("tiny", backbone, budget.input(Pooling.MEAN_POOL))
                        .settings());
    }

    private void refuses(Variant before, Variant now, String difference) {
        List<RatedPair> pairs = TinyEncoder.pairs(40, 1);
        LearnerComparison.of(pairs, Fixtures.bench(), 2, List.of(before)).run(folder);
        Experiment other = LearnerComparison.of(pairs, Fixtures.bench(), 2, List.of(now));
        String message = before.name() + "-fold-1.json must have the settings of " + before.name() + ", got "
                + difference + "; remove it to run it again, or choose another folder";
        assertThatThrownBy(() -> other.run(folder)).hasMessage(message);
        assertThatThrownBy(() -> other.result(folder)).hasMessage(message);
    }
}
