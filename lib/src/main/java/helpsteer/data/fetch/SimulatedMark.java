package helpsteer.data.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.io.InvalidDataException;
import helpsteer.run.Json;
import helpsteer.run.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file {@value #FILE}, which marks a data folder as simulated: the official fields have no place for such a mark.
 *
 * @param format {@value #FORMAT}
 * @param label one line for headers, such as {@code "simulated data, seed 7, not HelpSteer2"}
 * @param complete whether the folder holds all its files
 * @param settings what decides every byte of the files
 * @param files all files that belong to the folder, by their names within it
 */
public record SimulatedMark(int format, String label, boolean complete, JsonNode settings, List<String> files) {
    public static final String FILE = "simulated.json";

    /** Raised where folders of before can no longer be read, or equal settings give other bytes. */
    public static final int FORMAT = 4;

    public SimulatedMark {
        files = List.copyOf(files);
    }

    /**
     * The mark of a folder; empty where it has none.
     *
     * @throws InvalidDataException where the file is damaged or of another format
     */
    public static Optional<SimulatedMark> of(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode tree = Json.read(file);
            if (tree.path("format").asInt() != FORMAT) {
                throw new InvalidDataException(FILE + ":1: format must be " + FORMAT + ", got "
                        + tree.path("format").asText("none") + "; simulate again into another folder");
            }
            return Optional.of(Json.read(tree, SimulatedMark.class));
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(
                    FILE + ":1: mark must be as it was written, got " + e.getOriginalMessage()
                            + "; simulate again into another folder",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE + ": " + e.getMessage(), e);
        }
    }

    /**
     * Refuses a folder that is not yet complete, or that holds other files besides.
     *
     * @throws InvalidDataException naming the file
     */
    void requireOnlyThis(Path folder) {
        if (!complete) {
            throw new InvalidDataException(FILE + ":1: simulation must be complete, got one that was stopped;"
                    + " run the same environment/helpsteer simulate again, which goes on");
        }
        others(folder).ifPresent(name -> {
            throw new InvalidDataException(name + ":0: file must be one of those that " + FILE
                    + " lists, got another; keep official and simulated files in different folders");
        });
    }

    /** A file of the folder that does not belong to it, in the order of names; names that begin with a dot do not count. */
    public Optional<String> others(Path folder) {
        return visible(folder).stream()
                .filter(name -> !name.equals(FILE) && !files.contains(name))
                .findFirst();
    }

    /**
     * The files of a folder and below, in the order of names; what lies under a name that begins with a dot does not count. Links
     * are followed, since writing follows them, too.
     */
    public static List<String> visible(Path folder) {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith(".") && !name.contains("/."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The label without what would command a terminal. */
    String shown() {
        return Printable.line(label);
    }
}
