package helpsteer.text.jinja.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Python's methods of str, each keeping the marks of what it moves. */
public final class Strings {
    private Strings() {}

    /** The method of a text, or null where there is none of that name here. */
    static @Nullable Callable method(Text text, String name) {
        return switch (name) {
            case "strip" -> args -> strip(text, args.most(1).find(0, "chars"), true, true);
            case "lstrip" -> args -> strip(text, args.most(1).find(0, "chars"), true, false);
            case "rstrip" -> args -> strip(text, args.most(1).find(0, "chars"), false, true);
            case "split" -> args -> split(text, args.most(2, "sep", "maxsplit"));
            case "rsplit" -> args -> rsplit(text, args.most(2, "sep", "maxsplit"));
            case "splitlines" -> args -> lines(text, args.most(0));
            case "startswith" -> args -> any(args.most(1), p -> text.toString().startsWith(p));
            case "endswith" -> args -> any(args.most(1), p -> text.toString().endsWith(p));
            case "replace" -> args -> replace(text, args.most(3, "count"));
            case "join" -> args -> join(Values.items(args.most(1).get(0, "iterable"), "join"), text, false);
            case "upper" -> args -> mapped(text, s -> s.toUpperCase(Locale.ROOT));
            case "lower" -> args -> mapped(text, s -> s.toLowerCase(Locale.ROOT));
            case "title" -> args -> title(text, false);
            case "capitalize" -> args -> capitalize(text);
            case "find" -> args -> find(text, args.most(1).text(0, "sub"));
            case "count" ->
                args -> (long) split(text, args.most(1).text(0, "sub"), Long.MAX_VALUE)
                                .size()
                        - 1;
            default -> null;
        };
    }

