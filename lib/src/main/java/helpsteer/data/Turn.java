package helpsteer.data;

/** One speaker's text within a conversation; the text may be empty, as a few official rows are. */
public record Turn(Role role, String text) {
    public Turn {
        UnicodeText.checked("text of a turn", text);
    }
}
