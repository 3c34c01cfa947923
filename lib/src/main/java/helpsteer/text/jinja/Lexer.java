package helpsteer.text.jinja;

import helpsteer.text.jinja.value.JinjaException;
import helpsteer.text.jinja.value.Strings;
import helpsteer.text.jinja.value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template into tokens, white space treated as Jinja does with trim_blocks and lstrip_blocks. */
final class Lexer {
    /** What a token is. */
    enum Kind {
        DATA("text"),
        OPEN_VALUE("{{"),
        CLOSE_VALUE("}}"),
        OPEN_BLOCK("{%"),
        CLOSE_BLOCK("%}"),
        NAME("a name"),
        STRING("a literal"),
        INTEGER("an integer"),
        DECIMAL("a float"),
        OPERATOR("an operator"),
        END("the end of the template");

        /** How a message calls it. */
        final String shown;

        Kind(String shown) {
            this.shown = shown;
        }
    }

    /** A token and the line it begins in, from 1. */
    record Token(Kind kind, String text, int line) {}

    private static final Pattern RAW = Pattern.compile("(?U)\\{%[-+]?\\s*raw\\s*(-%}\\s*|%})");
    private static final Pattern END_RAW = Pattern.compile("(?U)\\{%([-+]?)\\s*endraw\\s*(\\+%}|-%}\\s*|%}\\n?)");
    private static final Pattern END_COMMENT = Pattern.compile("(?U)(\\+#}|-#}\\s*|#}\\n?)");
    private static final Pattern END_BLOCK = Pattern.compile("(?U)\\+%}|-%}\\s*|%}\\n?");
    private static final Pattern END_VALUE = Pattern.compile("(?U)-}}\\s*|}}");
    private static final Pattern SPACE = Pattern.compile("(?U)\\s+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?(?![A-Za-z0-9_])");
    private static final Pattern STRING = Pattern.compile(
            "'([^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+)'|\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"", Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}><=.:|,]");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private boolean lineStart = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
        while (lexer.at < lexer.source.length()) {
            lexer.data();
        }
        lexer.add(Kind.END, "");
        return lexer.tokens;
    }

    private void data() {
        int open = opening();
        String text = source.substring(at, open);
        if (open == source.length()) {
            data(text);
            move(open);
            return;
        }
        char kind = source.charAt(open + 1);
        char sign = open + 2 < source.length() ? source.charAt(open + 2) : ' ';
        data(stripped(text, sign, kind != '{'));
        move(open);
        Matcher raw = matcher(RAW);
        if (kind == '%' && raw.lookingAt()) {
            raw(raw);
            return;
        }
        move(open + (sign == '-' || sign == '+' ? 3 : 2));
        if (kind == '#') {
            Matcher end = find(END_COMMENT, "a comment must end with #}");
            advance(end.end());
        } else if (kind == '%') {
            code(Kind.OPEN_BLOCK, Kind.CLOSE_BLOCK, END_BLOCK);
        } else {
            code(Kind.OPEN_VALUE, Kind.CLOSE_VALUE, END_VALUE);
        }
    }

    private int opening() {
        for (int i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            if ("{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return source.length();
    }

    private String stripped(String text, char sign, boolean block) {
        if (sign == '-') {
            return Strings.strip(Text.of(text), null, false, true).toString();
        }
        int start = text.lastIndexOf('\n') + 1;
        boolean fromLineStart = start > 0 || lineStart;
        boolean blank = start < text.length() && text.substring(start).chars().allMatch(Strings::isSpace);
        return block && sign != '+' && fromLineStart && blank ? text.substring(0, start) : text;
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            add(Kind.DATA, text);
        }
    }

    private void raw(Matcher begin) {
        advance(begin.end());
        Matcher end = find(END_RAW, "raw must end with {% endraw %}");
        String sign = end.group(1);
        data(stripped(source.substring(at, end.start()), sign.isEmpty() ? ' ' : sign.charAt(0), true));
        advance(end.end());
    }

    private void code(Kind open, Kind close, Pattern end) {
        add(open, "");
        int depth = 0;
        while (true) {
            Matcher ending = matcher(end);
            if (depth == 0 && ending.lookingAt()) {
                add(close, "");
                advance(ending.end());
                return;
            }
            Matcher space = matcher(SPACE);
            if (space.lookingAt()) {
                move(space.end());
                continue;
            }
            Token token = token();
            if (token.kind() == Kind.OPERATOR) {
                depth += "([{".contains(token.text()) ? 1 : ")]}".contains(token.text()) ? -1 : 0;
            }
            tokens.add(token);
        }
    }

    private Token token() {
        if (at >= source.length()) {
            throw new JinjaException("a tag must be closed, got the end of the template").at(line);
        }
        int began = line;
        Matcher name = matcher(NAME);
        if (name.lookingAt()) {
            move(name.end());
            return new Token(Kind.NAME, name.group(), began);
        }
        Matcher number = matcher(NUMBER);
        if (number.lookingAt()) {
            if (number.group().length() > 18) {
                throw new JinjaException("a number must have at most 18 digits, got " + number.group()).at(line);
            }
            move(number.end());
            return new Token(number.group(1) == null ? Kind.INTEGER : Kind.DECIMAL, number.group(), began);
        }
        Matcher string = matcher(STRING);
        if (string.lookingAt()) {
            move(string.end());
            String inner = string.group(1) == null ? string.group(2) : string.group(1);
            try {
                return new Token(Kind.STRING, Strings.unescaped(inner), began);
            } catch (JinjaException e) {
                throw e.at(began);
            }
        }
        Matcher operator = matcher(OPERATOR);
        if (operator.lookingAt()) {
            move(operator.end());
            return new Token(Kind.OPERATOR, operator.group(), began);
        }
        throw new JinjaException(
                        "a tag must hold names, numbers, texts and operators, got \"" + source.charAt(at) + "\"")
                .at(line);
    }

    private Matcher matcher(Pattern pattern) {
        return pattern.matcher(source).region(at, source.length());
    }

    private Matcher find(Pattern pattern, String rule) {
        Matcher matcher = matcher(pattern);
        if (!matcher.find()) {
            throw new JinjaException(rule + ", got the end of the template").at(line);
        }
        return matcher;
    }

    private void add(Kind kind, String text) {
        tokens.add(new Token(kind, text, line));
    }

    /** Ends a tag: the next text begins a line where the tag took the line's end with it. */
    private void advance(int to) {
        move(to);
        lineStart = source.charAt(to - 1) == '\n';
    }

    private void move(int to) {
        for (int i = at; i < to; i++) {
            line += source.charAt(i) == '\n' ? 1 : 0;
        }
        at = to;
    }
}
