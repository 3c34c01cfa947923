package helpsteer.study.paper;

import helpsteer.data.Attribute;
import helpsteer.data.Preferred;
import helpsteer.data.RatedPair;
import helpsteer.data.benchmark.ModelAnswer;
import helpsteer.data.benchmark.OpenQuestion;
import helpsteer.data.benchmark.TruthfulQa;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.OfficialFile;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import helpsteer.data.sets.Conversations;
import helpsteer.data.sets.OpenAssistant;
import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import helpsteer.stats.Wilson;
import helpsteer.study.paper.ReproducedNumber.Recomputation;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Counts of rows, pairs and questions. */
final class RowCounts implements Recomputation {
    private static final double PER_CENT = 100;
    private static final double THOUSAND = 1000;
    private static final double HALF = 0.5;
    private static final double LEVEL = 0.95;

    private final PrintedPaper paper;
    private final DataAtHand data;
    private final Drawn drawn;
    private final String from;

    RowCounts(PrintedPaper paper, DataAtHand data) {
        this.paper = paper;
        this.data = data;
        this.drawn = data.drawn(paper);
        this.from = DataAtHand.named(
                DataAtHand.TRAIN + " and validation", 2 * data.pairs().size());
    }

    @Override
    public List<ReproducedNumber> of(List<PrintedNumber> numbers) {
        return numbers.stream().map(this::one).toList();
    }

    private ReproducedNumber one(PrintedNumber number) {
        int pairs = data.pairs().size();
        int train = data.train().size();
        return switch (number.place().row()) {
            case "responses" -> whole(number, 2.0 * pairs);
            case "prompts" -> whole(number, pairs);
            case "responses to a prompt" ->
                whole(
                        number,
                        2.0
                                * pairs
                                / data.pairs().stream()
                                        .map(RatedPair::prompt)
                                        .distinct()
                                        .count());
            case "training share (%)" -> whole(number, PER_CENT * train / pairs);
            case "validation share (%)" -> whole(number, PER_CENT * (pairs - train) / pairs);
            case "multi-turn prompts (%)" -> multiTurn(number);
            case "training pairs of unequal helpfulness" -> unequal(number);
            case "HelpSteer: responses" -> first(number);
            case "Open Assistant conversations (thousands)" -> openAssistant(number);
            case "MT Bench questions" ->
                file(number, home -> OpenQuestion.mtBench(home).size());
            case "MT Bench prompts" ->
                file(number, home -> OpenQuestion.mtBench(home).stream()
                        .mapToInt(question -> question.turns().size())
                        .sum());
            case "MT Bench categories" ->
                file(number, home -> (int) OpenQuestion.mtBench(home).stream()
                        .map(OpenQuestion::category)
                        .distinct()
                        .count());
            case "MT Bench reference answers" ->
                file(number, home -> ModelAnswer.references(home).size());
            case "TruthfulQA questions" ->
                file(number, home -> TruthfulQa.first(home).items().size());
            case "AlpacaEval instructions" ->
                file(number, home -> Rows.read(home.need(number.rule().file()), Strictness.STRICT, row -> true)
                        .rows()
                        .size());
            case "Arena Hard prompts" ->
                file(number, home -> OpenQuestion.arenaHard(home).size());
            default -> throw new IllegalArgumentException("number must be a count known here, got " + number.id());
        };
    }

    /** A count of which only all rows can tell. */
    private ReproducedNumber whole(PrintedNumber number, double ours) {
        if (data.pairs().isEmpty()) {
            return ReproducedNumber.needsFile(number);
        }
        return counted(number, ours, drawn, from);
    }

    private static ReproducedNumber counted(PrintedNumber number, double ours, Drawn drawn, String from) {
        return switch (drawn.part()) {
            case ALL -> ReproducedNumber.compared(number, ours, from);
            case OTHER -> ReproducedNumber.computed(number, Estimate.of(ours), from, "");
            default -> ReproducedNumber.needsFile(number, number.rule().file() + ", all rows; at hand: " + from);
        };
    }

