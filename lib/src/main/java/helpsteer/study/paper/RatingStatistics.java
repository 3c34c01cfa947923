package helpsteer.study.paper;

import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.paper.RatedLengths;
import helpsteer.data.paper.RatingColumns;
import helpsteer.data.paper.TableTwo;
import helpsteer.data.paper.TableTwo.Dataset;
import helpsteer.data.paper.TableTwo.Statistic;
import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.Estimate;
import helpsteer.stats.Values;
import helpsteer.stats.test.FinitePopulation;
import helpsteer.study.paper.ReproducedNumber.Recomputation;
import helpsteer.study.paper.TableTwoCell.CellReading;
import helpsteer.study.paper.TableTwoCell.ColumnReading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Table 2, and what the text says of the same columns. */
final class RatingStatistics implements Recomputation {
    private static final int RESAMPLES = 1000;
    private static final double LEVEL = 0.95;
    private static final double PER_CENT = 100;
    private static final Seed SEED = new Seed(2);
    private static final List<String> FIVE =
            Arrays.stream(Attribute.values()).map(Attribute::key).toList();

    private final PrintedPaper paper;
    private final DataAtHand data;

    RatingStatistics(PrintedPaper paper, DataAtHand data) {
        this.paper = paper;
        this.data = data;
    }

    /**
     * Columns of rows, for some of the table's rows.
     *
     * @param texts the same rows with their texts; empty where only numbers are known of them
     */
    private record Source(
            RatingColumns columns, List<RatedResponse> texts, List<String> rows, Drawn drawn, String from) {}

    @Override
    public List<ReproducedNumber> of(List<PrintedNumber> numbers) {
        List<Source> second = second();
        List<Source> first = first();
        List<ReproducedNumber> out = new ArrayList<>();
        for (PrintedNumber number : numbers) {
            if (number.rule().method() == Method.REGRESSION) {
                out.add(regression(number));
            } else if (number.place().inText()) {
                // the text prints the size of a correlation that Table 2 has with its sign
                out.add(cell(number, RatingColumns.PROMPT_CHARACTERS, Statistic.PEARSON, second, -1));
            } else {
                String column = number.place().column();
                List<Source> sources = column.endsWith(" " + Dataset.HELPSTEER2.mark()) ? second : first;
                out.add(cell(number, number.place().row(), statistic(column), sources, 1));
            }
        }
        return out;
    }

