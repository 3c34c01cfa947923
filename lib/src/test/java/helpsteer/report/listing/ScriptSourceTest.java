package helpsteer.report.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScriptSourceTest {
    private static final Path FOLDER = Path.of("lib/src/main/resources/helpsteer/nn");

    private static List<String> lines(String script) throws IOException {
        return Files.readAllLines(FOLDER.resolve(script + ".py"));
    }

    private static List<String> methods(String script) throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : lines(script)) {
            Matcher head = Pattern.compile("\\s*def (\\w+)\\(.*").matcher(line);
            if (head.matches()) {
                names.add(head.group(1));
            }
        }
        return names;
    }

    /** Each method of each script: its own lines, beginning with its head, without the head of another. */
    @Test
    void listing_everyMethodOfEveryScript_isItsLinesInTheFile() throws IOException {
        int listed = 0;
        for (String script : List.of("decoder", "decoding", "bert", "memory", "adamw", "head")) {
            List<String> lines = lines(script);
            for (String method : methods(script)) {
                Listing listing = ScriptSource.listing(script, method);
                assertThat(listing.code()).startsWith("def " + method + "(").doesNotEndWith("\n");
                assertThat(listing.code().split("(?m)^ *def ", -1)).as(method).hasSize(2);
                String[] numbers = listing.title()
                        .replaceAll(".*lines (\\d+) to (\\d+)", "$1 $2")
                        .split(" ", -1);
                List<String> own = lines.subList(Integer.parseInt(numbers[0]) - 1, Integer.parseInt(numbers[1]));
                assertThat(String.join("\n", own).stripIndent()).isEqualTo(listing.code());
                listed++;
            }
        }
        assertThat(listed).isGreaterThan(20);
    }

    @Test
    void listing_unknownMethod_namesThoseThatThereAre() throws IOException {
        assertThatThrownBy(() -> ScriptSource.listing("bert", "nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("method must be one of helpsteer/nn/bert.py, got nothing; there are "
                        + String.join(", ", methods("bert")));
        assertThatThrownBy(() -> ScriptSource.listing("../nn/nothing", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("script must be a text of the library, got helpsteer/nn/../nn/nothing.py");
    }

    @Test
    void read_fileOfTheLibrary_isItsText() throws IOException {
        assertThat(Sources.read("helpsteer/run/Seed.java"))
                .isEqualTo(Files.readString(Path.of("lib/src/main/java/helpsteer/run/Seed.java")));
        for (String file : List.of("java/lang/String.java", "helpsteer/run", "helpsteer/run/Nothing.java")) {
            assertThatThrownBy(() -> Sources.read(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("type must be of this library, got " + file
                            + ", which is neither under lib/src/main/java nor under sources/ on the class path; run inside"
                            + " the repository");
        }
    }
}
