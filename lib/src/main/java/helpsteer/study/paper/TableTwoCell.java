package helpsteer.study.paper;

import helpsteer.data.RatedResponse;
import helpsteer.data.Turn;
import helpsteer.data.paper.RatingColumns;
import helpsteer.data.paper.TableTwo.Statistic;
import helpsteer.stats.Estimate;
import helpsteer.stats.Values;
import helpsteer.stats.test.FinitePopulation;
import helpsteer.stats.test.Replication;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A printed number of Table 2 beside ours by each reading.
 *
 * @param readings the usual one first
 * @param drawn how our rows were drawn from the paper's
 * @param from which rows ours are of
 */
record TableTwoCell(PrintedNumber number, List<CellReading> readings, Drawn drawn, String from) {
    /**
     * A column of Table 2 by one reading of what it counts. The paper says neither whether a turn is one of the user or of both
     * speakers, nor whether the marks between turns are characters of the prompt.
     *
     * @param name which reading; empty where only one is known
     * @param values a number for each row
     */
    record ColumnReading(String name, double[] values) {

        /** The readings of a column, the usual one first; one alone where rows have no texts, or where no row tells them apart. */
        static List<ColumnReading> of(String row, RatingColumns columns, List<RatedResponse> texts) {
            double[] usual = columns.column(row);
            if (texts.isEmpty()) {
                return List.of(new ColumnReading("", usual));
            }
            return switch (row) {
                case RatingColumns.TURNS ->
                    different(
                            new ColumnReading("turns of both speakers", usual),
                            new ColumnReading("user turns", column(texts, each -> each.prompt()
                                    .userTurns())));
                case RatingColumns.PROMPT_CHARACTERS ->
                    different(
                            new ColumnReading("characters with the marks of turns", usual),
                            new ColumnReading("characters of the turns alone", column(texts, ColumnReading::ofTurns)));
                default -> List.of(new ColumnReading("", usual));
            };
        }

        private static List<ColumnReading> different(ColumnReading usual, ColumnReading other) {
            double apart = Values.product(
                    Values.differences(usual.values, other.values), Values.differences(usual.values, other.values));
            return apart == 0 ? List.of(new ColumnReading("", usual.values)) : List.of(usual, other);
        }

        private static double ofTurns(RatedResponse row) {
            return row.prompt().turns().stream()
                    .map(Turn::text)
                    .mapToInt(RatedResponse::characters)
                    .sum();
        }

        private static double[] column(List<RatedResponse> rows, ToDoubleFunction<RatedResponse> number) {
            return rows.stream().mapToDouble(number).toArray();
        }

        @Override
        public double[] values() {
            return values.clone();
        }

        @Override
        public String toString() {
            return name + ", " + values.length + " rows";
        }
    }

    /**
     * A statistic of Table 2 by one reading of its column.
     *
     * @param name which reading; empty where only one is known
     * @param ours with its interval where one is known; NaN where the statistic is undefined
     * @param other ours with n below the sum of squares in place of n - 1; ours where that makes no difference
     * @param error standard error of the difference from the print, above 0; NaN where none can be told
     * @param groups how many groups of rows were drawn, such as prompts with their responses
     */
    record CellReading(String name, Estimate ours, double other, double error, int groups) {
        private static final double LEVEL = 0.95;
        private static final int FEWEST = 3;

        /**
         * Computes the statistic, which is turned round where {@code sign} is -1.
         *
         * @param helpfulness what a correlation is with, of the same rows
         */
        static CellReading of(
                ColumnReading column, Statistic statistic, double[] helpfulness, FinitePopulation sampling, int sign) {
            double[] values = column.values();
            int groups = (int) sampling.groups().stream().distinct().count();
            boolean constant = Values.isConstant(values);
            boolean undefined = statistic == Statistic.PEARSON && (constant || Values.isConstant(helpfulness));
            if (undefined || groups < FEWEST || (constant && statistic == Statistic.SD)) {
                double plain = undefined ? Double.NaN : plain(statistic, values, helpfulness);
                return new CellReading(column.name(), Estimate.of(sign * plain), sign * plain, Double.NaN, groups);
            }
            Replication found = switch (statistic) { // what is published plays no part in the error
                        case MEAN -> Replication.ofMean(0, values, sampling, LEVEL);
                        case SD -> Replication.ofSd(0, values, sampling, LEVEL);
                        case PEARSON -> Replication.ofPearson(0, values, helpfulness, sampling, LEVEL);
                    };
            double low = found.difference().low();
            double high = found.difference().high();
            Estimate ours = sign > 0
                    ? new Estimate(found.ours(), low, high, LEVEL)
                    : new Estimate(-found.ours(), -high, -low, LEVEL);
            double rows = values.length;
            double other = statistic == Statistic.SD ? ours.value() * Math.sqrt((rows - 1) / rows) : ours.value();
            return new CellReading(column.name(), ours, other, found.standardError(), groups);
        }

