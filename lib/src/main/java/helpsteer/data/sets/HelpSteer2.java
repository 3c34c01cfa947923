package helpsteer.data.sets;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ratings files of HelpSteer2 (arXiv 2406.08673, section 2): two rated responses to each prompt.
 *
 * <p>In the files rows 2k and 2k+1 share a prompt. Here they become a {@link RatedPair}; nothing after this class relies
 * on neighbourhood.
 */
public final class HelpSteer2 {
    /** The fields of a row, in the order of the file. */
    static final List<String> FIELDS =
            List.of("prompt", "response", "helpfulness", "correctness", "coherence", "complexity", "verbosity");

    private HelpSteer2() {}

    /** The pairs of training and validation together, in this order. */
    public static List<RatedPair> pairs(DataHome home) {
        return Stream.concat(train(home).stream(), validation(home).stream()).toList();
    }

    /** The pairs of the training file; 10,162 in the official one. */
    public static List<RatedPair> train(DataHome home) {
        return pairs(home.needTable("helpsteer2/train"), Strictness.STRICT).rows();
    }

    /** The pairs of the validation file; 519 in the official one. */
    public static List<RatedPair> validation(DataHome home) {
        return pairs(home.needTable("helpsteer2/validation"), Strictness.STRICT).rows();
    }

    /** Both samples of every pair, in order. */
    public static List<RatedResponse> samples(List<RatedPair> pairs) {
        return pairs.stream()
                .<RatedResponse>mapMulti((pair, out) -> {
                    out.accept(pair.first());
                    out.accept(pair.second());
                })
                .toList();
    }

    /**
     * What is known of the better and of the other response of each pair that is rated unequally on an attribute.
     *
     * @param known of each response, in the order of {@link #samples}
     */
    public static <T> List<Pair<T>> unequal(List<RatedPair> pairs, List<T> known, Attribute attribute) {
        List<Pair<T>> both = Pair.apart(pairs.size(), known); // first and second, not yet chosen and rejected
        return IntStream.range(0, pairs.size())
                .filter(i -> pairs.get(i).preferred(attribute) != Preferred.TIE)
                .mapToObj(i -> pairs.get(i).preferred(attribute) == Preferred.FIRST
                        ? both.get(i)
                        : new Pair<>(both.get(i).rejected(), both.get(i).chosen()))
                .toList();
    }

    /** The rows of a ratings file, not paired. */
    public static ReadResult<RatedResponse> samples(Path file, Strictness reading) {
        return Rows.read(file, reading, HelpSteer2::sample);
    }

    /**
     * The pairs of a ratings file.
     *
     * <p>A lenient reading leaves out a row that cannot be read, its partner, and a row whose neighbour has another prompt;
     * each is listed.
     */
    public static ReadResult<RatedPair> pairs(Path file, Strictness reading) {
        ReadResult<Rows.Numbered<RatedResponse>> loaded = Rows.numbered(file, reading, HelpSteer2::sample);
        List<Rows.Numbered<RatedResponse>> rows = loaded.rows();
        List<RatedPair> pairs = new ArrayList<>();
        List<ReadResult.Refusal> refused = new ArrayList<>();
        String name = Rows.nameOf(file);
        for (int i = 0; i < rows.size(); i++) {
            Rows.Numbered<RatedResponse> first = rows.get(i);
            if (i + 1 == rows.size()) {
                Rows.refuse(
                        new ReadResult.Refusal(
                                name,
                                first.line(),
                                "row must be followed by its partner, a row with the same prompt, got the end of the file"),
                        reading,
                        refused);
            } else if (!first.value().prompt().equals(rows.get(i + 1).value().prompt())) {
                Rows.refuse(mismatch(name, first.line(), rows.get(i + 1).line(), reading), reading, refused);
            } else {
                pairs.add(new RatedPair(first.value(), rows.get(++i).value()));
            }
        }
        return loaded.with(pairs, refused);
    }

    /** Strictly, the second row is to blame, as the pair's place is sure; leniently the first is left without a partner. */
    private static ReadResult.Refusal mismatch(String name, long first, long second, Strictness reading) {
        return reading == Strictness.STRICT
                ? new ReadResult.Refusal(
                        name,
                        second,
                        "prompt must equal that of line " + first + ", the row's partner, got another one")
                : new ReadResult.Refusal(
                        name,
                        first,
                        "prompt must equal that of line " + second + ", the row's partner, got another one");
    }

    static RatedResponse sample(Row row) {
        row.only(FIELDS);
        Ratings ratings = Ratings.of(a -> row.integer(a.key(), Attribute.MIN, Attribute.MAX));
        return new RatedResponse(Prompt.parse(row.text("prompt")), row.text("response"), ratings);
    }
}
