package helpsteer.study.paper;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.fetch.SimulatedMark;
import helpsteer.data.io.OfficialFile;
import helpsteer.run.Hash;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How rows at hand relate to all that the paper counted.
 *
 * <p>That is decided by the number of rows and by the hash of their files, never by the columns that are judged: rows whose
 * means agree with the print may still be chosen, and rows whose means differ may be a random part.
 *
 * @param how what is known of it, in words; empty where there is nothing to say
 */
record Drawn(Part part, String how) {
    private static final String OTHER_HASH = "as many rows as were published, but another SHA-256 than the published file";
    private static final String NOT_KNOWN = "a part of the rows, and nothing is known of how these rows were drawn";
    private static final String SEVERAL = "a part of the rows, whose files were drawn in different ways";

    /** How the rows were drawn. */
    enum Part {
        /** All of them. */
        ALL,
        /** Some of them, drawn at random. */
        RANDOM,
        /** Some neighbouring ones, a random part only if their order in the file means nothing. */
        BLOCK,
        /** Some of them, chosen by what is in them. */
        CHOSEN,
        /** Some of them, drawn in a way that is not known. */
        UNKNOWN,
        /** Others: simulated, or written for this project. */
        OTHER;

        /** Whether a difference can be held against sampling error, as known or as assumed. */
        boolean isTested() {
            return this == RANDOM || this == BLOCK;
        }
    }

    /**
     * How the rows of some files of a folder were drawn.
     *
     * @param files those that are there
     * @param rows how many rows they hold together
     * @param all how many the paper counts
     */
    static Drawn of(DataHome home, List<Path> files, int rows, double all, PrintedPaper paper) {
        boolean simulated = home.file(SimulatedMark.FILE).isPresent();
        if (simulated || home.kind() != DataHome.Kind.OFFICIAL || rows > all) {
            return new Drawn(Part.OTHER, "");
        }
        if (rows == all) {
            return files.stream().anyMatch(file -> isAnother(home, file))
                    ? new Drawn(Part.UNKNOWN, OTHER_HASH)
                    : new Drawn(Part.ALL, "");
        }
        List<Drawn> each = files.stream()
                .map(file -> paper.part(Hash.ofFile(file)))
                .map(known -> known.orElse(new Drawn(Part.UNKNOWN, NOT_KNOWN)))
                .distinct()
                .toList();
        List<Part> parts = each.stream().map(Drawn::part).distinct().toList();
        if (parts.size() != 1) {
            return new Drawn(Part.UNKNOWN, parts.isEmpty() ? NOT_KNOWN : SEVERAL);
        }
        return new Drawn(parts.get(0), each.stream().map(Drawn::how).collect(Collectors.joining("; ")));
    }

    /** What a number computed from such rows should say beside it. */
    String remark() {
        return part == Part.BLOCK ? how + ": within sampling error only if its rows are taken as drawn at random" : how;
    }

    /** Whether a file has the name of a published one whose hash is known, and another hash. */
    private static boolean isAnother(DataHome home, Path file) {
        String name = home.root().relativize(file).toString().replace('\\', '/');
        Optional<OfficialFile> published = OfficialFile.ALL.stream()
                .filter(each -> each.localName().equals(name))
                .findFirst();
        return published.isPresent() && !published.get().agreesWith(Hash.ofFile(file));
    }
}
