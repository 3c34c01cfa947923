package helpsteer.text;

import helpsteer.data.Turn;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Tokens of a rendered conversation, in which only the template's own markers become special tokens.
 *
 * <p>Without a marker in a turn's own text the whole text is encoded at once. With one, the text is divided at the
 * template's special tokens, as the tokenizer itself would, and what lies between is encoded by a tokenizer to which
 * no text is special.
 */
final class EscapedText implements AutoCloseable {
    private final Tokenizer tokenizer;
    private final Tokenizer plain;
    private final Map<String, Integer> special;
    private final List<String> watched;
    private final boolean divisible;

    EscapedText(Tokenizer tokenizer, List<String> markers) {
        this.tokenizer = tokenizer;
        special = tokenizer.specialTokens();
        plain = tokenizer.withoutSpecialTokens();
        watched = new ArrayList<>(special.keySet());
        markers.stream().filter(m -> !special.containsKey(m)).forEach(watched::add);
        divisible = special.keySet().stream().allMatch(this::dividesCleanly);
    }

    /** Whether a special token leaves its neighbours as they are alone; one that takes white space along does not. */
    private boolean dividesCleanly(String token) {
        String text = "a " + token + " b";
        List<Integer> pieces = new ArrayList<>();
        for (int id : plain.ids("a ")) {
            pieces.add(id);
        }
        pieces.add(special.getOrDefault(token, -1));
        for (int id : plain.ids(" b")) {
            pieces.add(id);
        }
        int[] whole = tokenizer.ids(text);
        boolean same = whole.length == pieces.size();
        for (int i = 0; same && i < whole.length; i++) {
            same = whole[i] == pieces.get(i);
        }
        return same;
    }

    EncodedChat encode(RenderedChat chat, BitSet answers) {
        Map<String, Integer> found = markers(chat);
        boolean control = found.keySet().stream().anyMatch(special::containsKey);
        if (control && !divisible) {
            throw new IllegalArgumentException("a turn must hold no control token of this tokenizer, got "
                    + String.join(", ", new TreeSet<>(found.keySet()))
                    + "; leave such rows out");
        }
        Tokens tokens = new Tokens(chat, answers);
        if (control) {
            divided(chat, tokens);
        } else {
            tokens.add(tokenizer.locate(chat.text()), 0);
        }
        return tokens.encoded(found);
    }

    /** Watched texts of which at least one char is a turn's own, by how often; of overlapping ones the longest counts. */
    private Map<String, Integer> markers(RenderedChat chat) {
        Map<String, Integer> found = new LinkedHashMap<>();
        for (int at = 0; at < chat.text().length(); ) {
            String marker = longestAt(chat.text(), at, watched);
            if (!marker.isEmpty() && holdsContent(chat, at, at + marker.length())) {
                found.merge(marker, 1, Integer::sum);
            }
            at += Math.max(1, marker.length());
        }
        return found;
    }

    private static String longestAt(String text, int at, List<String> choices) {
        String longest = "";
        char first = text.charAt(at);
        for (String choice : choices) {
            if (choice.charAt(0) == first && choice.length() > longest.length() && text.startsWith(choice, at)) {
                longest = choice;
            }
        }
        return longest;
    }

    private static boolean holdsContent(RenderedChat chat, int from, int to) {
        for (int i = from; i < to; i++) {
            if (chat.isContent(i)) {
                return true;
            }
        }
        return false;
    }

    private void divided(RenderedChat chat, Tokens tokens) {
        String text = chat.text();
        List<String> all = List.copyOf(special.keySet());
        int from = 0;
        for (int at = 0; at < text.length(); ) {
            String token = longestAt(text, at, all);
            if (token.isEmpty() || holdsContent(chat, at, at + token.length())) {
                at++;
                continue;
            }
            tokens.add(plain.locate(text.substring(from, at)), from);
            int[] id = {special.getOrDefault(token, -1)};
            tokens.add(new TokenOffsets(id, new int[] {0}, new int[] {token.length()}), at);
            at += token.length();
            from = at;
        }
        tokens.add(plain.locate(text.substring(from)), from);
    }

    /** Tokens as they are found, each with what its chars say of it. */
    private static final class Tokens {
        private final RenderedChat chat;
        private final BitSet answerChars;
        private final List<Integer> ids = new ArrayList<>();
        private final List<Integer> turns = new ArrayList<>();
        private final BitSet content = new BitSet();
        private final BitSet answers = new BitSet();

        Tokens(RenderedChat chat, BitSet answerChars) {
            this.chat = chat;
            this.answerChars = answerChars;
        }

        /** Adds tokens; one that holds an answer's char counts as the answer's, as in transformers. */
        void add(TokenOffsets located, int offset) {
            for (int i = 0; i < located.length(); i++) {
                int from = located.from(i) + offset;
                int to = located.to(i) + offset;
                int answer = answerChars.nextSetBit(from);
                boolean answered = answer >= 0 && answer < to;
                content.set(ids.size(), holdsContent(chat, from, to));
                answers.set(ids.size(), answered);
                turns.add(from < to ? chat.turn(answered ? answer : from) : -1);
                ids.add(located.id(i));
            }
        }

        EncodedChat encoded(Map<String, Integer> markers) {
            TokenRoles speakers = new TokenRoles(
                    turns.stream().mapToInt(Integer::intValue).toArray(),
                    chat.turns().stream().map(Turn::role).toList(),
                    content,
                    answers);
            return new EncodedChat(ids.stream().mapToInt(Integer::intValue).toArray(), speakers, markers);
        }
    }

    @Override
    public void close() {
        plain.close();
    }
}
