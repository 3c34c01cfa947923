package helpsteer.study.paper;

import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.fetch.SimulatedMark;
import helpsteer.data.io.OfficialFile;
import helpsteer.data.io.Strictness;
import helpsteer.data.paper.RatedLengths;
import helpsteer.data.sets.HelpSteer1;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.RaterScores;
import helpsteer.run.Hash;
import helpsteer.study.paper.Drawn.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rows of HelpSteer 1 and 2 in a folder, and how they relate to those that the paper counted.
 *
 * @param home the folder
 * @param train HelpSteer2's training pairs; none where the file is missing
 * @param validation its validation pairs; none where the file is missing
 * @param lengths ratings and lengths of a random part of it, where all rows with texts are not at hand
 * @param first HelpSteer 1's rows
 * @param lists single raters' scores
 */
record DataAtHand(
        DataHome home,
        List<RatedPair> train,
        List<RatedPair> validation,
        Optional<RatedLengths> lengths,
        List<RatedResponse> first,
        List<RaterScores> lists) {
    static final String TRAIN = "helpsteer2/train";
    static final String VALIDATION = "helpsteer2/validation";
    static final String LISTS = "helpsteer2/disagreements/disagreements";

    private static final String FIRST_VALIDATION = "helpsteer1/validation";
    private static final String OTHER_HASH =
            "as many rows as were published, but another SHA-256 than the published file";
    private static final String SEVERAL = "a part of the rows, whose files were drawn in different ways";
    private static final Drawn NOT_KNOWN =
            new Drawn(Part.UNKNOWN, "a part of the rows, and nothing is known of how these rows were drawn");

    DataAtHand {
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        first = List.copyOf(first);
        lists = List.copyOf(lists);
    }

    /** Reads what is there; a file that is there and cannot be read is refused. */
    static DataAtHand read(DataHome home) {
        List<RatedPair> train = home.table(TRAIN).isPresent() ? HelpSteer2.train(home) : List.of();
        List<RatedPair> validation = home.table(VALIDATION).isPresent() ? HelpSteer2.validation(home) : List.of();
        List<RatedPair> both = new ArrayList<>(train);
        both.addAll(validation);
        List<RatedResponse> first = new ArrayList<>(HelpSteer1.find(home).orElse(List.of()));
        home.table(FIRST_VALIDATION)
                .ifPresent(file ->
                        first.addAll(HelpSteer1.read(file, Strictness.STRICT).rows()));
        return new DataAtHand(
                home,
                train,
                validation,
                RatedLengths.find(home, HelpSteer2.samples(both)),
                first,
                home.table(LISTS).isPresent() ? RaterScores.read(home) : List.of());
    }

    /** Whether the folder holds the paper's data or a part of it. */
    boolean isPublished() {
        return home.kind() == DataHome.Kind.OFFICIAL && !isSimulated();
    }

    private boolean isSimulated() {
        return home.file(SimulatedMark.FILE).isPresent();
    }

    /** Whose rows these are, for the heading of every table. */
    String described() {
        String words = home.describe();
        return isSimulated() && !words.contains("simulated") ? "simulated data" : words;
    }

    /** Training and validation pairs together. */
    List<RatedPair> pairs() {
        List<RatedPair> both = new ArrayList<>(train);
        both.addAll(validation);
        return both;
    }

    /** All rows of HelpSteer2 with their texts. */
    List<RatedResponse> texts() {
        return HelpSteer2.samples(pairs());
    }

    /** How the rows with texts relate to HelpSteer2's. */
    Drawn drawn(PrintedPaper paper) {
        int rows = 2 * (train.size() + validation.size());
        return drawn(paper, tables(TRAIN, VALIDATION), rows, paper.text("responses"));
    }

    /** How the rows with ratings and lengths alone relate to HelpSteer2's. */
    Drawn lengthsDrawn(PrintedPaper paper) {
        List<Path> file = home.file(RatedLengths.FILE).stream().toList();
        int rows = lengths.map(known -> known.ratings().size()).orElse(0);
        return drawn(paper, file, rows, paper.text("responses"));
    }

    /** How the rows of HelpSteer 1 relate to all of them. */
    Drawn firstDrawn(PrintedPaper paper) {
        List<Path> files = new ArrayList<>(HelpSteer1.file(home).stream().toList());
        home.table(FIRST_VALIDATION).ifPresent(files::add);
        return drawn(paper, files, first.size(), paper.text("HelpSteer: responses"));
    }

    /** How the raters' lists relate to those that were published. */
    Drawn listsDrawn(PrintedPaper paper) {
        int published = OfficialFile.ALL.stream()
                .filter(file -> file.localName().startsWith(LISTS))
                .mapToInt(file -> file.rows().orElse(0))
                .sum();
        return drawn(paper, tables(LISTS), lists.size(), published);
    }

    private List<Path> tables(String... names) {
        return Arrays.stream(names).flatMap(name -> home.table(name).stream()).toList();
    }

    /**
     * How the rows of some files were drawn.
     *
     * @param files those that are there
     * @param rows how many rows they hold together
     * @param all how many the paper counts
     */
    private Drawn drawn(PrintedPaper paper, List<Path> files, int rows, double all) {
        if (!isPublished() || rows > all) {
            return new Drawn(Part.OTHER, "");
        }
        if (rows == all) {
            return files.stream().anyMatch(this::isAnother)
                    ? new Drawn(Part.UNKNOWN, OTHER_HASH)
                    : new Drawn(Part.ALL, "");
        }
        List<Drawn> each = files.stream()
                .map(file -> paper.part(Hash.ofFile(file)).orElse(NOT_KNOWN))
                .distinct()
                .toList();
        List<Part> parts = each.stream().map(Drawn::part).distinct().toList();
        if (parts.size() != 1) {
            return parts.isEmpty() ? NOT_KNOWN : new Drawn(Part.UNKNOWN, SEVERAL);
        }
        return new Drawn(parts.get(0), each.stream().map(Drawn::how).collect(Collectors.joining("; ")));
    }

    /** Whether a file has the name of a published one whose hash is known, and another hash. */
    private boolean isAnother(Path file) {
        String name = home.root().relativize(file).toString().replace('\\', '/');
        return OfficialFile.ALL.stream()
                .filter(each -> each.localName().equals(name))
                .anyMatch(each -> !each.agreesWith(Hash.ofFile(file)));
    }

    /** The file of HelpSteer 1 and how many of its rows are at hand, those of its validation file among them. */
    String firstNamed() {
        String file = HelpSteer1.file(home)
                .map(path -> home.root().relativize(path).toString())
                .orElse(FIRST_VALIDATION);
        return named(file, first.size());
    }

    /** The files' names and how many rows they hold, such as {@code "helpsteer2/train + validation, 1,542 rows"}. */
    static String named(String files, int rows) {
        return String.format(Locale.ROOT, "%s, %,d rows", files, rows);
    }
}
