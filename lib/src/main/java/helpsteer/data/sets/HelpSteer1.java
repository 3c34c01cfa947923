package helpsteer.data.sets;

import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * HelpSteer, the first of the series (arXiv 2311.09528): the same row as HelpSteer2, always of one turn.
 *
 * <p>A prompt has up to four responses and neighbours are no pairs, so rows are grouped by prompt instead.
 */
public final class HelpSteer1 {
    private static final String PART = "helpsteer1-sample/nvidia_HelpSteer_sample";
    private static final String OFFICIAL = "helpsteer1/train";

    private HelpSteer1() {}

    /** The rows at hand: the official training file, 35,331 rows, or the sample of it. */
    public static List<RatedResponse> train(DataHome home) {
        return read(file(home).orElseGet(() -> home.needTable(OFFICIAL)), Strictness.STRICT)
                .rows();
    }

    /** The same; nothing where neither file is among the data, as in our own sample. */
    public static Optional<List<RatedResponse>> find(DataHome home) {
        return file(home).map(file -> read(file, Strictness.STRICT).rows());
    }

    /** The file that {@link #train} reads, where one is there; the whole one is preferred to a part of it. */
    public static Optional<Path> file(DataHome home) {
        return home.table(OFFICIAL).or(() -> home.table(PART));
    }

    /** The rows of a file of that form. */
    public static ReadResult<RatedResponse> read(Path file, Strictness reading) {
        return Rows.read(file, reading, HelpSteer2::sample);
    }

    /** The responses to each prompt, prompts in the order of their first row. */
    public static Map<Prompt, List<RatedResponse>> byPrompt(List<RatedResponse> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(RatedResponse::prompt, LinkedHashMap::new, Collectors.toList()));
    }
}
