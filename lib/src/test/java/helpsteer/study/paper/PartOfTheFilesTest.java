package helpsteer.study.paper;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.fetch.DataHome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a part of the files may say: its file tells how it was drawn, never the columns that are judged. */
class PartOfTheFilesTest {
    private final MadeUpPaper made;

    PartOfTheFilesTest(@TempDir Path folder) throws IOException {
        made = MadeUpPaper.in(folder);
    }

    private Reproduction all() {
        return Reproduction.of(DataHome.of(made.data()), made.paper());
    }

    private ReproducedNumber find(String id) {
        return all().numbers().stream()
                .filter(each -> each.number().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<String> contradicted() {
        return all().contradictions().stream().map(each -> each.number().id()).toList();
    }

    /** The means of these rows agree with the print, which is no evidence that the rows were drawn at random. */
    @Test
    void of_partOfWhichNothingIsKnown_settlesNothing() throws IOException {
        made.replace("text.csv", "responses,2.1,80", "responses,2.1,800");
        ReproducedNumber mean = find("table2:correctness:mean HS2");
        assertThat(mean.verdict()).isEqualTo(Verdict.COMPUTED);
        assertThat(mean.remark()).contains("nothing is known of how these rows were drawn");
        assertThat(find("text:multi-turn prompts (%)").verdict()).isEqualTo(Verdict.COMPUTED);
    }

    @Test
    void of_randomPart_isContradictedByTheColumnItself() throws IOException {
        made.makePart("RANDOM");
        made.printTableTwo("correctness", 2, "0.5000");
        assertThat(contradicted()).containsExactly("table2:correctness:mean HS2");
    }

    @Test
    void of_chosenPart_settlesNothingThoughItAgrees() throws IOException {
        made.makePart("CHOSEN");
        ReproducedNumber mean = find("table2:correctness:mean HS2");
        assertThat(mean.verdict()).isEqualTo(Verdict.COMPUTED);
        assertThat(mean.remark()).contains("as the test says");
    }

    @Test
    void of_twoFilesDrawnInTwoWays_settleNothing() throws IOException {
        made.replace("text.csv", "responses,2.1,80", "responses,2.1,800");
        made.declare("helpsteer2/train.jsonl", "RANDOM");
        made.declare("helpsteer2/validation.jsonl", "CHOSEN");
        assertThat(find("table2:correctness:mean HS2").verdict()).isEqualTo(Verdict.COMPUTED);
    }

    /** As many rows as were published, under a published name, yet with other bytes. */
    @Test
    void of_allRowsWithAnotherHash_settlesNothing() throws IOException {
        made.printTableTwo("correctness", 2, "0.5000");
        Path plain = made.data().resolve("helpsteer2/train.jsonl");
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(made.data().resolve("helpsteer2/train.jsonl.gz")))) {
            Files.copy(plain, out);
        }
        Files.delete(plain);
        ReproducedNumber mean = find("table2:correctness:mean HS2");
        assertThat(mean.verdict()).isEqualTo(Verdict.COMPUTED);
        assertThat(mean.remark()).contains("another SHA-256");
    }

    @Test
    void of_firstHelpSteer_unknownPartSettlesNothing() throws IOException {
        made.writeFirst();
        assertThat(find("table2:correctness:mean HS").verdict()).isEqualTo(Verdict.COMPUTED);
        made.printTableTwo("correctness", 1, "0.5000");
        assertThat(contradicted()).isEmpty();
    }

    @Test
    void of_firstHelpSteer_randomPartContradictsWhereItIsFarOff() throws IOException {
        made.writeFirst();
        made.declare(MadeUpPaper.FIRST, "RANDOM");
        ReproducedNumber agreeing = find("table2:correctness:mean HS");
        assertThat(agreeing.verdict()).isEqualTo(Verdict.WITHIN_SAMPLING_ERROR);
        assertThat(agreeing.from()).startsWith(MadeUpPaper.FIRST);
        made.printTableTwo("correctness", 1, "0.5000");
        String fit = "text:HelpSteer: variance of helpfulness that the other four explain (%)"; // is of other rows
        assertThat(contradicted()).containsExactly("table2:correctness:mean HS", fit);
    }

    /** A block of neighbouring rows is a random part by assumption only: where it disagrees, the assumption may fail. */
    @Test
    void of_firstHelpSteer_blockOfRowsContradictsNothingAndNamesItsAssumption() throws IOException {
        made.writeFirst();
        made.declare(MadeUpPaper.FIRST, "BLOCK");
        ReproducedNumber agreeing = find("table2:correctness:mean HS");
        assertThat(agreeing.verdict()).isEqualTo(Verdict.WITHIN_SAMPLING_ERROR);
        assertThat(agreeing.remark()).contains("if its rows are taken as drawn at random");
        made.printTableTwo("correctness", 1, "0.5000");
        assertThat(contradicted()).isEmpty();
        ReproducedNumber far = find("table2:correctness:mean HS");
        assertThat(far.verdict()).isEqualTo(Verdict.COMPUTED);
        assertThat(far.remark()).contains("after Holm");
    }

    private void makeConstant(int column) throws IOException {
        made.replace("text.csv", "responses,2.1,80", "responses,2.1,800");
        made.writeLengths(60);
        Path file = made.data().resolve(MadeUpPaper.LENGTHS);
        List<String> table = Files.readAllLines(file).stream()
                .map(line -> {
                    String[] cells = line.split(",", -1);
                    cells[column] = cells[column].length() == 1 ? "2" : cells[column];
                    return String.join(",", cells);
                })
                .toList();
        Files.write(file, table);
        made.declare(MadeUpPaper.LENGTHS, "RANDOM");
    }

