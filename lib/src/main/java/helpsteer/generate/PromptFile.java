package helpsteer.generate;

import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prompts in a file; each row's {@code prompt} is a text, in the official multi-turn form or of one turn. */
public final class PromptFile {
    private PromptFile() {}

    /**
     * Reads a file in any form that {@link Rows#read} reads.
     *
     * @param system a system turn to put before each prompt, or none
     * @throws helpsteer.data.io.InvalidDataException where a row holds no prompt
     */
    public static List<Prompt> read(Path file, Optional<String> system) {
        return Rows.read(file, Strictness.STRICT, PromptFile::prompt).rows().stream()
                .map(prompt -> with(system, prompt))
                .toList();
    }

    private static Prompt prompt(Row row) {
        String text = row.text("prompt");
        if (text.isBlank()) {
            throw new IllegalArgumentException("prompt must not be blank, got \"" + Row.excerpt(text) + "\"");
        }
        return Prompt.parse(text);
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
