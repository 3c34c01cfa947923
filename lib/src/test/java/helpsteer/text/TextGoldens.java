package helpsteer.text;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.Goldens;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** What transformers and jinja2 make of our conversations; make_goldens.py beside the files says how. */
public final class TextGoldens {
    private static final Path FOLDER = Path.of("lib/src/test/resources/golden/text");

    private TextGoldens() {}

    public static Path file(String name) {
        return FOLDER.resolve(name);
    }

    public static JsonNode json(String name) {
        return Goldens.json(file(name));
    }

    public static String template(String name) {
        try {
            return Files.readString(file("templates/" + name + ".jinja"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TokenizerConfig config(String template) {
        return new TokenizerConfig("<s>", "</s>", "<pad>", null, false, template(template));
    }

    static List<Turn> turns(JsonNode messages) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : messages) {
            turns.add(new Turn(
                    Role.valueOf(message.get("role").asText().toUpperCase(Locale.ROOT)),
                    message.get("content").asText()));
        }
        return turns;
    }

    static int[] integers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
