package helpsteer.study.paper;

import helpsteer.data.fetch.DataHome;
import helpsteer.run.Progress;
import helpsteer.stats.test.PValues;
import helpsteer.study.paper.ReproducedNumber.Recomputation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every printed number of the paper with ours beside it and a verdict.
 *
 * @param data whose rows ours come from, in words
 * @param ofPublishedRows whether the rows are the paper's or a part of them, so that they can agree with it or contradict it
 * @param numbers in the order of the paper, tests of sampling error corrected together by Holm
 */
public record Reproduction(String data, boolean ofPublishedRows, List<ReproducedNumber> numbers) {
    private static final String TASK = "reproduce";

    public Reproduction {
        numbers = List.copyOf(numbers);
    }

    /** Computes what the files in a folder allow; it may hold any part of the published data, or other data in their form. */
    public static Reproduction of(DataHome home) {
        return of(home, PrintedPaper.published());
    }

    /** The same for another set of printed numbers. */
    public static Reproduction of(DataHome home, PrintedPaper paper) {
        Progress progress = Progress.current();
        List<PrintedNumber> all = paper.numbers();
        progress.update(TASK, 0, all.size(), "reading");
        DataAtHand data = DataAtHand.read(home);
        Map<Method, Recomputation> owners = owners(paper, data);
        Map<Recomputation, List<PrintedNumber>> work = new LinkedHashMap<>();
        for (PrintedNumber number : all) {
            work.computeIfAbsent(owner(owners, number), key -> new ArrayList<>())
                    .add(number);
        }
        Map<String, ReproducedNumber> done = new HashMap<>();
        work.forEach((owner, own) -> {
            progress.update(
                    TASK, done.size(), all.size(), own.get(0).rule().method().title());
            owner.of(own).forEach(each -> done.put(each.number().id(), each));
        });
        progress.update(TASK, all.size(), all.size(), "");
        List<ReproducedNumber> found = all.stream()
                .map(number -> reproduced(done, number))
                .map(each ->
                        data.isPublished() || each.number().rule().method().isOfPrint() ? each : each.ofOtherRows())
                .toList();
        return new Reproduction(
                data.described(),
                data.isPublished(),
                corrected(found).stream().map(each -> explained(each, paper)).toList());
    }

    /** The numbers with their verdicts after Holm's correction over all that were tested, wherever they stand. */
    private static List<ReproducedNumber> corrected(List<ReproducedNumber> numbers) {
        double[] corrected = PValues.holm(numbers.stream()
                .flatMap(each -> each.test().stream())
                .mapToDouble(SamplingTest::pValue)
                .toArray());
        List<ReproducedNumber> out = new ArrayList<>();
        int at = 0;
        for (ReproducedNumber each : numbers) {
            out.add(each.test().isPresent() ? each.corrected(corrected[at++]) : each);
        }
        return out;
    }

    private static Map<Method, Recomputation> owners(PrintedPaper paper, DataAtHand data) {
        Map<Method, Recomputation> owners = new EnumMap<>(Method.class);
        Recomputation arithmetic = new PrintedArithmetic(paper);
        Recomputation raters = new RaterAgreement(paper, data);
        Recomputation statistics = new RatingStatistics(paper, data);
        Recomputation published = new PublishedScores(paper, data.home());
        Recomputation judged = new JudgedAnswers(paper, data.home());
        for (Method method : Method.values()) {
            owners.put(
                    method,
                    switch (method) {
                        case DEFINITION, SECTION_MEAN, JUDGE_FIT, SHARES, EPOCHS -> arithmetic;
                        case KAPPA, RATERS -> raters;
                        case TABLE_TWO, REGRESSION -> statistics;
                        case ROWS -> new RowCounts(paper, data);
                        case LEADERBOARD, ALPACA_EVAL, ARENA_HARD -> published;
                        case MT_BENCH, ANSWER_LENGTH -> judged;
                        case NODE_HOURS -> new NodeHours(paper);
                        case LARGE_MODEL ->
                            numbers -> numbers.stream()
                                    .map(ReproducedNumber::needsLargeModel)
                                    .toList();
                        case UNRELEASED ->
                            numbers -> numbers.stream()
                                    .map(ReproducedNumber::needsFile)
                                    .toList();
                    });
        }
        return owners;
    }

    private static Recomputation owner(Map<Method, Recomputation> owners, PrintedNumber number) {
        Recomputation owner = owners.get(number.rule().method());
        if (owner == null) {
            throw new IllegalStateException(
                    "method must have an owner, got none for " + number.rule().method());
        }
        return owner;
    }

    private static ReproducedNumber reproduced(Map<String, ReproducedNumber> done, PrintedNumber number) {
        ReproducedNumber own = done.get(number.id());
        if (own == null) {
            throw new IllegalStateException("number must have a verdict, got none for " + number.id());
        }
        return own;
    }

    /** A contradiction with what is known of its cause. */
    private static ReproducedNumber explained(ReproducedNumber each, PrintedPaper paper) {
        return each.verdict() == Verdict.CONTRADICTS
                ? each.withRemark(paper.cause(each.number().place()))
                : each;
    }

    /** How many numbers have each verdict; one that none has is absent. */
    public Map<Verdict, Long> counts() {
        return numbers.stream()
                .collect(Collectors.groupingBy(
                        ReproducedNumber::verdict, () -> new EnumMap<>(Verdict.class), Collectors.counting()));
    }

    /** The numbers of a table, 1 to 6 or {@value PrintedNumber#TEXT}. */
    public List<ReproducedNumber> of(String table) {
        return numbers.stream()
                .filter(each -> each.number().place().table().equals(table))
                .toList();
    }

    /** The tables, in order. */
    public List<String> tables() {
        return numbers.stream()
                .map(each -> each.number().place().table())
                .distinct()
                .toList();
    }

    /** The numbers that should agree and do not. */
    public List<ReproducedNumber> contradictions() {
        return numbers.stream()
                .filter(each -> each.verdict() == Verdict.CONTRADICTS)
                .toList();
    }

    /** One line: how many numbers, and how many of each verdict. */
    @Override
    public String toString() {
        String each = counts().entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey().title()))
                .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%,d printed numbers beside %s: %s", numbers.size(), data, each);
    }
}
