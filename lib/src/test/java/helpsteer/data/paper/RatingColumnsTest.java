package helpsteer.data.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.TestFiles;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Csv;
import helpsteer.data.paper.TableTwo.Statistic;
import helpsteer.data.sets.HelpSteer1;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.stats.test.FinitePopulation;
import helpsteer.stats.test.Replication;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatingColumnsTest {
    private static final DataHome SAMPLE = DataHome.sample(Path.of("").toAbsolutePath());

    private static RatedResponse sample(String prompt, String response, int helpfulness) {
        return new RatedResponse(Prompt.parse(prompt), response, new Ratings(helpfulness, 1, 2, 3, 4));
    }

    private static List<RatedResponse> rows() {
        List<RatedPair> pairs = new ArrayList<>(HelpSteer2.train(SAMPLE));
        pairs.addAll(HelpSteer2.validation(SAMPLE));
        return HelpSteer2.samples(pairs);
    }

    @Test
    void of_threeRows_isByHand() {
        RatingColumns measures = RatingColumns.of(List.of(
                sample("p", "one \uD83D\uDE00", 4),
                sample("q\n<extra_id_1>Assistant\nr\n<extra_id_1>User\ns", "r", 0),
                sample("p", "xyz", 1)));
        assertThat(measures.count()).isEqualTo(3);
        assertThat(measures.column(Attribute.HELPFULNESS)).containsExactly(4, 0, 1);
        assertThat(measures.column(RatingColumns.TURNS)).containsExactly(1, 3, 1);
        assertThat(measures.column(RatingColumns.PROMPT_CHARACTERS)).containsExactly(1, 44, 1);
        assertThat(measures.column(RatingColumns.RESPONSE_CHARACTERS)).containsExactly(5, 1, 3);
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
                Replication.ofMean(2.8655, new double[] {2.86546, 2.86546}, FinitePopulation.subsampleOf(2), 0.95));
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

    /** Every row of the population is ours, so nothing but the rounding of the print is between the two. */
    @Test
    void compare_completeTableRoundedAsPrinted_hasNoMiss() {
        SplittableRandom random = new SplittableRandom(17);
        int rows = 1_000;
        double[] x = random.doubles(rows, 0, 4).toArray();
        double[] y = Arrays.stream(x).map(v -> v + random.nextDouble(4)).toArray();
        FinitePopulation all = FinitePopulation.subsampleOf(rows);
        for (int digits = 1; digits <= 4; digits++) {
            double unit = Math.pow(10, -digits);
            List<TableTwo.Cell> cells = new ArrayList<>();
            for (Statistic statistic : Statistic.values()) {
                double ours = replicated(statistic, 0, x, y, all).ours();
                double printed = BigDecimal.valueOf(ours)
                        .setScale(digits, RoundingMode.HALF_UP)
                        .doubleValue();
                cells.add(new TableTwo.Cell("x", statistic, 1, unit / 2, replicated(statistic, printed, x, y, all)));
            }
            TableTwo table = new TableTwo(cells);
            assertThat(table.missed()).isEmpty();
            assertThat(table.pValues()).containsOnly(1);
            TableTwo.Cell off = new TableTwo.Cell(
                    "x",
                    Statistic.MEAN,
                    1,
                    unit / 2,
                    replicated(Statistic.MEAN, unit + printedMean(x, digits), x, y, all));
            assertThat(off.agrees()).isFalse();
            assertThat(off.pValue()).isZero();
        }
    }

    /** A half, which is rounded either way, lies on the bound: 0.125 is printed as 0.12 or as 0.13. */
    @Test
    void agrees_halfOfTheLastDigit_isAgreementEitherWay() {
        double[] eighths = {0, 0.25};
        for (double printed : new double[] {0.12, 0.13}) {
            TableTwo.Cell cell = new TableTwo.Cell(
                    "x",
                    Statistic.MEAN,
                    1,
                    0.005,
                    replicated(Statistic.MEAN, printed, eighths, eighths, FinitePopulation.subsampleOf(2)));
            assertThat(cell.agrees()).isTrue();
            assertThat(cell.pValue()).isEqualTo(1);
        }
    }

    private static double printedMean(double[] x, int digits) {
        return BigDecimal.valueOf(Arrays.stream(x).average().orElseThrow())
                .setScale(digits, RoundingMode.HALF_UP)
                .doubleValue();
    }

    private static Replication replicated(
            Statistic statistic, double published, double[] x, double[] y, FinitePopulation sampling) {
        return switch (statistic) {
            case MEAN -> Replication.ofMean(published, x, sampling, 0.95);
            case SD -> Replication.ofSd(published, x, sampling, 0.95);
            case PEARSON -> Replication.ofPearson(published, x, y, sampling, 0.95);
        };
    }

    @Test
    void find_completeTexts_arePreferredToTheTableOfAPart(@TempDir Path folder) throws IOException {
        TestFiles.write(
                folder,
                RatedLengths.FILE,
                "helpfulness,correctness,coherence,complexity,verbosity,word_count,char_count\n4,3,2,1,0,5,30\n");
        DataHome home = new DataHome(folder, DataHome.Kind.OFFICIAL);
        RatedResponse one = new RatedResponse(Prompt.ofUser("q"), "r", new Ratings(0, 1, 2, 3, 4));
        assertThat(RatedLengths.find(home, Collections.nCopies(21_361, one))).isPresent();
        assertThat(RatedLengths.find(home, Collections.nCopies(21_362, one))).isEmpty();
    }

    @Test
    void find_sample_hasNoLengthsFile() {
        assertThat(RatedLengths.find(SAMPLE)).isEmpty();
        assertThat(HelpSteer1.find(SAMPLE)).isEmpty();
    }
}
