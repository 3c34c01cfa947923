package helpsteer.text.jinja;

import helpsteer.text.jinja.Lexer.Kind;
import helpsteer.text.jinja.Lexer.Token;
import helpsteer.text.jinja.value.JinjaException;
import java.util.List;

/** The tokens that are still to be read. */
final class Tokens {
    private final List<Token> all;
    private int at;

    Tokens(List<Token> all) {
        this.all = all;
    }

    Token peek() {
        return all.get(at);
    }

    private Token ahead() {
        return all.get(Math.min(at + 1, all.size() - 1));
    }

    Token next() {
        return all.get(peek().kind() == Kind.END ? at : at++);
    }

    int line() {
        return peek().line();
    }

    boolean is(Kind kind) {
        return peek().kind() == kind;
    }

    boolean isOperator(String text) {
        return is(Kind.OPERATOR) && peek().text().equals(text);
    }

    boolean isName(String text) {
        return is(Kind.NAME) && peek().text().equals(text);
    }

    boolean areNames(String first, String second) {
        return isName(first) && ahead().kind() == Kind.NAME && ahead().text().equals(second);
    }

    /** Whether a name and {@code =} come next, as in a named argument. */
    boolean isAssignment() {
        return is(Kind.NAME)
                && ahead().kind() == Kind.OPERATOR
                && ahead().text().equals("=");
    }

    boolean takeOperator(String text) {
        boolean there = isOperator(text);
        at += there ? 1 : 0;
        return there;
    }

    boolean takeName(String text) {
        boolean there = isName(text);
        at += there ? 1 : 0;
        return there;
    }

    void expectOperator(String text) {
        if (!takeOperator(text)) {
            throw wrong("\"" + text + "\"");
        }
    }

    Token expect(Kind kind) {
        if (!is(kind)) {
            throw wrong(kind.shown);
        }
        return next();
    }

    /** A tag at whose place something else was due. */
    JinjaException wrong(String due) {
        Token token = peek();
        String found = token.text().isEmpty() ? token.kind().shown : "\"" + token.text() + "\"";
        return new JinjaException("here must stand " + due + ", got " + found).at(token.line());
    }
}
