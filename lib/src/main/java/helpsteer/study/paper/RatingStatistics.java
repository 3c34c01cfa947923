package helpsteer.study.paper;

import helpsteer.data.Attribute;
import helpsteer.data.paper.RatedLengths;
import helpsteer.data.paper.RatingColumns;
import helpsteer.data.paper.TableTwo;
import helpsteer.data.paper.TableTwo.Dataset;
import helpsteer.data.paper.TableTwo.Statistic;
import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import helpsteer.stats.Numbers;
import helpsteer.stats.Values;
import helpsteer.stats.test.FinitePopulation;
import helpsteer.stats.test.PValues;
import helpsteer.study.paper.DataAtHand.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Table 2, and what the text says of the same columns. */
final class RatingStatistics implements Recomputation {
    private static final double ALARM = 0.05;
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

    /** Columns of rows, for some of the table's rows. */
    private record Source(RatingColumns columns, List<String> rows, Part part, String from) {}

    /** What came of a cell. */
    private record Found(TableTwo.Cell cell, Source source, double adjusted) {}

    @Override
    public List<ReproducedNumber> of(List<PrintedNumber> numbers) {
        Map<String, ReproducedNumber> done = new HashMap<>();
        List<PrintedNumber> cells = paper.numbers().stream()
                .filter(number ->
                        number.place().table().equals("2") && number.rule().method() == Method.TABLE_TWO)
                .toList();
        for (Dataset dataset : Dataset.values()) {
            List<Source> sources = dataset == Dataset.HELPSTEER2 ? second() : first();
            Map<String, Found> found = found(dataset, sources);
            for (PrintedNumber number : cells) {
                if (number.place().column().endsWith(" " + dataset.mark())) {
                    done.put(number.id(), cell(number, found, sources));
                }
            }
        }
        List<ReproducedNumber> out = new ArrayList<>();
        for (PrintedNumber number : numbers) {
            ReproducedNumber own = done.get(number.id());
            if (number.rule().method() == Method.REGRESSION) {
                out.add(regression(number));
            } else {
                out.add(own == null ? unsigned(number, done) : own);
            }
        }
        return out;
    }

    private List<Source> second() {
        Part part = data.part(paper);
        List<Source> sources = new ArrayList<>();
        List<String> rest = new ArrayList<>(TableTwo.allRows());
        if (part != Part.ALL && part != Part.OTHER && data.lengths().isPresent()) {
            RatedLengths lengths = data.lengths().get();
            int all = lengths.ratings().size();
            String from = DataAtHand.named(RatedLengths.FILE, all);
            sources.add(new Source(RatingColumns.ofRatings(lengths.ratings()), FIVE, Part.RANDOM, from));
            sources.add(new Source(
                    RatingColumns.ofLengths(lengths.measured()),
                    List.of(RatingColumns.RESPONSE_CHARACTERS),
                    Part.RANDOM,
                    DataAtHand.named(RatedLengths.FILE, lengths.measured().size())));
            rest.removeAll(FIVE);
            rest.remove(RatingColumns.RESPONSE_CHARACTERS);
        }
        int rows = 2 * data.pairs().size();
        if (data.pairs().size() > 1) {
            sources.add(new Source(
                    RatingColumns.of(data.texts()),
                    rest,
                    part,
                    DataAtHand.named(DataAtHand.TRAIN + " and validation", rows)));
        }
        return sources;
    }

    private List<Source> first() {
        return data.first().size() < 2
                ? List.of()
                : List.of(new Source(
                        RatingColumns.of(data.first()), TableTwo.allRows(), data.firstPart(paper), data.firstNamed()));
    }

    /** The comparisons of a dataset by printed cell; p-values of its random parts are corrected together. */
    private Map<String, Found> found(Dataset dataset, List<Source> sources) {
        Map<String, Found> out = new LinkedHashMap<>();
        List<Found> random = new ArrayList<>();
        for (Source source : sources) {
            String[] rows = source.rows().stream()
                    .filter(row -> !Values.isConstant(source.columns().column(row)))
                    .toArray(String[]::new);
            int all = (int) paper.text(dataset == Dataset.HELPSTEER2 ? "responses" : "HelpSteer: responses");
            FinitePopulation sampling = source.part() == Part.OTHER
                    ? FinitePopulation.independentOf(all)
                    : FinitePopulation.subsampleOf(all);
            for (TableTwo.Cell cell : TableTwo.compare(paper.table(2), dataset, source.columns(), sampling, rows)
                    .cells()) {
                Found one = new Found(cell, source, cell.pValue());
                out.put(cell.row() + ":" + dataset.column(cell.statistic()), one);
                if (source.part() == Part.RANDOM) {
                    random.add(one);
                }
            }
        }
        double[] adjusted =
                PValues.holm(random.stream().mapToDouble(Found::adjusted).toArray());
        for (int i = 0; i < adjusted.length; i++) {
            Found one = random.get(i);
            out.put(
                    one.cell().row() + ":" + dataset.column(one.cell().statistic()),
                    new Found(one.cell(), one.source(), adjusted[i]));
        }
        return out;
    }