    private static Statistic statistic(String column) {
        return Arrays.stream(Statistic.values())
                .filter(each -> Arrays.stream(Dataset.values())
                        .anyMatch(dataset -> dataset.column(each).equals(column)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("column must be one of Table 2, got " + column));
    }

    private List<Source> second() {
        Drawn drawn = data.drawn(paper);
        List<Source> sources = new ArrayList<>();
        List<String> rest = new ArrayList<>(TableTwo.allRows());
        if (drawn.part() != Drawn.Part.ALL && drawn.part() != Drawn.Part.OTHER) {
            data.lengths().ifPresent(lengths -> {
                sources.addAll(ofLengths(lengths));
                rest.removeAll(FIVE);
                rest.remove(RatingColumns.RESPONSE_CHARACTERS);
            });
        }
        List<RatedResponse> texts = data.texts();
        if (!texts.isEmpty()) {
            String from = DataAtHand.named(DataAtHand.TRAIN + " and validation", texts.size());
            sources.add(new Source(RatingColumns.of(texts), texts, rest, drawn, from));
        }
        return sources;
    }

    private List<Source> ofLengths(RatedLengths lengths) {
        Drawn drawn = data.lengthsDrawn(paper);
        List<Source> out = new ArrayList<>();
        out.add(new Source(
                RatingColumns.ofRatings(lengths.ratings()),
                List.of(),
                FIVE,
                drawn,
                DataAtHand.named(RatedLengths.FILE, lengths.ratings().size())));
        if (!lengths.measured().isEmpty()) {
            out.add(new Source(
                    RatingColumns.ofLengths(lengths.measured()),
                    List.of(),
                    List.of(RatingColumns.RESPONSE_CHARACTERS),
                    drawn,
                    DataAtHand.named(RatedLengths.FILE, lengths.measured().size())));
        }
        return out;
    }

    private List<Source> first() {
        List<RatedResponse> rows = data.first();
        return rows.isEmpty()
                ? List.of()
                : List.of(new Source(
                        RatingColumns.of(rows), rows, TableTwo.allRows(), data.firstDrawn(paper), data.firstNamed()));
    }

    private ReproducedNumber cell(
            PrintedNumber number, String row, Statistic statistic, List<Source> sources, int sign) {
        Optional<Source> found =
                sources.stream().filter(each -> each.rows().contains(row)).findFirst();
        if (found.isEmpty()) {
            return ReproducedNumber.needsFile(number);
        }
        Source source = found.get();
        boolean second = number.place().inText() || number.place().column().endsWith(Dataset.HELPSTEER2.mark());
        int all = (int) paper.text(second ? "responses" : "HelpSteer: responses");
        FinitePopulation sampling = source.drawn().part() == Drawn.Part.OTHER
                ? FinitePopulation.independentOf(all)
                : FinitePopulation.subsampleOf(all);
        double[] helpfulness = source.columns().column(Attribute.HELPFULNESS);
        List<CellReading> readings = ColumnReading.of(row, source.columns(), source.texts()).stream()
                .map(each -> CellReading.of(
                        each,
                        statistic,
                        helpfulness,
                        sampling.inGroups(source.columns().groups()),
                        sign))
                .toList();
        return new TableTwoCell(number, readings, source.drawn(), source.from()).judged();
    }

    private ReproducedNumber regression(PrintedNumber number) {
        if (data.first().isEmpty()) {
            return ReproducedNumber.needsFile(number);
        }
        RatingColumns rows = RatingColumns.of(data.first());
        double ours = explained(rows);
        Drawn drawn = data.firstDrawn(paper);
        String from = data.firstNamed();
        if (Double.isNaN(ours)) {
            return ReproducedNumber.computed(
                    number, Estimate.of(ours), from, "undefined, as a column is constant or follows from others");
        }
        if (drawn.part() == Drawn.Part.ALL) {
            return ReproducedNumber.compared(number, ours, from);
        }
        if (Arrays.stream(rows.groups()).distinct().count() < SamplingTest.FEWEST) {
            return ReproducedNumber.computed(number, Estimate.of(ours), from, SamplingTest.TOO_FEW);
        }
        Bootstrap bootstrap = Bootstrap.ofGroups(
                rows.groups(), taken -> explained(rows.at(taken)), RESAMPLES, LEVEL, SEED.stream("explained"));
        Estimate estimate = Estimate.of(ours, bootstrap.interval());
        if (!drawn.part().isTested() || !(bootstrap.standardError() > 0)) {
            return ReproducedNumber.computed(number, estimate, from, drawn.remark());
        }
        double beyond = Math.abs(ours - number.value()) - number.rounding();
        double pValue = SamplingTest.pValue(beyond, bootstrap.standardError(), Double.POSITIVE_INFINITY);
        return ReproducedNumber.tested(number, estimate, SamplingTest.of(pValue, drawn), from, drawn.remark());
    }

    /** Per cent of the variance of helpfulness that the other four explain; NaN where these rows do not decide it. */
    private static double explained(RatingColumns rows) {
        String[] others = FIVE.subList(1, FIVE.size()).toArray(String[]::new);
        boolean varies = FIVE.stream().noneMatch(name -> Values.isConstant(rows.column(name)));
        if (!varies || rows.count() < FIVE.size() + 2) {
            return Double.NaN;
        }
        try {
            return PER_CENT * rows.fit(FIVE.get(0), others).rSquared();
        } catch (IllegalArgumentException e) { // columns that follow from one another
            return Double.NaN;
        }
    }
}
