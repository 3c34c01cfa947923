package helpsteer.text;

import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Conversations in a decoder's form: one template, one tokenizer, one BOS.
 *
 * <p>The whole text is given to the tokenizer at once and each token's turn is read off its place in the text. What the
 * turns' authors wrote never becomes a control token: where it holds the text of one, it is counted, named, and encoded
 * as a text like any other. What does not fit is cut from the prompt's left first, at the start of a user's turn where
 * one fits; only where the prompt is down to a quarter of the room is the response cut at its right, and counted.
 */
public final class ChatEncoding implements AutoCloseable {
    /** Raised whenever the same conversation would get other token ids, so that nothing cached before is used again. */
    public static final int VERSION = 1;

    private final ChatFormat format;
    private final EscapedText markedText;
    private final int maxTokens;
    private final OptionalInt bos;
    private final boolean asksForBos;

    /**
     * Uses a decoder's tokenizer, which stays its owner's to close.
     *
     * @param config what lies beside the tokenizer
     * @param maxTokens longest result, at least 16
     */
    public ChatEncoding(Tokenizer tokenizer, TokenizerConfig config, ChatFormat format, int maxTokens) {
        if (maxTokens < 16) {
            throw new IllegalArgumentException("maxTokens must be at least 16, got " + maxTokens);
        }
        this.format = format;
        this.maxTokens = maxTokens;
        OptionalInt leading = tokenizer.leadingToken();
        String named = config.bosToken();
        bos = leading.isPresent() || named == null ? leading : OptionalInt.of(tokenizer.idOf(named));
        asksForBos = leading.isPresent() || config.addBos();
        if (asksForBos && bos.isEmpty()) {
            throw new IllegalArgumentException("bos_token must be given where add_bos_token is true, got none");
        }
        markedText = new EscapedText(tokenizer, format.markers());
    }

    private ChatEncoding(ChatEncoding other, ChatFormat format) {
        this.format = format;
        maxTokens = other.maxTokens;
        bos = other.bos;
        asksForBos = other.asksForBos;
        markedText = other.markedText;
    }

    /**
     * The same in another form with the same markers, such as one that asks for other ratings; it holds nothing of its own
     * and ends with this one.
     */
    public ChatEncoding with(ChatFormat other) {
        if (!other.markers().equals(format.markers())) {
            throw new IllegalArgumentException("format must have the markers " + format.markers() + ", got "
                    + other.markers() + "; make another encoding for it");
        }
        return new ChatEncoding(this, other);
    }

    public int maxTokens() {
        return maxTokens;
    }

    /** Encodes a prompt and one response to it. */
    public EncodedChat encode(PromptResponse exchange) {
        List<Turn> turns = new ArrayList<>(exchange.prompt().turns());
        turns.add(new Turn(Role.ASSISTANT, exchange.response()));
        return encode(turns);
    }

    /** Encodes a whole conversation, whoever speaks last. */
    public EncodedChat encode(List<Turn> turns) {
        RenderedChat chat = format.render(turns, false);
        return cut(withBos(markedText.encode(chat, chat.answers(generationPrompt(turns)))));
    }

    /** Encodes a prompt up to where the assistant's answer begins. */
    public EncodedChat encodePrompt(Prompt prompt) {
        RenderedChat chat = format.render(prompt.turns(), true);
        return cut(withBos(markedText.encode(chat, new BitSet())));
    }

    /** Encodes many exchanges, on all cores; the order is kept. */
    public List<EncodedChat> encodeAll(List<PromptResponse> exchanges) {
        EncodedChat[] out = new EncodedChat[exchanges.size()];
        IntStream.range(0, out.length).parallel().forEach(i -> out[i] = encode(exchanges.get(i)));
        return List.of(out);
    }

    /**
     * Whether the text of an exchange goes on exactly where its prompt's text for generation ends, so that a policy
     * trained on the one is sampled from the same place.
     */
    public boolean continuesPrompt(PromptResponse exchange) {
        List<Turn> turns = new ArrayList<>(exchange.prompt().turns());
        String prompt = format.render(turns, true).text();
        turns.add(new Turn(Role.ASSISTANT, exchange.response()));
        return format.render(turns, false).text().startsWith(prompt);
    }

    /** What the template adds after the turns before the last answer, so that the assistant goes on. */
    private String generationPrompt(List<Turn> turns) {
        int last = turns.size() - 1;
        while (last >= 0 && turns.get(last).role() != Role.ASSISTANT) {
            last--;
        }
        if (last < 1) {
            return "";
        }
        String with = format.render(turns.subList(0, last), true).text();
        String without = format.render(turns.subList(0, last), false).text();
        return with.startsWith(without) ? with.substring(without.length()) : "";
    }

    private EncodedChat withBos(EncodedChat chat) {
        if (bos.isEmpty()) {
            return chat;
        }
        int id = bos.getAsInt();
        boolean first = chat.length() > 0 && chat.id(0) == id;
        if (first && chat.length() > 1 && chat.id(1) == id) {
            throw new IllegalArgumentException(
                    "ids must begin with one BOS, got two; leave bos_token out of the template");
        }
        return first || !asksForBos ? chat : chat.after(id);
    }

    private EncodedChat cut(EncodedChat chat) {
        int length = chat.length();
        if (length <= maxTokens) {
            return chat;
        }
        int start = bos.isPresent() && chat.id(0) == bos.getAsInt() ? 1 : 0;
        int from = chat.responseFrom();
        int to = length;
        while (to > from && !chat.isResponse(to - 1)) {
            to--;
        }
        int room = Math.max(0, maxTokens - start - (length - to));
        int prompt = Math.min(from - start, Math.max(room - (to - from), from == length ? room : room / 4));
        int kept = userTurnFrom(chat, from - prompt, from);
        int response = Math.min(to - from, room - (from - kept));
        IntStream prompted = IntStream.concat(IntStream.range(0, start), IntStream.range(kept, from + response));
        int[] positions =
                IntStream.concat(prompted, IntStream.range(to, length)).toArray();
        return chat.only(positions, kept - start, to - from - response);
    }

    /** The first start of a user's turn from a position on, or the position itself where none is left. */
    private static int userTurnFrom(EncodedChat chat, int position, int end) {
        for (int i = Math.max(position, 1); i < end; i++) {
            if (chat.role(i) == Role.USER && chat.turn(i) != chat.turn(i - 1)) {
                return i;
            }
        }
        return position;
    }

    @Override
    public void close() {
        markedText.close();
    }
}
