package helpsteer.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.io.InvalidDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prompts in a file of JSON lines; each line's {@code prompt} is a text, in the official multi-turn form or of one turn. */
public final class PromptFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PromptFile() {}

    /**
     * Reads a file.
     *
     * @param system a system turn to put before each prompt, or none
     * @throws InvalidDataException where a line holds no prompt
     */
    public static List<Prompt> read(Path file, Optional<String> system) {
        List<Prompt> out = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                out.add(prompt(line, file.getFileName() + ":" + (out.size() + 1), system));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.getFileName() + ": " + e.getMessage(), e);
        }
        return out;
    }

    private static Prompt prompt(String line, String place, Optional<String> system) throws IOException {
        JsonNode json = line.isBlank() ? JSON.nullNode() : JSON.readTree(line);
        JsonNode text = json.path("prompt");
        if (!text.isTextual() || text.asText().isBlank()) {
            throw new InvalidDataException(
                    place + ": prompt must be a text, got " + (text.isMissingNode() ? "none" : text));
        }
        try {
            return with(system, Prompt.parse(text.asText()));
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(place + ": " + e.getMessage(), e);
        }
    }

    /** A prompt after a system turn. */
    public static Prompt with(Optional<String> system, Prompt prompt) {
        if (system.isEmpty()) {
            return prompt;
        }
        List<Turn> turns = new ArrayList<>(List.of(new Turn(Role.SYSTEM, system.get())));
        turns.addAll(prompt.turns());
        return new Prompt(turns);
    }
}
