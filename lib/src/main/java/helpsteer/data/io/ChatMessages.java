package helpsteer.data.io;

import helpsteer.data.Role;
import helpsteer.data.Turn;
import java.util.ArrayList;
import java.util.List;

/** The form {@code [{"role": "user", "content": "..."}, ...]} that many files write conversations in. */
public final class ChatMessages {
    private static final List<String> FIELDS = List.of("role", "content");

    private ChatMessages() {}

    public static List<Turn> turns(List<Row> messages) {
        List<Turn> turns = new ArrayList<>();
        for (Row message : messages) {
            message.only(FIELDS);
            turns.add(new Turn(role(message.text("role")), message.text("content")));
        }
        return turns;
    }

    /** The turns of a field's messages, the last of them the assistant's. */
    public static List<Turn> answered(Row row, String field) {
        List<Turn> turns = turns(row.objects(field));
        if (turns.isEmpty() || turns.get(turns.size() - 1).role() != Role.ASSISTANT) {
            throw new IllegalArgumentException(field + " must end with a turn of the assistant, got "
                    + (turns.isEmpty() ? "no turn" : turns.get(turns.size() - 1).role()));
        }
        return turns;
    }

    public static Role role(String name) {
        return switch (name) {
            case "system" -> Role.SYSTEM;
            case "user", "prompter" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default ->
                throw new IllegalArgumentException("role must be system, user or assistant, got \"" + name + "\"");
        };
    }
}
