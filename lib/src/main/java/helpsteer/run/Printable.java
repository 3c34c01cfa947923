package helpsteer.run;

/** Text from files and models, without what would command a terminal that shows it. */
public final class Printable {
    private Printable() {}

    /** The text without control characters other than tab and line end: no escape sequence, bell or cursor move is left. */
    public static String of(String text) {
        if (text.chars().noneMatch(Printable::commands)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.chars().filter(c -> !commands(c)).forEach(c -> out.append((char) c));
        return out.toString();
    }

    /** The same on one line: line ends and tabs become spaces. */
    public static String line(String text) {
        return of(text).replace('\n', ' ').replace('\t', ' ');
    }

    private static boolean commands(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t';
    }
}
