package helpsteer.bench.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.TinyEncoder;
import helpsteer.reward.training.Comparison;
import helpsteer.run.Progress;
import helpsteer.run.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every arm of the plan, on a tiny encoder, and what a seed draws. */
class PlanTest {
    private static final Budget BUDGET = new Budget(80, 32, 1, 16, 1e-3, 2);
    private static final AblationData DATA = Fixtures.data();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private final PretrainedEncoder backbone = TinyEncoder.backbone(2);

    @AfterEach
    void removeVectors() throws IOException {
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
    void run_everyArm_givesFiniteScoresAndItsOwn() {
        Plan plan = Plan.of(backbone, BUDGET, DATA, folder);
        assertThat(plan.arms())
                .extracting(Arm::name)
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
        assertThat(plan.missing())
                .containsExactly(new Plan.Missing(
                        "open-assistant", Group.DATA, "needs open-assistant file oasst1/2023-04-12_oasst_all.trees"));
        Ablation ablation = new Ablation("tiny", BUDGET, DATA);
        ablation.run(folder, plan.arms(), 1, Progress.SILENT);
        List<Cell> cells = ablation.cells(folder, plan.arms(), 1);
        assertThat(cells).hasSize(27);
        // no two arms but the base and those whose head alone differs from it give the same scores
        Set<List<AttributeScores>> different = new HashSet<>();
        cells.forEach(cell -> different.add(cell.scores()));
        assertThat(different).hasSizeGreaterThanOrEqualTo(20);
        assertThat(facts(cells, "regression").responses()).isEqualTo(80);
        assertThat(facts(cells, "bt-regular").responses()).isEqualTo(80);
        assertThat(facts(cells, "hh-rlhf").responses()).isEqualTo(80);
        assertThat(facts(cells, "bt-regular").steps())
                .isEqualTo(facts(cells, "regression").steps());
        assertThat(facts(cells, "tuned-eighth").responses()).isEqualTo(50);
        assertThat(facts(cells, "frozen")).isEqualTo(Facts.untrained(80));
        assertThat(AblationResult.of(plan, DATA, cells).rows()).hasSize(27);
    }

    @Test
    void frozen_everyArm_givesFiniteScoresAndItsOwn() {
        Plan plan = Plan.frozen(backbone, BUDGET, DATA);
        assertThat(plan.arms())
                .extracting(Arm::name)
                .contains("regression", "bt-scaled-from-helpfulness", "expo", "label-prefix", "ordinal", "gating")
                .hasSize(28);
        Ablation ablation = new Ablation("frozen tiny", BUDGET, DATA);
        ablation.run(folder, plan.arms(), 2, Progress.SILENT);
        List<Cell> cells = ablation.cells(folder, plan.arms(), 2);
        assertThat(cells).hasSize(56);
        Set<List<AttributeScores>> different = new HashSet<>();
        cells.forEach(cell -> different.add(cell.scores()));
        // the seven arms of one ridge head differ in what they weigh, not in their numbers
        assertThat(different).hasSizeGreaterThanOrEqualTo(36);
        assertThat(facts(cells, "regression")).isEqualTo(Facts.untrained(80));
        assertThat(facts(cells, "ridge-eighth")).isEqualTo(Facts.untrained(10));
        assertThat(AblationResult.of(plan, DATA, cells).rows()).hasSize(28);
    }

    /** A seed that draws fewer rows draws fewer comparisons, and others than the next seed does. */
    @Test
    void unequalOfHelpSteer2_eachSeed_drawsAmongItsOwnRows() {
        int responses = 40;
        List<Comparison> first = new Draw(DATA, 1).unequalOfHelpSteer2(responses);
        Set<Prompt> own = new HashSet<>();
        new Draw(DATA, 1).helpSteer2(responses).forEach(s -> own.add(s.prompt()));
        assertThat(first).isNotEmpty().hasSizeLessThanOrEqualTo(responses / 2).allMatch(p -> own.contains(p.prompt()));
        assertThat(new Draw(DATA, 2).unequalOfHelpSteer2(responses)).isNotEqualTo(first);
    }

    private static Facts facts(List<Cell> cells, String arm) {
        return cells.stream()
                .filter(c -> c.arm().equals(arm))
                .findFirst()
                .orElseThrow()
                .facts();
    }

    /** The kept models are used again, not trained again: the second time there are no rows to train on. */
    @Test
    void run_expoAgain_usesTheKeptModels() {
        Plan plan = Plan.of(backbone, BUDGET, DATA, folder);
        List<Arm> arms = plan.only(List.of("helpfulness-only", "bt-scaled-from-helpfulness", "expo"));
        Ablation ablation = new Ablation("tiny", BUDGET, DATA);
        ablation.run(folder, arms, 1, Progress.SILENT);
        List<Cell> first = ablation.cells(folder, arms, 1);
        assertThat(folder.resolve("models").toFile().list())
                .containsExactlyInAnyOrder("helpfulness-seed-1", "scaled-seed-1");
        assertThat(first.get(2).facts()).isEqualTo(first.get(1).facts());
        Path again = folder.resolve("again");
        Plan kept = Plan.of(backbone, BUDGET, AblationData.ofValidation(DATA.validation()), folder);
        for (Arm arm : kept.only(List.of("helpfulness-only", "bt-scaled-from-helpfulness", "expo"))) {
            Cell cell = Cell.of(arm.name(), 1, arm.recipe(), () -> arm.maker().make(1, Progress.SILENT), DATA.judged());
            cell.save(Cell.file(again, arm.name(), 1));
            Cell before = first.stream()
                    .filter(c -> c.arm().equals(arm.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(Cell.load(Cell.file(again, arm.name(), 1)).scores()).isEqualTo(before.scores());
        }
    }

    @Test
    void draw_fewerRows_areTheFirstOfMore() {
        Draw draw = new Draw(DATA, 1);
        List<RatedResponse> forty = draw.helpSteer2(40);
        assertThat(draw.helpSteer2(20)).isEqualTo(forty.subList(0, 20));
        assertThat(new Draw(DATA, 1).helpSteer2(40)).isEqualTo(forty);
        assertThat(new Draw(DATA, 2).helpSteer2(40)).isNotEqualTo(forty);
        assertThat(draw.helpSteer2(400)).containsExactlyInAnyOrderElementsOf(HelpSteer2.samples(DATA.helpSteer2()));
        assertThat(draw.helpSteer2(800)).hasSize(400);
    }

    @Test
    void draw_pairs_areThoseOfUnequalHelpfulnessInTheSameOrder() {
        Draw draw = new Draw(DATA, 1);
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
        var reading = BUDGET.reading(Pooling.MEAN_POOL);
        var head = PairHead.of(backbone, reading, pairs, Progress.SILENT);
        // correctness and the rest are not fitted
        AttributeScores scores = head.apply(new float[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertThat(scores.correctness()).isCloseTo(0, within(1e-12));
        assertThat(scores.helpfulness()).isNotZero();
        assertThat(head.apply(new float[8]).helpfulness()).isZero();
    }
}