    /** What Python's str.isspace holds for white space. */
    public static boolean isSpace(int c) {
        return (c >= 0x09 && c <= 0x0d)
                || (c >= 0x1c && c <= 0x20)
                || c == 0x85
                || c == 0xa0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200a)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202f
                || c == 0x205f
                || c == 0x3000;
    }

    public static Text strip(Text text, @Nullable Object set, boolean left, boolean right) {
        if (set != null && set != None.NONE && !(set instanceof Text)) {
            throw new JinjaException("strip must get a text, got " + Values.type(set));
        }
        String chars = text.toString();
        int from = 0;
        int to = chars.length();
        while (left && from < to && stripped(chars.codePointAt(from), set)) {
            from += Character.charCount(chars.codePointAt(from));
        }
        while (right && to > from && stripped(chars.codePointBefore(to), set)) {
            to -= Character.charCount(chars.codePointBefore(to));
        }
        return text.sub(from, to);
    }

    private static boolean stripped(int c, @Nullable Object set) {
        return set instanceof Text text ? text.toString().indexOf(c) >= 0 : isSpace(c);
    }

    private static List<Object> split(Text text, Args args) {
        Object separator = args.find(0, "sep");
        long most = args.integer(1, "maxsplit", -1);
        long limit = most < 0 ? Long.MAX_VALUE : most;
        return separator == null || separator == None.NONE
                ? words(text, limit)
                : split(text, args.text(0, "sep"), limit);
    }

    static List<Object> split(Text text, Text separator, long limit) {
        if (separator.isEmpty()) {
            throw new JinjaException("split must get a separator, got an empty text");
        }
        List<Object> out = new ArrayList<>();
        int from = 0;
        for (int at = text.toString().indexOf(separator.toString());
                at >= 0 && out.size() < limit;
                at = text.toString().indexOf(separator.toString(), from)) {
            out.add(text.sub(from, at));
            from = at + separator.length();
        }
        out.add(text.sub(from, text.length()));
        return out;
    }

    private static List<Object> words(Text text, long limit) {
        List<Object> out = new ArrayList<>();
        Text rest = strip(text, null, true, false);
        while (!rest.isEmpty()) {
            int end = 0;
            while (end < rest.length() && !isSpace(rest.toString().charAt(end))) {
                end++;
            }
            if (out.size() == limit) {
                end = rest.length();
            }
            out.add(rest.sub(0, end));
            rest = strip(rest.sub(end, rest.length()), null, true, false);
        }
        return out;
    }

    private static List<Object> rsplit(Text text, Args args) {
        String separator = args.text(0, "sep").toString();
        long limit = args.integer(1, "maxsplit", -1);
        if (separator.isEmpty()) {
            throw new JinjaException("rsplit must get a separator, got an empty text");
        }
        List<Object> out = new ArrayList<>();
        int to = text.length();
        while (limit < 0 || out.size() < limit) {
            int at = to < separator.length() ? -1 : text.toString().lastIndexOf(separator, to - separator.length());
            if (at < 0) {
                break;
            }
            out.add(0, text.sub(at + separator.length(), to));
            to = at;
        }
        out.add(0, text.sub(0, to));
        return out;
    }

    private static List<Object> lines(Text text, Args args) {
        List<Object> out = split(text, Text.of("\n"), Long.MAX_VALUE);
        if (text.toString()
                .chars()
                .anyMatch(c -> c != '\n' && "\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029".indexOf(c) >= 0)) {
            throw new JinjaException(args.callee() + " must get lines ended by \\n alone, got another line end");
        }
        if (((Text) out.get(out.size() - 1)).isEmpty()) {
            out.remove(out.size() - 1);
        }
        return out;
    }

    private static Object any(Args args, Predicate<String> holds) {
        Object given = args.get(0, "prefix");
        List<?> choices = given instanceof List<?> list ? list : List.of(args.text(0, "prefix"));
        return choices.stream().anyMatch(c -> holds.test(c.toString()));
    }

    static Text replace(Text text, Args args) {
        Text old = args.text(0, "old");
        long count = args.integer(2, "count", -1);
        Text with = args.text(1, "new");
        long limit = count < 0 ? Long.MAX_VALUE : count;
        if (old.isEmpty()) {
            throw new JinjaException("replace must get a text to be replaced, got an empty one");
        }
        return join(split(text, old, limit), with, false);
    }

    static Text join(List<Object> parts, Text between, boolean print) {
        Text.Builder out = new Text.Builder();
        for (int i = 0; i < parts.size(); i++) {
            if (!print && !(parts.get(i) instanceof Text)) {
                throw new JinjaException("join must get texts, got " + Values.type(parts.get(i)));
            }
            out.add(i == 0 ? Text.EMPTY : between).add(Values.str(parts.get(i)));
        }
        return out.text();
    }

    private static Object find(Text text, Text part) {
        int at = text.toString().indexOf(part.toString());
        return at < 0 ? -1L : (long) text.toString().codePointCount(0, at);
    }

    /** Maps a text; where the length stays, so do the marks, else code point by code point. */
    static Text mapped(Text text, UnaryOperator<String> mapping) {
        String whole = mapping.apply(text.toString());
        boolean sameLength = whole.length() == text.length();
        Text.Builder out = new Text.Builder();
        String chars = text.toString();
        for (int i = 0; i < chars.length(); i++) {
            boolean pair = i + 1 < chars.length() && Character.isSurrogatePair(chars.charAt(i), chars.charAt(i + 1));
            int next = pair ? i + 2 : i + 1;
            out.addLike(sameLength ? whole.substring(i, next) : mapping.apply(chars.substring(i, next)), text, i);
            i = next - 1;
        }
        return out.text();
    }

    static Text capitalize(Text text) {
        int first = text.isEmpty() ? 0 : Character.charCount(text.toString().codePointAt(0));
        return mapped(text.sub(0, first), Strings::titled)
                .plus(mapped(text.sub(first, text.length()), s -> s.toLowerCase(Locale.ROOT)));
    }

    /** Python's str.title, by which a word ends with its letters, or Jinja's, by which it ends where a break stands. */
    static Text title(Text text, boolean byBreaks) {
        String chars = text.toString();
        Text.Builder out = new Text.Builder();
        boolean within = false;
        for (int i = 0, next; i < chars.length(); i = next) {
            int c = chars.codePointAt(i);
            next = i + Character.charCount(c);
            String one = Character.toString(c);
            String first = byBreaks ? one.toUpperCase(Locale.ROOT) : titled(one);
            out.addLike(within ? one.toLowerCase(Locale.ROOT) : first, text, i);
            within = byBreaks
                    ? !isSpace(c) && "-({[<".indexOf(c) < 0
                    : Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
        }
        return out.text();
    }

    private static String titled(String one) {
        String upper = one.toUpperCase(Locale.ROOT);
        return upper.codePointCount(0, upper.length()) < 2
                ? one.isEmpty() ? one : Character.toString(Character.toTitleCase(one.codePointAt(0)))
                : upper.charAt(0) + upper.substring(1).toLowerCase(Locale.ROOT);
    }

    static List<Object> characters(Text text) {
        List<Object> out = new ArrayList<>();
        for (int i = 0; i < text.length(); ) {
            int next = text.toString().offsetByCodePoints(i, 1);
            out.add(text.sub(i, next));
            i = next;
        }
        return out;
    }

    /** Python's order of texts: by code points. */
    static int compare(String a, String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }

    static void repr(Text text, Text.Builder out) {
        String chars = text.toString();
        String quote = chars.contains("'") && !chars.contains("\"") ? "\"" : "'";
        out.add(quote);
        for (int i = 0; i < chars.length(); i++) {
            char c = chars.charAt(i);
            String shown =
                    switch (c) {
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\t' -> "\\t";
                        case '\\' -> "\\\\";
                        default ->
                            c < 0x20 || (c >= 0x7f && c <= 0xa0)
                                    ? String.format("\\x%02x", (int) c)
                                    : quote.equals(String.valueOf(c)) ? "\\" + c : String.valueOf(c);
                    };
            out.addLike(shown, text, i);
        }
        out.add(quote);
    }

    /** A literal's text, its escapes read as Python reads them. */
    public static String unescaped(String literal) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char code = literal.charAt(++i);
            int digits = code == 'x' ? 2 : code == 'u' ? 4 : code == 'U' ? 8 : 0;
            if (digits > 0) {
                out.appendCodePoint(hex(literal, i + 1, digits));
                i += digits;
            } else {
                int plain = "ntr\\'\"bfav0\n".indexOf(code);
                out.append(
                        plain < 0
                                ? "\\" + code
                                : plain == 11 ? "" : "" + "\n\t\r\\'\"\b\f\u0007\u000b\0".charAt(plain));
            }
        }
        return out.toString();
    }

    private static int hex(String literal, int from, int digits) {
        String number = literal.substring(from, Math.min(literal.length(), from + digits));
        if (!number.matches("[0-9a-fA-F]{" + digits + "}") || Long.parseLong(number, 16) > Character.MAX_CODE_POINT) {
            throw new JinjaException("an escape must have " + digits + " hexadecimal digits, got \"" + number + "\"");
        }
        return Integer.parseInt(number, 16);
    }
}
