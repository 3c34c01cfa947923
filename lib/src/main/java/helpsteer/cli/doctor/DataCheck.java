package helpsteer.cli.doctor;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.InvalidDataException;
import helpsteer.data.io.OfficialFile;
import helpsteer.data.paper.RatedLengths;
import helpsteer.data.sets.DataFile;
import helpsteer.report.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Which data the notebooks will read, and whether official files are the official ones. */
final class DataCheck {
    /** What notebooks read besides the official files, or under another name, as data/README.md lists it. */
    private static final List<String> OTHERS = List.of(
            RatedLengths.FILE,
            "helpsteer1-sample/nvidia_HelpSteer_sample",
            "rewardbench-v1/filtered",
            "rewardbench-v1/Chat",
            "rewardbench-v1/Chat_Hard",
            "rewardbench-v1/Safety",
            "rewardbench-v1/Reasoning",
            "rewardbench-v2/test",
            "rewardbench-leaderboard/rewardbench_v1_scores.csv",
            "rewardbench-leaderboard/rewardbench_v2_scores.csv",
            "hh-rlhf/dsp_helpful.test.json.gz",
            "llmbar/Natural.json",
            "llmbar/Neighbor.json",
            "llmbar/GPTInst.json",
            "llmbar/GPTOut.json",
            "llmbar/Manual.json");

    private DataCheck() {}

    static List<Finding> look() {
        return look(DataHome.find());
    }

    static List<Finding> look(DataHome home) {
        List<Finding> found = new ArrayList<>();
        found.add(Finding.fine("folder", home.root() + ", " + home.describe()));
        Stream.concat(OfficialFile.ALL.stream().map(file -> stem(file.localName())), OTHERS.stream())
                .flatMap(table -> home.file(table).or(() -> home.table(table)).stream())
                .map(path -> finding(home, path))
                .forEach(found::add);
        if (found.size() == 1) {
            found.add(Finding.optional("files", "none of the known names", "environment/helpsteer fetch helpsteer2"));
        }
        return found;
    }

    private static Finding finding(DataHome home, Path path) {
        String name = home.root().relativize(path).toString().replace('\\', '/');
        Optional<OfficialFile> official = OfficialFile.ALL.stream()
                .filter(file -> home.kind() == DataHome.Kind.OFFICIAL)
                .filter(file -> file.localName().equals(name))
                .findFirst();
        try {
            check(path);
            return finding(DataFile.find(home, name).get(0), official);
        } catch (IOException | UncheckedIOException | InvalidDataException e) {
            String again = official.map(file -> " && environment/helpsteer fetch " + file.dataset())
                    .orElse("");
            return Finding.needed("file", name + ", damaged: " + Reason.of(e), "rm '" + path + "'" + again);
        }
    }

    private static Finding finding(DataFile file, Optional<OfficialFile> official) {
        if (official.isEmpty() || isWhole(file, official.get())) {
            return Finding.fine("file", file.toString());
        }
        return Finding.optional(
                "file",
                file + ", not the official file" + officialRows(official.get()),
                "environment/helpsteer fetch " + official.get().dataset() + " (with HELPSTEER_DATA unset)");
    }

    private static boolean isWhole(DataFile file, OfficialFile official) {
        return official.agreesWith(file.sha256()) && official.rows().orElse(file.rows()) == file.rows();
    }

    private static String officialRows(OfficialFile file) {
        return file.rows().isPresent()
                ? String.format(Locale.ROOT, " of %,d rows", file.rows().getAsInt())
                : "";
    }

    /** Counting rows is lenient: it takes what there is of a file that broke off. */
    private static void check(Path path) throws IOException {
        if (Files.size(path) == 0) {
            throw new InvalidDataException("file must hold rows, got an empty file");
        }
        if (!path.toString().endsWith(".gz")) {
            return;
        }
        try (InputStream raw = Files.newInputStream(path);
                InputStream plain = new GZIPInputStream(raw)) {
            plain.transferTo(OutputStream.nullOutputStream());
        } catch (EOFException e) {
            throw new InvalidDataException("gzip stream must be complete, got its end too early", e);
        } catch (ZipException e) {
            throw new InvalidDataException("file must be sound gzip, got " + e.getMessage(), e);
        }
    }

    private static String stem(String localName) {
        return localName.replaceFirst("\\.(jsonl\\.gz|jsonl|parquet)$", "");
    }
}
