package helpsteer.data.sets;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.PairFilter;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import helpsteer.stats.agreement.ScoreLists;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The individual annotators' scores of one response: a row of {@code disagreements} (dataset card of HelpSteer2).
 *
 * @param scores for each attribute a list of 2 to 5 scores, all lists of one length; annotators are anonymous, and position
 *     i of every list is the same annotation
 */
public record RaterScores(Prompt prompt, String response, Map<Attribute, List<Integer>> scores) {
    /** Widest difference of helpfulness among a response's annotations that the released set allows (section 2.1). */
    public static final int WIDEST_RELEASED = 2;

    /** How many annotations of a response enter its released ratings (section 2.1). */
    public static final int RELEASED = 3;

    private static final int FEWEST = 2;
    private static final int MOST = 5;

    public RaterScores {
        EnumMap<Attribute, List<Integer>> copy = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            copy.put(attribute, List.copyOf(scores.getOrDefault(attribute, List.of())));
        }
        int count = copy.getOrDefault(Attribute.HELPFULNESS, List.of()).size();
        copy.forEach((attribute, list) -> check(attribute.key(), list, count));
        scores = Collections.unmodifiableMap(copy);
    }

    private static void check(String name, List<Integer> list, int count) {
        if (list.size() < FEWEST || list.size() > MOST) {
            throw new IllegalArgumentException(name + " must hold 2 to 5 scores, got " + list.size());
        }
        if (list.size() != count) {
            throw new IllegalArgumentException(
                    name + " must hold as many scores as helpfulness, " + count + ", got " + list.size());
        }
        for (int score : list) {
            if (score < Attribute.MIN || score > Attribute.MAX) {
                throw new IllegalArgumentException(name + " must be in 0..4, got " + score);
            }
        }
    }

    /** The rows of the disagreements file; 23,652 in the official one. */
    public static List<RaterScores> read(DataHome home) {
        return read(home.needTable("helpsteer2/disagreements/disagreements"), Strictness.STRICT)
                .rows();
    }

    /** The rows of a file of that form. */
    public static ReadResult<RaterScores> read(Path file, Strictness reading) {
        return Rows.read(file, reading, RaterScores::parse);
    }

    private static RaterScores parse(Row row) {
        row.only(HelpSteer2.FIELDS);
        Map<Attribute, List<Integer>> scores = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            scores.put(attribute, row.integers(attribute.key(), Attribute.MIN, Attribute.MAX));
        }
        return new RaterScores(Prompt.parse(row.text("prompt")), row.text("response"), scores);
    }

    /** The scores of one attribute, in the order of the annotations. */
    public List<Integer> of(Attribute attribute) {
        return scores.getOrDefault(attribute, List.of());
    }

    /** How many annotations the response has. */
    public int count() {
        return of(Attribute.HELPFULNESS).size();
    }

    /** Highest score less lowest. */
    public int spread(Attribute attribute) {
        return Collections.max(of(attribute)) - Collections.min(of(attribute));
    }

    /** Mean score; not always the released rating before rounding, which leaves out the least agreeing annotations. */
    public double mean(Attribute attribute) {
        return of(attribute).stream().mapToInt(Integer::intValue).average().orElseThrow();
    }

    /**
     * The same response with the {@value #RELEASED} annotations most in agreement, or with all where there are no more.
     *
     * <p>The paper does not say how it measures agreement. Here it is the sum, over all attributes, of the squared
     * differences between every two annotations; of equal choices the one that stands earlier.
     */
    public RaterScores mostAgreeing() {
        if (count() <= RELEASED) {
            return this;
        }
        List<Integer> best = List.of();
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < count(); i++) {
            for (int j = i + 1; j < count(); j++) {
                for (int k = j + 1; k < count(); k++) {
                    int apart = apart(i, j) + apart(i, k) + apart(j, k);
                    if (apart < least) {
                        least = apart;
                        best = List.of(i, j, k);
                    }
                }
            }
        }
        return only(best);
    }

    /** Squared differences of two annotations, summed over the attributes. */
    private int apart(int i, int j) {
        int sum = 0;
        for (List<Integer> list : scores.values()) {
            int difference = list.get(i) - list.get(j);
            sum += difference * difference;
        }
        return sum;
    }

    private RaterScores only(List<Integer> annotations) {
        Map<Attribute, List<Integer>> chosen = new EnumMap<>(Attribute.class);
        scores.forEach((attribute, list) ->
                chosen.put(attribute, annotations.stream().map(list::get).toList()));
        return new RaterScores(prompt, response, chosen);
    }

    /** The ratings as the dataset card makes them: the mean of {@link #mostAgreeing}, rounded, a half upwards. */
    public Ratings released() {
        RaterScores best = mostAgreeing();
        return Ratings.of(attribute -> (int) Math.round(best.mean(attribute)));
    }

    /** One attribute's lists of all rows, as the statistics of agreement take them. */
    public static ScoreLists ofAttribute(List<RaterScores> rows, Attribute attribute) {
        return new ScoreLists(rows.stream().map(row -> row.of(attribute)).toList(), Attribute.MAX + 1);
    }

    /**
     * Rows of the pairs that pass the paper's last filter: for both responses of the prompt, helpfulness differs by at most 2
     * among the annotations (arXiv 2406.08673, section 2.1). The paper rated two responses to each prompt, so where a prompt
     * stands more than twice its rows are pairs in their order, each judged alone.
     */
    public static Filtered<RaterScores> agreeing(List<RaterScores> rows) {
        int[] pairs = new int[rows.size()];
        List<Integer> widest = new ArrayList<>();
        Map<Prompt, Integer> halves = new HashMap<>(); // pairs of which one response is known
        for (int i = 0; i < pairs.length; i++) {
            Prompt prompt = rows.get(i).prompt;
            Integer half = halves.remove(prompt);
            pairs[i] = half == null ? widest.size() : half;
            if (half == null) {
                halves.put(prompt, pairs[i]);
                widest.add(0);
            }
            widest.set(pairs[i], Math.max(widest.get(pairs[i]), rows.get(i).spread(Attribute.HELPFULNESS)));
        }
        Iterator<Integer> places = IntStream.range(0, pairs.length).iterator();
        return PairFilter.filter(
                rows,
                row -> PairFilter.reasonIf(
                        widest.get(pairs[places.next()]) > WIDEST_RELEASED,
                        "helpfulness differs by more than " + WIDEST_RELEASED));
    }
}