        /** Of rows too few or too alike for an error. */
        private static double plain(Statistic statistic, double[] values, double[] helpfulness) {
            return switch (statistic) {
                case MEAN -> Values.mean(values);
                case SD -> values.length < 2 ? Double.NaN : Values.sampleSd(values);
                case PEARSON -> {
                    double[] x = Values.deviations(values);
                    double[] y = Values.deviations(helpfulness);
                    yield Values.product(x, y) / Math.sqrt(Values.product(x, x) * Values.product(y, y));
                }
            };
        }

        /** Two-sided p-value of the difference beyond the rounding of the print. */
        double pValue(PrintedNumber number) {
            return SamplingTest.pValue(
                    Math.abs(ours.value() - number.value()) - number.rounding(), error, groups - 1.0);
        }

        /** Whether ours rounds to the print, with n or n - 1 below the sum of squares. */
        boolean agrees(PrintedNumber number) {
            return number.agrees(ours.value()) || number.agrees(other);
        }

        /** Ours without its interval, by the divisor that gives the print. */
        double matching(PrintedNumber number) {
            return number.agrees(ours.value()) || !number.agrees(other) ? ours.value() : other;
        }

        /** Whether every row has the same value, as far as an undefined or missing error tells. */
        boolean isUndefined() {
            return Double.isNaN(ours.value());
        }
    }

    TableTwoCell {
        readings = List.copyOf(readings);
    }

    /** Contradicted only where every reading is. */
    ReproducedNumber judged() {
        CellReading usual = readings.get(0);
        if (readings.stream().anyMatch(CellReading::isUndefined)) {
            return ReproducedNumber.computed(
                    number, Estimate.of(Double.NaN), from, "undefined, as a column is the same in every row");
        }
        if (drawn.part() == Drawn.Part.ALL) {
            return ofAll();
        }
        if (!drawn.part().isTested()) {
            return ReproducedNumber.computed(number, usual.ours(), from, drawn.remark());
        }
        if (usual.groups() < SamplingTest.FEWEST) {
            return ReproducedNumber.computed(number, usual.ours(), from, SamplingTest.TOO_FEW);
        }
        return ofPart();
    }

    private ReproducedNumber ofAll() {
        CellReading nearest = readings.stream()
                .filter(each -> each.agrees(number))
                .findFirst()
                .orElse(readings.get(0));
        double ours = nearest.matching(number);
        ReproducedNumber compared = ReproducedNumber.compared(number, ours, from)
                .withRemark(ours == nearest.ours().value() ? "" : "n below the sum of squares");
        DoubleSummaryStatistics all =
                readings.stream().mapToDouble(each -> each.ours().value()).summaryStatistics();
        boolean between = number.value() > all.getMin() && number.value() < all.getMax();
        return compared.verdict() == Verdict.CONTRADICTS && between
                ? ReproducedNumber.computed(number, Estimate.of(ours), from, tried(nearest))
                : compared.withRemark(tried(nearest));
    }

    /** Every reading must differ, so that the p-value is the largest of theirs (intersection-union test, Berger 1982). */
    private ReproducedNumber ofPart() {
        List<CellReading> measured =
                readings.stream().filter(each -> each.error() > 0).toList();
        if (measured.size() < readings.size()) {
            return ofConstant();
        }
        CellReading likeliest = measured.stream()
                .max(Comparator.comparingDouble(each -> each.pValue(number)))
                .orElseThrow();
        SamplingTest test = SamplingTest.of(likeliest.pValue(number), drawn);
        return ReproducedNumber.tested(number, likeliest.ours(), test, from, assumed())
                .withRemark(tried(likeliest));
    }

    /** Where every row has one value no error can be told, and a difference says nothing. */
    private ReproducedNumber ofConstant() {
        String constant = "the same in every row of this part, which gives no sampling error";
        Estimate ours = Estimate.of(readings.get(0).ours().value());
        return readings.stream().anyMatch(each -> each.agrees(number))
                ? ReproducedNumber.tested(number, ours, SamplingTest.of(1, drawn), from, assumed())
                        .withRemark("the same in every row")
                : ReproducedNumber.computed(number, ours, from, constant);
    }

    private String assumed() {
        return drawn.part() == Drawn.Part.BLOCK ? drawn.remark() : "";
    }

    /** Several readings are a freedom to come near, which a reader must know of. */
    private String tried(CellReading chosen) {
        return readings.size() == 1 || chosen.name().isEmpty()
                ? ""
                : "by " + chosen.name() + "; " + readings.size() + " readings tried, as the paper leaves it open";
    }
}
