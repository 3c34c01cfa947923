package helpsteer.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What came before a response: turns in order, the last of them the user's.
 *
 * <p>After an optional system turn, user and assistant alternate, beginning with the user.
 */
public record Prompt(List<Turn> turns) {
    /** Divides the turns of a multi-turn prompt in the official files (dataset card of HelpSteer2). */
    public static final String TURN_START = "<extra_id_1>";

    private static final String ASSISTANT_MARK = "\n" + TURN_START + "Assistant\n";
    private static final String USER_MARK = "\n" + TURN_START + "User\n";

    public Prompt {
        turns = List.copyOf(turns);
        int start = !turns.isEmpty() && turns.get(0).role() == Role.SYSTEM ? 1 : 0;
        for (int i = start; i < turns.size(); i++) {
            Role due = (i - start) % 2 == 0 ? Role.USER : Role.ASSISTANT;
            if (turns.get(i).role() != due) {
                throw new IllegalArgumentException("turn " + i + " must be " + due + ", got "
                        + turns.get(i).role());
            }
        }
        if ((turns.size() - start) % 2 != 1) {
            throw new IllegalArgumentException(
                    "a prompt must end with a user turn, got " + (turns.size() - start) + " turns");
        }
    }

    /** A prompt of one user turn, taken as it is, markers included. */
    public static Prompt ofUser(String text) {
        return new Prompt(List.of(new Turn(Role.USER, text)));
    }

    /**
     * Splits the official form {@code user\n<extra_id_1>Assistant\nassistant\n<extra_id_1>User\nuser} into turns.
     *
     * @throws IllegalArgumentException where a marker is not followed by the speaker that is due
     */
    public static Prompt parse(String markup) {
        List<Turn> turns = new ArrayList<>();
        int from = 0;
        for (Role role = Role.USER; ; role = role == Role.USER ? Role.ASSISTANT : Role.USER) {
            String mark = role == Role.USER ? ASSISTANT_MARK : USER_MARK;
            int at = markup.indexOf("\n" + TURN_START, from);
            if (at < 0) {
                turns.add(new Turn(role, checked(markup.substring(from))));
                return new Prompt(turns);
            }
            if (!markup.startsWith(mark, at)) {
                throw new IllegalArgumentException("turn " + (turns.size() + 1) + " must begin with \"" + mark.strip()
                        + "\", got \"" + excerpt(markup, at + 1) + "\"");
            }
            turns.add(new Turn(role, checked(markup.substring(from, at))));
            from = at + mark.length();
        }
    }

    private static String checked(String text) {
        int at = text.indexOf(TURN_START);
        if (at >= 0) {
            throw new IllegalArgumentException(
                    "a turn must not hold " + TURN_START + " within a line, got \"" + excerpt(text, at) + "\"");
        }
        return text;
    }

    private static String excerpt(String text, int from) {
        return text.substring(from, Math.min(text.length(), from + 30)).replace("\n", "\\n");
    }

    /** The official form again; {@code parse(p.markup())} equals {@code p} where there is no system turn. */
    public String markup() {
        StringBuilder out = new StringBuilder();
        for (Turn turn : turns) {
            if (turn.role() == Role.SYSTEM) {
                continue;
            }
            if (!out.isEmpty() || turn.role() == Role.ASSISTANT) {
                out.append(turn.role() == Role.USER ? USER_MARK : ASSISTANT_MARK);
            }
            out.append(turn.text());
        }
        return out.toString();
    }

    /** The prompt up to its first user turn, which prompts of one conversation share. */
    public Prompt beginning() {
        return new Prompt(turns.subList(0, turns.get(0).role() == Role.SYSTEM ? 2 : 1));
    }

    /** The number of each prompt, counted from 0 in the order in which they first appear; equal prompts have one number. */
    public static int[] numbers(List<Prompt> prompts) {
        Map<Prompt, Integer> known = new HashMap<>();
        return prompts.stream()
                .mapToInt(prompt -> known.computeIfAbsent(prompt, p -> known.size()))
                .toArray();
    }

    /** Number of user turns, at least 1. */
    public int userTurns() {
        return (int) turns.stream().filter(t -> t.role() == Role.USER).count();
    }
}
