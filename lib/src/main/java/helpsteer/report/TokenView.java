package helpsteer.report;

import helpsteer.data.Role;
import helpsteer.text.EncodedChat;
import helpsteer.text.EncodedPair;
import helpsteer.text.Tokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * A text token by token, each coloured by who wrote it; some may be underlined, such as those that are trained.
 *
 * <p>The view shows the text, so it is for the project's own texts or for outputs that are cleared before saving.
 *
 * @param pieces the tokens in order
 * @param marked what the underline says, such as {@code "trained"}; empty where nothing is underlined
 */
public record TokenView(List<Piece> pieces, String marked) implements Shown {

    /** Who wrote a token. */
    public enum Writer {
        /** The template, or the tokenizer: whatever no speaker wrote. */
        TEMPLATE("template", "rgba(128,128,128,.25)"),
        SYSTEM("system", "rgba(184,134,11,.35)"),
        USER("user", "rgba(59,130,196,.35)"),
        ASSISTANT("assistant", "rgba(42,157,99,.35)");

        private final String title;
        private final String colour;

        Writer(String title, String colour) {
            this.title = title;
            this.colour = colour;
        }

        private static Writer of(Role role) {
            return switch (role) {
                case SYSTEM -> SYSTEM;
                case USER -> USER;
                case ASSISTANT -> ASSISTANT;
            };
        }
    }

    /**
     * One token.
     *
     * @param text as it is decoded alone; a part of a character becomes U+FFFD
     */
    public record Piece(String text, Writer writer, boolean isMarked) {}

    public TokenView {
        pieces = List.copyOf(pieces);
    }

    /** A conversation as a decoder reads it. */
    public static TokenView of(EncodedChat chat, Tokenizer tokenizer) {
        return of(chat, tokenizer, "", position -> false);
    }

    /**
     * A conversation with some tokens underlined.
     *
     * @param marked what the underline says
     * @param mask which tokens, such as {@code chat::isResponse}
     */
    public static TokenView of(EncodedChat chat, Tokenizer tokenizer, String marked, IntPredicate mask) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < chat.length(); i++) {
            Role role = chat.role(i);
            Writer writer = chat.isContent(i) && role != null ? Writer.of(role) : Writer.TEMPLATE;
            pieces.add(new Piece(tokenizer.decode(new int[] {chat.id(i)}), writer, mask.test(i)));
        }
        return new TokenView(pieces, marked);
    }

    /**
     * A prompt and a response as an encoder reads them.
     *
     * @param special tokens that no one wrote, such as {@code [CLS]} and {@code [SEP]}
     */
    public static TokenView of(EncodedPair encoded, Tokenizer tokenizer, List<String> special) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < encoded.length(); i++) {
            String text = tokenizer.decode(new int[] {encoded.id(i)});
            Writer writer =
                    special.contains(text) ? Writer.TEMPLATE : encoded.type(i) == 0 ? Writer.USER : Writer.ASSISTANT;
            pieces.add(new Piece(text, writer, false));
        }
        return new TokenView(pieces, "");
    }

    /** How many tokens each has written; who wrote none is absent. */
    public Map<Writer, Integer> counts() {
        Map<Writer, Integer> counts = new LinkedHashMap<>();
        for (Writer writer : Writer.values()) {
            int own = (int) pieces.stream().filter(p -> p.writer == writer).count();
            if (own > 0) {
                counts.put(writer, own);
            }
        }
        return counts;
    }

    @Override
    public Rendered rendered() {
        StringBuilder out = new StringBuilder();
        counts().forEach((writer, count) -> out.append(
                Html.element("span", style(writer) + ";padding:0 6px;margin-right:8px", writer.title + " " + count)));
        if (!marked.isEmpty()) {
            out.append(Html.element("span", "border-bottom:2px solid currentColor", marked));
        }
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            String line = piece.isMarked ? ";border-bottom:2px solid currentColor" : "";
            text.append(Html.element("span", style(piece.writer) + line, shown(piece.text)));
            if (piece.text.contains("\n")) {
                text.append("<br>");
            }
        }
        out.append("<div style=\"font-family:monospace;line-height:1.9;margin-top:6px\">")
                .append(text)
                .append("</div>");
        return Rendered.html(Html.block(out.toString()), toString());
    }

    private static String style(Writer writer) {
        return "background:" + writer.colour + ";border-right:1px solid " + Html.RULE + ";white-space:pre-wrap";
    }

    /** Line breaks become visible; spaces stay. */
    private static String shown(String text) {
        return text.replace("\n", "⏎");
    }

    /** Every run of one writer on a line, tokens divided by a bar, underlined ones in brackets. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            boolean same = i > 0 && pieces.get(i - 1).writer == piece.writer;
            out.append(same ? "|" : (i > 0 ? "\n" : "") + piece.writer.title + ": ");
            out.append(piece.isMarked ? "[" + shown(piece.text) + "]" : shown(piece.text));
        }
        return out.append(marked.isEmpty() ? "" : "\n[]: " + marked).toString();
    }
}
