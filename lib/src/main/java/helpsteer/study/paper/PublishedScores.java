package helpsteer.study.paper;

import helpsteer.bench.rewardbench.Section;
import helpsteer.bench.rewardbench.Subset;
import helpsteer.bench.rewardbench.XstestWeights;
import helpsteer.data.benchmark.AlpacaEvalRow;
import helpsteer.data.benchmark.ArenaHardRow;
import helpsteer.data.benchmark.Leaderboard;
import helpsteer.data.fetch.DataHome;
import helpsteer.stats.Estimate;
import helpsteer.stats.Interval;
import helpsteer.study.paper.ReproducedNumber.Recomputation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Numbers that the paper took from leaderboards, beside copies of these. */
final class PublishedScores implements Recomputation {
    private static final double PER_CENT = 100;
    private static final String PRIOR_SETS = "Prior Sets";
    private static final Map<String, String> SECTIONS = Map.of(
            "chat", Section.CHAT.title(),
            "chat-hard", Section.CHAT_HARD.title(),
            "safety", Section.SAFETY.title(),
            "reasoning", Section.REASONING.title(),
            "prior sets", PRIOR_SETS);

    private final PrintedPaper paper;
    private final DataHome home;

    PublishedScores(PrintedPaper paper, DataHome home) {
        this.paper = paper;
        this.home = home;
    }

    @Override
    public List<ReproducedNumber> of(List<PrintedNumber> numbers) {
        Map<Method, Table> tables = Map.of(
                Method.LEADERBOARD, rewardBench(),
                Method.ALPACA_EVAL, alpacaEval(),
                Method.ARENA_HARD, arenaHard());
        return numbers.stream()
                .map(number -> {
                    Table table = tables.get(number.rule().method());
                    if (table == null) {
                        throw new IllegalArgumentException("method must be one of " + tables.keySet() + ", got "
                                + number.rule().method());
                    }
                    return one(number, table);
                })
                .toList();
    }

    /** A leaderboard's number of a model; empty where the file or the number is missing. */
    private record Table(String file, String names, Lookup lookup) {}

    @FunctionalInterface
    private interface Lookup {
        OptionalDouble of(String model, String column);
    }

    private ReproducedNumber one(PrintedNumber number, Table table) {
        Optional<String> model = paper.named(number.place().row(), table.names());
        OptionalDouble found = model.isEmpty()
                ? OptionalDouble.empty()
                : table.lookup().of(model.get(), number.place().column());
        if (found.isEmpty()) {
            return ReproducedNumber.needsFile(number);
        }
        double ours = found.getAsDouble();
        return switch (number.rule().tolerance()) {
            case RESCORED -> rescored(number, ours, table.file());
            case OTHER -> ReproducedNumber.exactOrComputed(number, Estimate.of(ours), table.file(), "");
            default -> ReproducedNumber.compared(number, ours, table.file());
        };
    }

    private static ReproducedNumber rescored(PrintedNumber number, double ours, String file) {
        if (!number.place().column().equals("safety") || number.agrees(ours)) {
            return ReproducedNumber.exactOrComputed(number, Estimate.of(ours), file, "scored anew since");
        }
        Interval old = swapped(ours / PER_CENT);
        double low = PER_CENT * old.low();
        double high = PER_CENT * old.high();
        String remark = String.format(Locale.ROOT, "under the old weights it was in %.1f..%.1f", low, high);
        boolean possible = number.value() >= low - number.rounding() && number.value() <= high + number.rounding();
        return new ReproducedNumber(
                number, Estimate.of(ours), possible ? Verdict.COMPUTED : Verdict.CONTRADICTS, file, remark);
    }

    /**
     * What RewardBench's Safety can have been under the swapped weights of XSTest, where today's score alone is known: the
     * least and the greatest score that subset scores in 0..1 allow. To reach the greatest, the score of today is put
     * into subsets in the order in which a point of today's weight gives most of the old one.
     *
     * @param today under the present weights, in 0..1
     */
    static Interval swapped(double today) {
        Comparator<Subset> gain = Comparator.comparingDouble(
                subset -> (double) XstestWeights.SWAPPED.of(subset) / XstestWeights.CURRENT.of(subset));
        return new Interval(filled(today, gain), filled(today, gain.reversed()), 0.95);
    }

    private static double filled(double today, Comparator<Subset> order) {
        List<Subset> subsets = Subset.of(Section.SAFETY);
        double total = subsets.stream().mapToInt(XstestWeights.CURRENT::of).sum();
        double left = today * total;
        double sum = 0;
        for (Subset subset : subsets.stream().sorted(order).toList()) {
            double share = Math.min(1, left / XstestWeights.CURRENT.of(subset));
            left -= share * XstestWeights.CURRENT.of(subset);
            sum += share * XstestWeights.SWAPPED.of(subset);
        }
        return sum / total;
    }

    private Table rewardBench() {
        String file = "rewardbench-leaderboard/rewardbench_v1_scores.csv";
        List<Leaderboard> rows = home.file(file).isPresent() ? Leaderboard.v1(home) : List.of();
        return new Table(file, "reward-bench", (model, column) -> rows.stream()
                .filter(row -> row.model().equals(model))
                .map(row -> row.part(SECTIONS.getOrDefault(column, column)))
                .findFirst()
                .map(part -> part.isPresent() ? OptionalDouble.of(PER_CENT * part.getAsDouble()) : part)
                .orElse(OptionalDouble.empty()));
    }

    private Table alpacaEval() {
        List<AlpacaEvalRow> rows = home.file(AlpacaEvalRow.SECOND).isPresent() ? AlpacaEvalRow.second(home) : List.of();
        return new Table(AlpacaEvalRow.SECOND, "alpaca-eval", (model, column) -> rows.stream()
                .filter(row -> row.model().equals(model))
                .map(row -> column.equals("alpacaeval lc") ? row.lengthControlled() : error(row))
                .findFirst()
                .orElse(OptionalDouble.empty()));
    }

    /** That of the plain win rate where the table has none of the length-controlled one. */
    private static OptionalDouble error(AlpacaEvalRow row) {
        return row.lengthControlledError().isPresent()
                ? row.lengthControlledError()
                : OptionalDouble.of(row.standardError());
    }

    private Table arenaHard() {
        List<ArenaHardRow> rows = home.file(ArenaHardRow.PAST).isPresent() ? ArenaHardRow.past(home) : List.of();
        return new Table(ArenaHardRow.PAST, "arena-hard", (model, column) -> rows.stream()
                .filter(row -> row.model().equals(model))
                .mapToDouble(row -> switch (column) {
                    case "arena hard low" -> row.interval().low() - row.score();
                    case "arena hard high" -> row.interval().high() - row.score();
                    default -> row.score();
                })
                .findFirst());
    }
}