    private ReproducedNumber cell(PrintedNumber number, Map<String, Found> found, List<Source> sources) {
        String row = number.place().row();
        Optional<Source> source =
                sources.stream().filter(each -> each.rows().contains(row)).findFirst();
        if (source.isEmpty()) {
            return ReproducedNumber.needsFile(number);
        }
        Found one = found.get(row + ":" + number.place().column());
        return one == null ? constant(number, source.get()) : judged(number, one);
    }

    private static ReproducedNumber judged(PrintedNumber number, Found found) {
        TableTwo.Cell cell = found.cell();
        String from = found.source().from();
        double ours = cell.replication().ours();
        Interval difference = cell.replication().difference();
        Estimate estimate = new Estimate(
                ours, number.value() + difference.low(), number.value() + difference.high(), difference.level());
        return switch (found.source().part()) {
            case ALL -> {
                ReproducedNumber whole = ReproducedNumber.compared(number, ours, from);
                double rows = found.source().columns().count();
                double other = ours * Math.sqrt((rows - 1) / rows);
                yield cell.statistic() == Statistic.SD && number.agrees(other)
                        ? ReproducedNumber.compared(number, other, from).withRemark("n below the sum of squares")
                        : whole;
            }
            case RANDOM ->
                ReproducedNumber.sampled(number, estimate, found.adjusted() >= ALARM, from, remark(cell, found));
            case CHOSEN ->
                ReproducedNumber.computed(
                        number, estimate, from, "rows chosen by rating, no random part of the paper's");
            case OTHER -> ReproducedNumber.computed(number, estimate, from, "");
        };
    }

    private static String remark(TableTwo.Cell cell, Found found) {
        return cell.pValue() >= ALARM
                ? ""
                : "p " + Numbers.significant(cell.pValue(), 2) + ", after Holm "
                        + Numbers.significant(found.adjusted(), 2);
    }

    /** A column that does not vary has a mean and no spread. */
    private static ReproducedNumber constant(PrintedNumber number, Source source) {
        String column = number.place().column();
        if (column.startsWith("pearson")) {
            return ReproducedNumber.computed(
                    number, Estimate.of(Double.NaN), source.from(), "undefined, as the column is constant");
        }
        double ours = column.startsWith("mean")
                ? source.columns().column(number.place().row())[0]
                : 0;
        return switch (source.part()) {
            case ALL -> ReproducedNumber.compared(number, ours, source.from());
            case RANDOM ->
                ReproducedNumber.sampled(
                        number, Estimate.of(ours), number.agrees(ours), source.from(), "the same in every row");
            case CHOSEN, OTHER -> ReproducedNumber.computed(number, Estimate.of(ours), source.from(), "");
        };
    }

    /** The size of the cell of Table 2 that the text quotes without its sign. */
    private static ReproducedNumber unsigned(PrintedNumber number, Map<String, ReproducedNumber> done) {
        PrintedNumber.Place quoted = new PrintedNumber.Place(
                "2", RatingColumns.PROMPT_CHARACTERS, Dataset.HELPSTEER2.column(Statistic.PEARSON));
        ReproducedNumber signed = done.get(quoted.id());
        if (signed == null) {
            throw new IllegalArgumentException("number must be of Table 2 or " + quoted.id() + ", got " + number.id());
        }
        Estimate ours = signed.ours();
        Estimate turned = new Estimate(-ours.value(), -ours.high(), -ours.low(), ours.level());
        return new ReproducedNumber(
                number,
                signed.verdict() == Verdict.NEEDS_FILE ? ours : turned,
                signed.verdict(),
                signed.from(),
                signed.remark());
    }

    private ReproducedNumber regression(PrintedNumber number) {
        if (data.first().size() < 2) {
            return ReproducedNumber.needsFile(number);
        }
        RatingColumns rows = RatingColumns.of(data.first());
        double ours = explained(rows);
        Part part = data.firstPart(paper);
        if (part == Part.ALL) {
            return ReproducedNumber.compared(number, ours, data.firstNamed());
        }
        Bootstrap bootstrap = Bootstrap.ofGroups(
                rows.groups(), drawn -> explained(rows.at(drawn)), RESAMPLES, LEVEL, SEED.stream("explained"));
        Estimate estimate = Estimate.of(ours, bootstrap.interval());
        boolean within = estimate.low() <= number.value() + number.rounding()
                && estimate.high() >= number.value() - number.rounding();
        return part == Part.RANDOM
                ? ReproducedNumber.sampled(number, estimate, within, data.firstNamed(), "")
                : ReproducedNumber.computed(number, estimate, data.firstNamed(), "");
    }

    /** Per cent of the variance of helpfulness that the other four explain. */
    private static double explained(RatingColumns rows) {
        String[] others = FIVE.subList(1, FIVE.size()).toArray(String[]::new);
        return PER_CENT * rows.fit(FIVE.get(0), others).rSquared();
    }
}
