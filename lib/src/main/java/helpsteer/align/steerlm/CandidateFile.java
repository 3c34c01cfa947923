package helpsteer.align.steerlm;

import helpsteer.align.Policy;
import helpsteer.align.steerlm2.BetaRatings;
import helpsteer.data.io.Strictness;
import helpsteer.data.sets.SteerLm2Row;
import helpsteer.run.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Scored candidates in a file. While they are scored they stand in parts beside it, each of which appears whole, so that a
 * call that was cut off goes on behind the last part; prompts are always scored in the same groups.
 */
record CandidateFile(Path path) {
    /** Prompts scored together. */
    private static final int GROUP = 32;

    /** Scores what is not scored yet; rows as {@link CandidateScoring#possible} gives them. */
    List<SteerLm2Row> write(
            Policy policy, SteerLm2Iteration.Judges judges, BetaRatings ratings, List<CandidateScoring.Asked> asked) {
        if (Files.exists(path)) {
            return read(path);
        }
        List<SteerLm2Row> out = new ArrayList<>();
        List<Path> parts = new ArrayList<>();
        try (Policy prior = judges.prior().get()) {
            CandidateScoring scoring = new CandidateScoring(policy, prior, judges.scorer(), ratings);
            for (int from = 0; from < asked.size(); from += GROUP) {
                Progress.current().update("scoring", from, asked.size(), "");
                Path part =
                        path.resolveSibling(String.format(Locale.ROOT, "%s.part-%06d.jsonl", path.getFileName(), from));
                List<CandidateScoring.Asked> group = asked.subList(from, Math.min(asked.size(), from + GROUP));
                out.addAll(part(part, scoring, group));
                parts.add(part);
            }
            Progress.current().update("scoring", asked.size(), asked.size(), "");
        }
        if (out.isEmpty()) {
            throw new IllegalArgumentException(
                    "responses must hold a text that is possible under prior and policy, got none of " + asked.size()
                            + " prompts; look at samples.jsonl");
        }
        SteerLm2Row.write(out, "", path);
        remove(parts);
        return out;
    }

    private static List<SteerLm2Row> part(Path file, CandidateScoring scoring, List<CandidateScoring.Asked> group) {
        if (Files.exists(file)) {
            return read(file);
        }
        List<SteerLm2Row> rows = Progress.during(Progress.SILENT, () -> scoring.possible(group));
        if (!rows.isEmpty()) { // a file without rows would not be read
            SteerLm2Row.write(rows, "", file);
        }
        return rows;
    }

    static List<SteerLm2Row> read(Path file) {
        return SteerLm2Row.read(file, Strictness.STRICT).rows();
    }

    private static void remove(List<Path> parts) {
        try {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove a part of the candidates: " + e.getMessage(), e);
        }
    }
}
