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
import helpsteer.study.paper.DataAtHand.Part;
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

    private final PrintedPaper paper;
    private final DataAtHand data;
    private final Part part;
    private final String from;

    RowCounts(PrintedPaper paper, DataAtHand data) {
        this.paper = paper;
        this.data = data;
        this.part = data.part(paper);
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
            case "multi-turn prompts (%)" ->
                share(number, data.pairs(), pair -> pair.prompt().userTurns() > 1, PER_CENT);
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
        return switch (part) {
            case ALL -> ReproducedNumber.compared(number, ours, from);
            case RANDOM, CHOSEN ->
                ReproducedNumber.needsFile(number, number.rule().file() + ", all rows; at hand: " + from);
            case OTHER -> ReproducedNumber.computed(number, Estimate.of(ours), from, "");
        };
    }

    /** How many of some pairs are so, times a number, with Wilson's interval. */
    private ReproducedNumber share(
            PrintedNumber number, List<RatedPair> pairs, Predicate<RatedPair> isSo, double times) {
        if (pairs.isEmpty()) {
            return ReproducedNumber.needsFile(number);
        }
        int count = (int) pairs.stream().filter(isSo).count();
        double ours = times * count / pairs.size();
        Interval interval = Wilson.of(count, pairs.size());
        Estimate estimate = new Estimate(ours, times * interval.low(), times * interval.high(), interval.level());
        boolean within = estimate.low() <= number.value() + number.rounding()
                && estimate.high() >= number.value() - number.rounding();
        return switch (part) {
            case ALL -> ReproducedNumber.compared(number, ours, from);
            case RANDOM -> ReproducedNumber.sampled(number, estimate, within, from, "");
            case CHOSEN ->
                ReproducedNumber.computed(
                        number, estimate, from, "rows chosen by rating, no random part of the paper's");
            case OTHER -> ReproducedNumber.computed(number, estimate, from, "");
        };
    }

    /** Of a part of the pairs their share of as many as the paper trains on. */
    private ReproducedNumber unequal(PrintedNumber number) {
        double all = part == Part.ALL || part == Part.OTHER
                ? data.train().size()
                : Math.round(paper.text("prompts") * paper.text("training share (%)") / PER_CENT);
        return share(number, data.train(), pair -> pair.preferred(Attribute.HELPFULNESS) != Preferred.TIE, all)
                .withRemark(String.format(
                        Locale.ROOT, "%,.0f DPO steps of 128 pairs in 7 epochs, as printed", 7 * number.value() / 128));
    }

    private ReproducedNumber first(PrintedNumber number) {
        if (data.first().isEmpty()) {
            return ReproducedNumber.needsFile(number);
        }
        int rows = data.first().size();
        String own = data.firstNamed();
        return switch (data.firstPart(paper)) {
            case ALL -> ReproducedNumber.compared(number, rows, own);
            case RANDOM, CHOSEN ->
                ReproducedNumber.needsFile(number, number.rule().file() + ", all rows; at hand: " + own);
            case OTHER -> ReproducedNumber.computed(number, Estimate.of(rows), own, "");
        };
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

    private ReproducedNumber file(PrintedNumber number, ToIntFunction<DataHome> count) {
        String name = number.rule().file();
        return data.home().file(name).isEmpty()
                ? ReproducedNumber.needsFile(number)
                : ReproducedNumber.compared(number, count.applyAsInt(data.home()), name);
    }
}
