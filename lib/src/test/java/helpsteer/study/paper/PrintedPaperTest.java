package helpsteer.study.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.paper.TableTwo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintedPaperTest {
    private final PrintedPaper paper = PrintedPaper.published();

    /** Cells of a table that hold a number: of Table 2 one is missing, of Table 3's prior sets three. */
    @Test
    void numbers_published_areAllCellsOfTheTables() {
        Map<String, Long> counts = paper.numbers().stream()
                .collect(Collectors.groupingBy(number -> number.place().table(), Collectors.counting()));
        assertThat(counts)
                .containsEntry("1", 5L * 3)
                .containsEntry("2", 8L * 6 - 1)
                .containsEntry("3", 19L * 6 - 3)
                .containsEntry("4", 11L * 8)
                .containsEntry("5", 10L * 3)
                .containsEntry("6", 9L);
        assertThat(counts.get("text")).isGreaterThan(40);
    }

    @Test
    void numbers_published_haveOneNameEach() {
        assertThat(paper.numbers()).extracting(PrintedNumber::id).doesNotHaveDuplicates();
    }

    @Test
    void numbers_published_nameTheirFileWhereOneIsNeeded() {
        assertThat(paper.numbers())
                .filteredOn(number -> number.rule().method() == Method.UNRELEASED
                        || number.rule().method() == Method.TABLE_TWO)
                .allSatisfy(number -> assertThat(number.rule().file()).isNotEmpty());
        assertThat(paper.numbers())
                .allSatisfy(number -> assertThat(number.rule().why()).isNotEmpty());
    }

    @Test
    void text_sizesOfTheDataSets_areThoseOfTableTwo() {
        assertThat(paper.text("responses")).isEqualTo(TableTwo.Dataset.HELPSTEER2.rows());
        assertThat(paper.text("HelpSteer: responses")).isEqualTo(TableTwo.Dataset.HELPSTEER.rows());
    }

    @Test
    void rounding_ofThePrint_isHalfAUnitOfItsLastDigit() {
        PrintedNumber number = paper.numbers().stream()
                .filter(each -> each.id().equals("table2:verbosity:pearson HS2"))
                .findFirst()
                .orElseThrow();
        assertThat(number.printed()).isEqualTo("0.0600");
        assertThat(number.rounding()).isEqualTo(0.00005);
        assertThat(number.agrees(0.06005)).isTrue();
        assertThat(number.agrees(0.060051)).isFalse();
        assertThat(number.agrees(0.05995)).isTrue();
        assertThat(number.agrees(0.059949)).isFalse();
    }

    @Test
    void printed_noNumber_isRefused() {
        PrintedNumber.Place place = new PrintedNumber.Place("2", "a", "b");
        PrintedNumber.Rule rule = new PrintedNumber.Rule(Method.DEFINITION, "", Tolerance.ROUNDING, "why");
        assertThatThrownBy(() -> new PrintedNumber(place, "about 3", rule))
                .hasMessage("printed must be a number in plain digits, got \"about 3\"");
    }

    @Test
    void in_cellWithoutARule_isRefusedByName(@TempDir Path folder) throws Exception {
        MadeUpPaper made = MadeUpPaper.in(folder);
        made.replace("numbers.csv", "6,*,node hours", "6,PPO (excl. SFT),node hours");
        assertThatThrownBy(made::paper)
                .hasMessage("numbers.csv must have a rule for each printed cell, got none for"
                        + " table6:Nemotron-4 340B RM:node hours");
    }

    @Test
    void named_models_areThoseOfTheTables() {
        assertThat(paper.named("GPT-4-0613", "arena-hard")).hasValue("gpt-4-0613");
        assertThat(paper.named("SFT w. DA", "mt-bench")).isEmpty();
        List<String> rows =
                paper.numbers().stream().map(number -> number.place().row()).toList();
        assertThat(rows).contains("Llama 3 70B Instruct");
    }
}