    @Test
    void of_columnConstantByChance_isComputedAndSaysWhy() throws IOException {
        makeConstant(4);
        assertThat(contradicted()).isEmpty();
        for (String column : List.of("mean HS2", "std HS2", "pearson HS2")) {
            assertThat(find("table2:verbosity:" + column).verdict()).as(column).isEqualTo(Verdict.COMPUTED);
        }
        assertThat(find("table2:verbosity:pearson HS2").remark()).contains("undefined");
        assertThat(find("table2:verbosity:std HS2").remark()).contains("the same in every row");
    }

    @Test
    void of_constantHelpfulness_leavesCorrelationsUndefined() throws IOException {
        makeConstant(0);
        assertThat(contradicted()).isEmpty();
        assertThat(find("table2:coherence:pearson HS2").remark()).contains("undefined");
        assertThat(find("table2:helpfulness:mean HS2").verdict()).isEqualTo(Verdict.COMPUTED);
        assertThat(find("table2:coherence:mean HS2").verdict()).isEqualTo(Verdict.WITHIN_SAMPLING_ERROR);
    }

    /** Twelve rows are too few for an interval that is known to hold what it says. */
    @Test
    void of_smallRandomPart_contradictsNothing() throws IOException {
        made.replace("text.csv", "responses,2.1,80", "responses,2.1,800");
        made.writeLengths(12);
        made.declare(MadeUpPaper.LENGTHS, "RANDOM");
        made.printTableTwo("correctness", 2, "0.1000");
        ReproducedNumber mean = find("table2:correctness:mean HS2");
        assertThat(mean.verdict()).isEqualTo(Verdict.COMPUTED);
        assertThat(mean.remark()).contains("too few");
    }

    /** 14 of 40 prompts have several turns: against 56 % p is 0.008, which one of two dozen tests gives by chance. */
    @Test
    void of_randomPart_shareStandsUnderTheOneHolmCorrection() throws IOException {
        made.makePart("RANDOM");
        made.replace("text.csv", "multi-turn prompts (%),2.1,35", "multi-turn prompts (%),2.1,56");
        ReproducedNumber share = find("text:multi-turn prompts (%)");
        assertThat(share.remark()).contains("p 0.0", "after Holm 0.");
        assertThat(share.verdict()).isEqualTo(Verdict.WITHIN_SAMPLING_ERROR);
        made.replace("text.csv", "multi-turn prompts (%),2.1,56", "multi-turn prompts (%),2.1,90");
        assertThat(contradicted()).containsExactly("text:multi-turn prompts (%)");
    }

    /** All tests of the report are one family: what is added elsewhere weakens each. */
    @Test
    void of_randomPart_numbersOfBothDataSetsAreCorrectedTogether() throws IOException {
        made.makePart("RANDOM");
        long second = tests();
        made.writeFirst();
        made.declare(MadeUpPaper.FIRST, "RANDOM");
        assertThat(tests()).isGreaterThan(second + 20);
        made.printTableTwo("correctness", 2, "0.5000");
        SamplingTest smallest = all().numbers().stream()
                .flatMap(each -> each.test().stream())
                .min(Comparator.comparingDouble(SamplingTest::pValue))
                .orElseThrow();
        assertThat(smallest.corrected()).isEqualTo(Math.min(1, tests() * smallest.pValue()));
    }

    private long tests() {
        return all().numbers().stream().filter(each -> each.test().isPresent()).count();
    }

    /** The paper does not say whether a turn is one of the user or of both. */
    @Test
    void of_allRows_countOfTurnsIsExactByTheReadingThatGivesIt() throws IOException {
        made.printTableTwo("no. of turns in prompt", 2, "1.3500");
        ReproducedNumber turns = find("table2:no. of turns in prompt:mean HS2");
        assertThat(turns.verdict()).isEqualTo(Verdict.EXACT);
        assertThat(turns.remark()).contains("user turns", "2 readings tried");
        made.printTableTwo("no. of turns in prompt", 2, "1.5000");
        assertThat(find("table2:no. of turns in prompt:mean HS2").verdict()).isEqualTo(Verdict.COMPUTED);
        made.printTableTwo("no. of turns in prompt", 2, "2.5000");
        assertThat(contradicted()).containsExactly("table2:no. of turns in prompt:mean HS2");
    }

    @Test
    void of_allRows_numberOfTheTextIsJudgedByItsOwnPrint() throws IOException {
        made.replace("text.csv", "helpfulness (without its sign),2.2,-0.0", "helpfulness (without its sign),2.2,-0.9");
        assertThat(contradicted()).containsExactly("text:R of prompt length and helpfulness (without its sign)");
    }

    @Test
    void of_cutFileOfQuestions_needsTheWholeOne() throws IOException {
        Path file = made.data().resolve("mt-bench/question.jsonl");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"question_id\": 81, \"category\": \"writing\", \"turns\": [\"a\", \"b\"]}\n");
        ReproducedNumber questions = find("text:MT Bench questions");
        assertThat(questions.verdict()).isEqualTo(Verdict.NEEDS_FILE);
        assertThat(questions.remark()).contains("at hand: 1");
        assertThat(contradicted()).isEmpty();
    }
}
