package helpsteer.data.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Csv;
import helpsteer.data.paper.TableTwo.Statistic;
import helpsteer.data.sets.HelpSteer1;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.RatedLengths;
import helpsteer.stats.test.FinitePopulation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RatingColumnsTest {
    private static final DataHome SAMPLE = DataHome.sample(Path.of("").toAbsolutePath());

    private static RatedResponse sample(String prompt, String response, int helpfulness) {
        return new RatedResponse(Prompt.parse(prompt), response, new Ratings(helpfulness, 1, 2, 3, 4));
    }

    private static List<RatedResponse> rows() {
        List<RatedPair> pairs = new java.util.ArrayList<>(HelpSteer2.train(SAMPLE));
        pairs.addAll(HelpSteer2.validation(SAMPLE));
        return HelpSteer2.samples(pairs);
    }

    @Test
    void of_threeRows_isByHand() {
        RatingColumns measures = RatingColumns.of(List.of(
                sample("p", "one \uD83D\uDE00", 4),
                sample("q\n<extra_id_1>Assistant\nr\n<extra_id_1>User\ns", "", 0),
                sample("p", "xyz", 1)));
        assertThat(measures.count()).isEqualTo(3);
        assertThat(measures.column(Attribute.HELPFULNESS)).containsExactly(4, 0, 1);
        assertThat(measures.column(RatingColumns.TURNS)).containsExactly(1, 3, 1);
        assertThat(measures.column(RatingColumns.PROMPT_CHARACTERS)).containsExactly(1, 44, 1);
        assertThat(measures.column(RatingColumns.RESPONSE_CHARACTERS)).containsExactly(5, 0, 3);
        assertThat(measures.groups()).containsExactly(0, 1, 0);
    }

    @Test
    void of_ourSample_hasNumPysMoments() throws java.net.URISyntaxException {
        RatingColumns measures = RatingColumns.of(rows());
        assertThat(measures.names()).isEqualTo(TableTwo.allRows());
        String[] names = measures.names().toArray(String[]::new);
        TableTwo table =
                TableTwo.compare(TableTwo.Dataset.HELPSTEER2, measures, FinitePopulation.independentOf(21_362), names);
        assertThat(table.cells()).hasSize(3 * names.length - 1);
        Csv golden = Csv.read(
                Path.of(Objects.requireNonNull(RatingColumnsTest.class.getResource("/golden/data/measures_sample.csv"))
                        .toURI()));
        assertThat(golden.remarks()).first().asString().startsWith("numpy ");
        for (Csv.Line line : golden.lines()) {
            for (TableTwo.Cell cell : table.cells()) {
                if (cell.row().equals(line.text("row"))) {
                    String column =
                            switch (cell.statistic()) {
                                case MEAN -> "mean";
                                case SD -> "std";
                                case PEARSON -> "pearson";
                            };
                    double expected = line.number(column).orElseThrow();
                    assertThat(cell.replication().ours())
                            .as("%s of %s", column, cell.row())
                            .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
                }
            }
        }
    }

    /** NumPy 2, lstsq of helpfulness on an intercept and the other four over the 128 sample rows. */
    @Test
    void fit_ourSample_isNumPys() {
        RatingColumns measures = RatingColumns.of(rows());
        String[] others = {"correctness", "coherence", "complexity", "verbosity"};
        assertThat(measures.fit("helpfulness", others).rSquared()).isCloseTo(0.9323734283008794, within(1e-12));
        int[] all = java.util.stream.IntStream.range(0, measures.count()).toArray();
        assertThat(measures.at(all).fit("helpfulness", others)).isEqualTo(measures.fit("helpfulness", others));
    }

    @Test
    void at_repeatedRows_keepsGroupsAndOrder() {
        RatingColumns measures = RatingColumns.of(List.of(sample("p", "a", 4), sample("q", "bb", 0)));
        RatingColumns drawn = measures.at(1, 1, 0);
        assertThat(drawn.column(Attribute.HELPFULNESS)).containsExactly(0, 0, 4);
        assertThat(drawn.column(RatingColumns.RESPONSE_CHARACTERS)).containsExactly(2, 2, 1);
        assertThat(drawn.groups()).containsExactly(1, 1, 0);
        assertThat(drawn.columns()).hasDimensions(8, 3);
    }

    @Test
    void column_changedByTheCaller_staysAsItWas() {
        RatingColumns measures = RatingColumns.ofRatings(List.of(new Ratings(0, 1, 2, 3, 4)));
        Arrays.fill(measures.column("verbosity"), 99);
        Arrays.fill(measures.columns()[4], 99);
        Arrays.fill(measures.groups(), 99);
        assertThat(measures.column("verbosity")).containsExactly(4);
        assertThat(measures.groups()).containsExactly(0);
        assertThat(measures).hasToString("1 rows of helpfulness, correctness, coherence, complexity, verbosity");
    }

    @Test
    void measures_badInput_isRefused() {
        assertThatThrownBy(() -> RatingColumns.ofRatings(List.of())).hasMessage("rows must hold at least 1 row, got 0");
        assertThatThrownBy(() -> RatingColumns.ofRatings(List.of(new Ratings(0, 1, 2, 3, 4)))
                        .column("humor"))
                .hasMessage("name must be one of [helpfulness, correctness, coherence, complexity, verbosity],"
                        + " got \"humor\"");
    }

    @Test
    void compare_sameRowsAsPublished_missesOnlyWhatRoundingDoesNotExplain() {
        TableTwo.Cell exact = new TableTwo.Cell(
                "helpfulness",
                Statistic.MEAN,
                2,
                0.00005,
                helpsteer.stats.test.Replication.ofMean(
                        2.8655, new double[] {2.86546, 2.86546}, FinitePopulation.subsampleOf(2), 0.95));
        assertThat(exact.replication().withinSamplingError()).isFalse();
        assertThat(exact.agrees()).isTrue();
        assertThat(exact.scaledDifference()).isCloseTo(-0.00002, within(1e-12));
        assertThat(exact.scaledInterval().low()).isCloseTo(-0.00002, within(1e-12));
        TableTwo.Cell off = new TableTwo.Cell("helpfulness", Statistic.MEAN, 2, 0.00001, exact.replication());
        assertThat(off.agrees()).isFalse();
        assertThat(new TableTwo(List.of(exact)).plus(new TableTwo(List.of(off))).missed())
                .containsExactly(off);
    }

    @Test
    void compare_printedDigits_giveTheRounding() {
        TableTwo table = TableTwo.compare(
                TableTwo.Dataset.HELPSTEER,
                RatingColumns.of(rows()),
                FinitePopulation.independentOf(TableTwo.Dataset.HELPSTEER.rows()),
                "helpfulness",
                RatingColumns.PROMPT_CHARACTERS);
        assertThat(table.rows()).containsExactly("helpfulness", RatingColumns.PROMPT_CHARACTERS);
        assertThat(table.cells())
                .extracting(TableTwo.Cell::rounding)
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-15 ? 0 : 1)
                .containsExactly(0.00005, 0.00005, 0.05, 0.05, 0.00005);
        assertThat(table.pValues())
                .isEqualTo(table.cells().stream()
                        .mapToDouble(cell -> cell.replication().pValue())
                        .toArray())
                .hasSize(5);
    }

    @Test
    void find_sample_hasNoLengthsFile() {
        assertThat(RatedLengths.find(SAMPLE)).isEmpty();
        assertThat(HelpSteer1.find(SAMPLE)).isEmpty();
    }
}
