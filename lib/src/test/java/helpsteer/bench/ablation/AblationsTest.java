package helpsteer.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Comparison;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.RewardModel;
import helpsteer.reward.TinyEncoder;
import helpsteer.reward.folder.ModelFolder;
import helpsteer.run.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every variant of the ablations, on a tiny encoder, and what a seed draws. */
class AblationsTest {
    private static final Budget BUDGET = new Budget(80, 32, 1, 16, 1e-3, 2);
    private static final AblationData DATA = Fixtures.data();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private final PretrainedEncoder backbone = TinyEncoder.backbone(2);

    @AfterEach
    void removeFromCache() throws IOException {
        for (Path run : runs()) {
            try (Stream<Path> files = Files.walk(run)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Path vectors = Workspace.cache().resolve("vectors");
        if (Files.isDirectory(vectors)) {
            try (Stream<Path> files = Files.list(vectors)) {
                for (Path file : files.filter(f -> f.getFileName().toString().startsWith(backbone.id()))
                        .toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void run_everyVariant_givesFiniteScoresAndItsOwn() {
        Experiment experiment = Ablations.tuned(backbone, BUDGET, DATA, 1);
        assertThat(experiment.variants())
                .extracting(Variant::name)
                .containsExactly(
                        "regression",
                        "helpfulness-only",
                        "without-helpfulness",
                        "without-correctness",
                        "without-coherence",
                        "without-complexity",
                        "without-verbosity",
                        "bt-regular",
                        "bt-regular-from-helpfulness",
                        "bt-margin",
                        "bt-margin-from-helpfulness",
                        "bt-scaled",
                        "bt-scaled-from-helpfulness",
                        "expo",
                        "helpsteer1",
                        "hh-rlhf",
                        "first-token",
                        "last-token",
                        "frozen",
                        "tuned-whole",
                        "frozen-whole",
                        "tuned-half",
                        "frozen-half",
                        "tuned-quarter",
                        "frozen-quarter",
                        "tuned-eighth",
                        "frozen-eighth");
        assertThat(experiment.missing())
                .containsExactly(new Experiment.Missing(
                        "open-assistant", Group.DATA, "needs open-assistant file oasst1/2023-04-12_oasst_all.trees"));
        experiment.run(folder);
        List<RunResult> results = experiment.results(folder);
        assertThat(results).hasSize(27);
        // no two variants but the base and those whose head alone differs from it give the same scores
        Set<List<AttributeScores>> different = new HashSet<>();
        results.forEach(result -> different.add(result.scores()));
        assertThat(different).hasSizeGreaterThanOrEqualTo(20);
        assertThat(facts(results, "regression").responses()).isEqualTo(80);
        assertThat(facts(results, "bt-regular").responses()).isEqualTo(80);
        assertThat(facts(results, "hh-rlhf").responses()).isEqualTo(80);
        assertThat(facts(results, "bt-regular").steps())
                .isEqualTo(facts(results, "regression").steps());
        assertThat(facts(results, "tuned-eighth").responses()).isEqualTo(50);
        assertThat(facts(results, "frozen")).isEqualTo(TrainingFacts.untrained(80));
        assertThat(experiment.result(folder).rows()).hasSize(27);
    }

    @Test
    void frozen_everyVariant_givesFiniteScoresAndItsOwn() {
        Experiment experiment = Ablations.frozen(backbone, BUDGET, DATA, 2);
        assertThat(experiment.variants())
                .extracting(Variant::name)
                .contains("regression", "bt-scaled-from-helpfulness", "expo", "label-prefix", "ordinal", "gating")
                .hasSize(28);
        experiment.run(folder);
        List<RunResult> results = experiment.results(folder);
        assertThat(results).hasSize(56);
        Set<List<AttributeScores>> different = new HashSet<>();
        results.forEach(result -> different.add(result.scores()));
        // the seven variants of one ridge head differ in what they weigh, not in their numbers
        assertThat(different).hasSizeGreaterThanOrEqualTo(36);
        assertThat(facts(results, "regression")).isEqualTo(TrainingFacts.untrained(80));
        assertThat(facts(results, "ridge-eighth")).isEqualTo(TrainingFacts.untrained(10));
        assertThat(experiment.result(folder).rows()).hasSize(28);
    }

    /** A seed that draws fewer rows draws fewer comparisons, and others than the next seed does. */
    @Test
    void unequalOfHelpSteer2_eachSeed_drawsAmongItsOwnRows() {
        int responses = 40;
        List<Comparison> first = new RandomSubset(DATA, 1).unequalOfHelpSteer2(responses);
        Set<Prompt> own = new HashSet<>();
        new RandomSubset(DATA, 1).helpSteer2(responses).forEach(s -> own.add(s.prompt()));
        assertThat(first).isNotEmpty().hasSizeLessThanOrEqualTo(responses / 2).allMatch(p -> own.contains(p.prompt()));
        assertThat(new RandomSubset(DATA, 2).unequalOfHelpSteer2(responses)).isNotEqualTo(first);
    }

    private static TrainingFacts facts(List<RunResult> results, String variant) {
        return results.stream()
                .filter(r -> r.variant().equals(variant))
                .findFirst()
                .orElseThrow()
                .facts();
    }

    /** What others go on from is trained once a seed, and found when it is asked for again. */
    @Test
    void run_variantsThatShareModels_trainsThoseOnce() throws IOException {
        Experiment experiment = Ablations.tuned(backbone, BUDGET, DATA, 1);
        List<Variant> shared = experiment.only(List.of("helpfulness-only", "bt-scaled-from-helpfulness", "expo"));
        experiment.run(folder, shared);
        List<RunResult> first = experiment.results(folder);
        assertThat(first.get(2).facts()).isEqualTo(first.get(1).facts());
        assertThat(first.get(2).scores()).isNotEqualTo(first.get(1).scores());
        List<Path> runs = runs();
        assertThat(runs).hasSize(2);
        List<FileTime> written = new ArrayList<>();
        for (Path run : runs) {
            written.add(Files.getLastModifiedTime(run.resolve("training.json")));
        }
        Path again = folder.resolve("again");
        experiment.run(again, shared);
        assertThat(experiment.results(again))
                .extracting(RunResult::scores)
                .isEqualTo(first.stream().map(RunResult::scores).toList());
        assertThat(runs()).isEqualTo(runs);
        for (int i = 0; i < written.size(); i++) {
            assertThat(Files.getLastModifiedTime(runs.get(i).resolve("training.json")))
                    .isEqualTo(written.get(i));
        }
    }

    /** The cached runs that began with the backbone, and those that went on from them. */
    private List<Path> runs() throws IOException {
        List<Path> out = new ArrayList<>(runsFrom(backbone.id()));
        for (Path run : List.copyOf(out)) {
            try (RewardModel model = ModelFolder.open(run.resolve("model")).model()) {
                out.addAll(runsFrom("model-" + model.fingerprint().substring(0, 12)));
            }
        }
        return out;
    }

    private static List<Path> runsFrom(String start) throws IOException {
        List<Path> out = new ArrayList<>();
        Path cache = Workspace.cache().resolve("runs");
        if (Files.isDirectory(cache)) {
            try (Stream<Path> runs = Files.list(cache)) {
                for (Path run : runs.sorted().toList()) {
                    Path provenance = run.resolve("provenance.json");
                    if (Files.exists(provenance) && Files.readString(provenance).contains(start)) {
                        out.add(run);
                    }
                }
            }
        }
        return out;
    }

    @Test
    void draw_fewerRows_areTheFirstOfMore() {
        RandomSubset draw = new RandomSubset(DATA, 1);
        List<RatedResponse> forty = draw.helpSteer2(40);
        assertThat(draw.helpSteer2(20)).isEqualTo(forty.subList(0, 20));
        assertThat(new RandomSubset(DATA, 1).helpSteer2(40)).isEqualTo(forty);
        assertThat(new RandomSubset(DATA, 2).helpSteer2(40)).isNotEqualTo(forty);
        assertThat(draw.helpSteer2(400)).containsExactlyInAnyOrderElementsOf(HelpSteer2.samples(DATA.helpSteer2()));
        assertThat(draw.helpSteer2(800)).hasSize(400);
    }

    @Test
    void draw_pairs_areThoseOfUnequalHelpfulnessInTheSameOrder() {
        RandomSubset draw = new RandomSubset(DATA, 1);
        List<Comparison> pairs = draw.helpSteer2Pairs(40);
        assertThat(pairs).hasSize(20);
        List<Prompt> unequal = new ArrayList<>();
        for (RatedResponse first : draw.helpSteer2(400)) {
            RatedPair source = DATA.helpSteer2().stream()
                    .filter(p -> p.prompt().equals(first.prompt()))
                    .findFirst()
                    .orElseThrow();
            boolean same = source.first().response().equals(source.second().response());
            if (source.difference(Attribute.HELPFULNESS) != 0 && !same && !unequal.contains(first.prompt())) {
                unequal.add(first.prompt());
                if (unequal.size() <= 20) {
                    assertThat(pairs.get(unequal.size() - 1).strength())
                            .isEqualTo(Math.min(3, Math.abs(source.difference(Attribute.HELPFULNESS))));
                }
            }
        }
        assertThat(pairs).extracting(Comparison::prompt).isEqualTo(unequal.subList(0, 20));
        List<Comparison> hh = draw.hh(20);
        assertThat(hh).hasSize(10);
        assertThat(DATA.helpful().items()).containsAll(hh.subList(0, 5));
        assertThat(DATA.harmless().items()).containsAll(hh.subList(5, 10));
        assertThat(draw.helpSteer1(7)).hasSize(7);
    }

    @Test
    void pairHead_differencesThatAgree_ranksThem() {
        List<Comparison> pairs = DATA.helpful().items();
        var input = BUDGET.input(Pooling.MEAN_POOL);
        var head = PairHead.of(backbone, input, pairs);
        // correctness and the rest are not fitted
        AttributeScores scores = head.apply(new float[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThat(scores.correctness()).isCloseTo(0, within(1e-12));
        assertThat(scores.helpfulness()).isNotZero();
        assertThat(head.apply(new float[8]).helpfulness()).isZero();
    }
}