    /**
     * How many of some pairs are so, times a number, with Wilson's interval.
     *
     * @param printed the shares that round to the print, in 0..1
     */
    private ReproducedNumber share(
            PrintedNumber number, List<RatedPair> pairs, Predicate<RatedPair> isSo, double times, Interval printed) {
        if (pairs.isEmpty()) {
            return ReproducedNumber.needsFile(number);
        }
        int count = (int) pairs.stream().filter(isSo).count();
        double share = (double) count / pairs.size();
        if (drawn.part() == Drawn.Part.ALL) {
            return ReproducedNumber.compared(number, times * share, from);
        }
        Interval interval = Wilson.of(count, pairs.size());
        Estimate ours = new Estimate(times * share, times * interval.low(), times * interval.high(), interval.level());
        if (!drawn.part().isTested()) {
            return ReproducedNumber.computed(number, ours, from, drawn.remark());
        }
        if (pairs.size() < SamplingTest.FEWEST) {
            return ReproducedNumber.computed(number, ours, from, SamplingTest.TOO_FEW);
        }
        SamplingTest test = SamplingTest.of(scoreTest(share, pairs.size(), printed), drawn);
        return ReproducedNumber.tested(number, ours, test, from, drawn.remark());
    }

    /** The p-value of the score test, which Wilson's interval inverts, against the nearest share of the print. */
    private static double scoreTest(double share, int count, Interval printed) {
        double nearest = Math.max(printed.low(), Math.min(printed.high(), share));
        return SamplingTest.pValue(
                Math.abs(share - nearest), Math.sqrt(nearest * (1 - nearest) / count), Double.POSITIVE_INFINITY);
    }

    private ReproducedNumber multiTurn(PrintedNumber number) {
        Interval printed = new Interval(
                Math.max(0, number.value() - number.rounding()) / PER_CENT,
                Math.min(PER_CENT, number.value() + number.rounding()) / PER_CENT,
                LEVEL);
        return share(number, data.pairs(), pair -> pair.prompt().userTurns() > 1, PER_CENT, printed);
    }

    /** Of a part of the pairs their share of as many as the paper trains on, which it prints in whole per cent. */
    private ReproducedNumber unequal(PrintedNumber number) {
        boolean own = drawn.part() == Drawn.Part.ALL || drawn.part() == Drawn.Part.OTHER;
        double prompts = paper.text("prompts");
        double share = paper.text("training share (%)");
        double all = own ? data.train().size() : Math.round(prompts * share / PER_CENT);
        Interval printed = new Interval(
                Math.min(1, (number.value() - number.rounding()) / (prompts * (share + HALF) / PER_CENT)),
                Math.min(1, (number.value() + number.rounding()) / (prompts * (share - HALF) / PER_CENT)),
                LEVEL);
        return share(number, data.train(), pair -> pair.preferred(Attribute.HELPFULNESS) != Preferred.TIE, all, printed)
                .withRemark(String.format(
                        Locale.ROOT, "%,.0f DPO steps of 128 pairs in 7 epochs, as printed", 7 * number.value() / 128));
    }

    private ReproducedNumber first(PrintedNumber number) {
        int rows = data.first().size();
        return rows == 0
                ? ReproducedNumber.needsFile(number)
                : counted(number, rows, data.firstDrawn(paper), data.firstNamed());
    }

    private ReproducedNumber openAssistant(PrintedNumber number) {
        Optional<Path> file = data.home().table(Conversations.OPEN_ASSISTANT);
        if (file.isEmpty()) {
            return ReproducedNumber.needsFile(number);
        }
        List<OpenAssistant> paths =
                OpenAssistant.read(file.get(), Strictness.STRICT).rows();
        long trees = paths.stream().map(OpenAssistant::tree).distinct().count();
        long published = OfficialFile.ALL.stream()
                .filter(each -> each.localName().startsWith(Conversations.OPEN_ASSISTANT))
                .mapToLong(each -> each.rows().orElse(0))
                .sum();
        String own = DataAtHand.named(number.rule().file(), (int) trees);
        if (trees < published) {
            return ReproducedNumber.needsFile(number, number.rule().file() + ", all trees; at hand: " + own);
        }
        double answered = paths.stream().filter(path -> path.chat().isPresent()).count();
        return ReproducedNumber.exactOrComputed(number, Estimate.of(answered / THOUSAND), own, "");
    }

    /** Of a file that holds fewer than the paper counts, rows may be missing; one that holds more contradicts. */
    private ReproducedNumber file(PrintedNumber number, ToIntFunction<DataHome> count) {
        String name = number.rule().file();
        if (data.home().file(name).isEmpty()) {
            return ReproducedNumber.needsFile(number);
        }
        int ours = count.applyAsInt(data.home());
        return ours < number.value() && data.isPublished()
                ? ReproducedNumber.needsFile(number, name + ", whole; at hand: " + ours)
                : ReproducedNumber.compared(number, ours, name);
    }
}
