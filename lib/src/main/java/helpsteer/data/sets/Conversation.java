package helpsteer.data.sets;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation to learn answering from: Daring-Anteater's form ({@code conversations} of {@code from} and {@code value},
 * with {@code system}, {@code mask} and {@code dataset}), ShareGPT's (the same list alone) or a list of {@code messages} of
 * {@code role} and {@code content}.
 *
 * @param turns an optional system turn, then users and assistants alternating, the last an assistant's
 * @param ratings of answers by the position of their turn; NeMo-Aligner's files have them as {@code label}
 * @param source what the row says of where it comes from, or nothing
 */
public record Conversation(List<Turn> turns, Map<Integer, Ratings> ratings, String source) {
    private static final List<String> LISTS = List.of("conversations", "messages");
    private static final List<String> SYSTEM_ROLES = List.of("system");
    private static final List<String> USER_ROLES = List.of("user", "human", "prompter");
    private static final List<String> ASSISTANT_ROLES = List.of("assistant", "gpt", "chatgpt", "model");
    private static final Pattern LABEL = Pattern.compile("(\\w+):(\\d+)");

    public Conversation {
        turns = List.copyOf(turns);
        ratings = Map.copyOf(ratings);
        if (turns.isEmpty() || turns.get(turns.size() - 1).role() != Role.ASSISTANT) {
            throw new IllegalArgumentException("a conversation must end with an assistant turn, got "
                    + (turns.isEmpty() ? "no turn" : turns.get(turns.size() - 1).role()));
        }
        Prompt before = new Prompt(turns.subList(0, turns.size() - 1)); // which refuses any other order
        for (int turn : ratings.keySet()) {
            if (turn < 0 || turn > before.turns().size() || turns.get(turn).role() != Role.ASSISTANT) {
                throw new IllegalArgumentException("ratings must be of assistant turns, got turn " + turn);
            }
        }
    }

    /** The rows of a file of any of the three forms; JSON lines, a JSON array or Parquet. */
    public static ReadResult<Conversation> read(Path file, Strictness reading) {
        return Rows.read(file, reading, Conversation::parse);
    }

    /** The conversation that a rated row holds. */
    public static Conversation of(RatedResponse sample) {
        List<Turn> turns = new ArrayList<>(sample.prompt().turns());
        turns.add(new Turn(Role.ASSISTANT, sample.response()));
        return new Conversation(turns, Map.of(turns.size() - 1, sample.ratings()), "HelpSteer2");
    }

    private static Conversation parse(Row row) {
        String list = LISTS.stream()
                .filter(row::has)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "row must hold one of " + LISTS + ", got fields " + String.join(", ", row.names())));
        boolean messages = list.equals("messages");
        List<Turn> turns = new ArrayList<>();
        Map<Integer, Ratings> ratings = new HashMap<>();
        String system = row.textOrEmpty("system");
        if (!system.isBlank()) {
            turns.add(new Turn(Role.SYSTEM, system));
        }
        for (Row turn : row.objects(list)) {
            Role role = role(turn.text(messages ? "role" : "from"));
            if (turn.has("label") && role == Role.ASSISTANT) {
                ratings.put(turns.size(), ratings(turn.text("label")));
            }
            turns.add(new Turn(role, checked(turn.text(messages ? "content" : "value"), turns.size())));
        }
        if (row.has("mask") && role(row.text("mask")) != Role.USER) {
            throw new IllegalArgumentException(
                    "mask must be User, got " + row.text("mask") + "; only the assistant's turns can be learned here");
        }
        return new Conversation(turns, ratings, row.textOrEmpty("dataset"));
    }

    private static String checked(String text, int turn) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("turn " + turn + " must hold text, got none");
        }
        return text;
    }

    private static Role role(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (SYSTEM_ROLES.contains(lower)) {
            return Role.SYSTEM;
        }
        if (USER_ROLES.contains(lower)) {
            return Role.USER;
        }
        if (ASSISTANT_ROLES.contains(lower)) {
            return Role.ASSISTANT;
        }
        throw new IllegalArgumentException("speaker must be one of " + SYSTEM_ROLES + ", " + USER_ROLES + " and "
                + ASSISTANT_ROLES + ", got \"" + Row.excerpt(name) + "\"");
    }

    /**
     * Ratings in the form {@code helpfulness:4,correctness:4,coherence:4,complexity:2,verbosity:2}, in any order.
     *
     * @throws IllegalArgumentException where one of the five is missing, comes twice or is out of 0..4
     */
    public static Ratings ratings(String label) {
        Map<String, Integer> found = new HashMap<>();
        for (String part : label.split(",", -1)) {
            Matcher matcher = LABEL.matcher(part.strip());
            if (!matcher.matches() || matcher.group(2).length() > 3 || found.containsKey(matcher.group(1))) {
                throw label(label);
            }
            found.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
        }
        for (Attribute a : Attribute.values()) {
            if (!found.containsKey(a.key())) {
                throw label(label);
            }
        }
        return Ratings.of(a -> found.getOrDefault(a.key(), -1));
    }

    private static IllegalArgumentException label(String label) {
        return new IllegalArgumentException("label must rate each of "
                + Arrays.stream(Attribute.values()).map(Attribute::key).toList() + " once, got \"" + Row.excerpt(label)
                + "\"");
    }

    /** The answers with what stands before each, as rows: one an assistant turn. */
    public List<Answer> answers() {
        List<Answer> out = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            if (turns.get(i).role() == Role.ASSISTANT) {
                out.add(new Answer(new Prompt(turns.subList(0, i)), turns.get(i).text(), i));
            }
        }
        return out;
    }

    /**
     * One answer within a conversation.
     *
     * @param turn its position there
     */
    public record Answer(Prompt prompt, String response, int turn) {}

    /** The same with other ratings. */
    public Conversation withRatings(Map<Integer, Ratings> other) {
        return new Conversation(turns, other, source);
    }
}
