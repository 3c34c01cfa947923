package helpsteer.study.paper;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.Attribute;
import helpsteer.data.fetch.DataHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
    private static final Set<Method> OF_PRINT =
            Set.of(Method.DEFINITION, Method.SECTION_MEAN, Method.JUDGE_FIT, Method.SHARES);

    private final Path folder;

    ReproductionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Reproduction of(MadeUpPaper made) {
        return Reproduction.of(DataHome.of(made.data()), made.paper());
    }

    private static ReproducedNumber find(Reproduction all, String id) {
        return all.numbers().stream()
                .filter(each -> each.number().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> contradicted(Reproduction all) {
        return all.contradictions().stream().map(each -> each.number().id()).toList();
    }

    @Test
    void of_sample_givesEachPrintedNumberAVerdictInTheOrderOfThePaper() {
        Reproduction all = Reproduction.of(DataHome.sample());
        assertThat(all.numbers())
                .extracting(ReproducedNumber::number)
                .containsExactlyElementsOf(PrintedPaper.published().numbers());
        assertThat(all.counts().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(all.numbers().size());
        assertThat(all.contradictions()).isEmpty();
        assertThat(all.tables()).containsExactly("1", "2", "3", "4", "5", "6", "text");
    }

    /** The sample was written for this project, so that what it gives is never called exact. */
    @Test
    void of_sample_callsExactOnlyWhatFollowsFromPrint() {
        assertThat(Reproduction.of(DataHome.sample()).numbers())
                .filteredOn(each -> each.verdict() == Verdict.EXACT)
                .allSatisfy(each ->
                        assertThat(OF_PRINT).contains(each.number().rule().method()));
    }

    @Test
    void of_anyFolder_recomputesAllNineteenOverallScores() throws IOException {
        Reproduction all = of(MadeUpPaper.in(folder));
        assertThat(all.of("3"))
                .filteredOn(each -> each.number().place().column().equals("overall"))
                .hasSize(19)
                .allMatch(each -> each.verdict() == Verdict.EXACT);
    }

    @Test
    void of_emptyFolder_saysWhichFilesAreMissing() throws IOException {
        Reproduction all = Reproduction.of(DataHome.of(Files.createDirectories(folder.resolve("empty"))));
        assertThat(all.contradictions()).isEmpty();
        assertThat(all.counts().get(Verdict.NEEDS_FILE)).isGreaterThan(100);
        assertThat(find(all, "table2:coherence:mean HS2").remark())
                .isEqualTo("helpsteer2/train and helpsteer2/validation");
    }

    @Test
    void of_completeTables_areExact() throws IOException {
        Reproduction all = of(MadeUpPaper.in(folder));
        assertThat(all.contradictions()).isEmpty();
        assertThat(all.of("2"))
                .filteredOn(each -> each.number().place().column().endsWith("HS2"))
                .hasSize(24)
                .allMatch(each -> each.verdict() == Verdict.EXACT);
        for (String what : List.of(
                "responses",
                "prompts",
                "responses to a prompt",
                "training share (%)",
                "validation share (%)",
                "multi-turn prompts (%)",
                "training pairs of unequal helpfulness",
                "R of prompt length and helpfulness (without its sign)")) {
            assertThat(find(all, "text:" + what).verdict()).as(what).isEqualTo(Verdict.EXACT);
        }
    }

    @Test
    void of_completeTables_aNumberMovedByOneUnitIsContradicted() throws IOException {
        MadeUpPaper made = MadeUpPaper.in(folder);
        double moved = made.meanOf(Attribute.CORRECTNESS) + 0.0001;
        made.printTableTwo("correctness", 2, String.format(Locale.ROOT, "%.4f", moved));
        assertThat(contradicted(of(made))).containsExactly("table2:correctness:mean HS2");
    }

    @Test
    void of_completeCounts_aNumberMovedByOneIsContradicted() throws IOException {
        MadeUpPaper made = MadeUpPaper.in(folder);
        made.replace("text.csv", "prompts,2.1,40", "prompts,2.1,41");
        assertThat(contradicted(of(made))).containsExactly("text:prompts");
    }

    @Test
    void of_printedArithmetic_aNumberMovedBeyondRoundingIsContradicted() throws IOException {
        MadeUpPaper made = MadeUpPaper.in(folder);
        made.replace("table3.csv", "proprietary,yes,92.0", "proprietary,yes,91.9");
        made.replace("text.csv", "App. H,0.703", "App. H,0.753");
        made.replace("text.csv", "2.1,40.4", "2.1,40.9");
        assertThat(contradicted(of(made)))
                .contains(
                        "table3:Nemotron-4 340B RM (w. HelpSteer2):overall",
                        "text:R2 of Elo by MT Bench with gpt-4",
                        "text:share of Nemotron-3 (%)");
    }

    /** The same rows where the paper counts ten times as many: a part, which its hash tells to be drawn at random. */
    @Test
    void of_part_isWithinSamplingError() throws IOException {
        MadeUpPaper made = MadeUpPaper.in(folder);
        made.makePart("RANDOM");
        Reproduction all = of(made);
        ReproducedNumber mean = find(all, "table2:correctness:mean HS2");
        assertThat(mean.verdict()).isEqualTo(Verdict.WITHIN_SAMPLING_ERROR);
        assertThat(mean.ours().hasInterval()).isTrue();
        assertThat(mean.ours().interval().contains(mean.number().value())).isTrue();
        assertThat(find(all, "text:responses").verdict()).isEqualTo(Verdict.NEEDS_FILE);
        assertThat(all.contradictions()).isEmpty();
    }

    /** The table of ratings without texts stands in for chosen rows, and can contradict. */
    @Test
    void of_randomPart_aMeanFarOffIsContradictedAfterHolm() throws IOException {
        MadeUpPaper made = MadeUpPaper.in(folder);
        made.makePart("CHOSEN");
        made.writeLengths(60);
        made.declare(MadeUpPaper.LENGTHS, "RANDOM");
        made.printTableTwo("correctness", 2, "0.5000");
        Reproduction all = of(made);
        assertThat(contradicted(all)).containsExactly("table2:correctness:mean HS2");
        assertThat(find(all, "table2:correctness:mean HS2").remark()).contains("after Holm");
        assertThat(find(all, "table2:coherence:mean HS2").from())
                .isEqualTo("helpsteer2/human_ratings_3005_with_lengths.csv, 60 rows");
    }

    @Test
    void of_simulatedData_contradictsNothing() throws IOException {
        MadeUpPaper made = MadeUpPaper.in(folder);
        made.printTableTwo("correctness", 2, "0.5000");
        SimulatedMarks.mark(made.data());
        Reproduction all = of(made);
        assertThat(all.contradictions()).isEmpty();
        assertThat(find(all, "table2:correctness:mean HS2").verdict()).isEqualTo(Verdict.COMPUTED);
        assertThat(find(all, "text:responses").verdict()).isEqualTo(Verdict.COMPUTED);
        assertThat(all.data()).contains("simulated");
    }

    /** Scores printed to half a hundredth leave R2 open by some thousandths. */
    @Test
    void of_printedArithmetic_whatRoundingOfTheRowsExplainsIsNotContradicted() throws IOException {
        MadeUpPaper made = MadeUpPaper.in(folder);
        made.replace("text.csv", "App. H,0.703", "App. H,0.704");
        ReproducedNumber fit = find(of(made), "text:R2 of Elo by MT Bench with gpt-4");
        assertThat(fit.verdict()).isEqualTo(Verdict.COMPUTED);
        assertThat(fit.remark()).contains("rounding of the printed rows");
    }

    /** Whatever lies in a folder of other data, it is not the paper's. */
    @Test
    void of_sampleWithALeaderboard_neitherContradictsNorIsExact() throws IOException {
        Path root = folder.resolve("data/sample");
        Files.createDirectories(root);
        Path file = root.resolve("rewardbench-leaderboard/rewardbench_v1_scores.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                """
                model,model_type,Score,Chat,Chat Hard,Safety,Reasoning,Prior Sets (0.5 weight)
                nvidia/Nemotron-4-340B-Reward,x,0.92,0.9581,0.8706,0.9149,0.9363,
                """);
        Reproduction all = Reproduction.of(DataHome.of(root));
        assertThat(all.contradictions()).isEmpty();
        assertThat(find(all, "table3:Nemotron-4 340B RM (w. HelpSteer2):chat").verdict())
                .isEqualTo(Verdict.COMPUTED);
    }

    private Reproduction withSafety(String safety) throws IOException {
        MadeUpPaper made = MadeUpPaper.in(folder);
        Path file = made.data().resolve("rewardbench-leaderboard/rewardbench_v1_scores.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "model,model_type,Score,Chat,Chat Hard,Safety,Reasoning,Prior Sets (0.5 weight)\n"
                        + "RLHFlow/ArmoRM-Llama3-8B-v0.1,x,0.886,0.9693,0.7675," + safety + ",0.9735,0.7429\n"
                        + "nvidia/Nemotron-4-340B-Reward,x,0.92,0.9581,0.8706,0.9149,0.9363,\n");
        return of(made);
    }

    @Test
    void of_leaderboard_isExactWhereItRoundsToThePrint() throws IOException {
        Reproduction all = withSafety("0.9054");
        assertThat(find(all, "table3:ArmoRM-Llama 3 8B:chat").verdict()).isEqualTo(Verdict.EXACT);
        assertThat(find(all, "table3:ArmoRM-Llama 3 8B:prior sets").verdict()).isEqualTo(Verdict.EXACT);
        assertThat(find(all, "table3:Eurus RM Mistral 7B:chat").verdict()).isEqualTo(Verdict.NEEDS_FILE);
        assertThat(find(all, "table3:Llama 3 70B (w. HelpSteer):chat").verdict())
                .isEqualTo(Verdict.NEEDS_LARGE_MODEL);
    }

    /** 92.2 is printed: possible under the old weights where the present ones give 90.54, impossible where they give 50. */
    @Test
    void of_leaderboardScoredAnew_contradictsOnlyTheImpossible() throws IOException {
        assertThat(find(withSafety("0.9054"), "table3:ArmoRM-Llama 3 8B:safety").verdict())
                .isEqualTo(Verdict.COMPUTED);
        assertThat(contradicted(withSafety("0.5"))).contains("table3:ArmoRM-Llama 3 8B:safety");
    }

    @Test
    void of_contradictionWithAKnownCause_saysIt() throws IOException {
        ReproducedNumber reasoning = find(withSafety("0.9054"), "table3:Nemotron-4 340B RM (w. HelpSteer2):reasoning");
        assertThat(reasoning.verdict()).isEqualTo(Verdict.CONTRADICTS);
        assertThat(reasoning.remark()).contains("one pair of the code subsets");
    }

    /** By hand: (6 * 68,451,041,280 + 12 * 80 * 8192 * 4096) * 4096 * 2400 * 128 / (8 * 989e12 * 0.4 * 3600) = 48.917. */
    @Test
    void of_nodeHours_areOperationsOverPeakAndUtilisation() throws IOException {
        ReproducedNumber hours = find(of(MadeUpPaper.in(folder)), "table6:SFT w. Open Assistant:node hours");
        assertThat(hours.verdict()).isEqualTo(Verdict.COMPUTED);
        assertThat(hours.ours().value()).isCloseTo(48.917, org.assertj.core.api.Assertions.within(0.001));
    }

    @Test
    void toString_counts_eachVerdict() {
        assertThat(Reproduction.of(DataHome.sample()).toString())
                .matches("\\d+ printed numbers beside sample data \\(written for this project\\): \\d+ exact, "
                        + "\\d+ computed, \\d+ needs a file, \\d+ needs the large model");
    }
}
