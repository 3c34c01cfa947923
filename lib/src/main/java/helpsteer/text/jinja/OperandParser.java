package helpsteer.text.jinja;

import helpsteer.text.jinja.Lexer.Kind;
import helpsteer.text.jinja.Lexer.Token;
import helpsteer.text.jinja.value.Access;
import helpsteer.text.jinja.value.Args;
import helpsteer.text.jinja.value.Callable;
import helpsteer.text.jinja.value.Filters;
import helpsteer.text.jinja.value.JinjaException;
import helpsteer.text.jinja.value.None;
import helpsteer.text.jinja.value.Tests;
import helpsteer.text.jinja.value.Text;
import helpsteer.text.jinja.value.Tuple;
import helpsteer.text.jinja.value.Undefined;
import helpsteer.text.jinja.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Literals, names and what follows them: attributes, members, calls, filters and tests. */
final class OperandParser {
    private final Tokens tokens;
    private final ExpressionParser expressions;

    OperandParser(Tokens tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /** A literal or name with its attributes, members and calls. */
    Expression operand() {
        return postfix(primary());
    }

    private Expression primary() {
        Token token = tokens.next();
        return switch (token.kind()) {
            case NAME -> name(token.text());
            case STRING -> string(token);
            case INTEGER -> constant(Long.parseLong(token.text()));
            case DECIMAL -> constant(Double.parseDouble(token.text()));
            case OPERATOR ->
                switch (token.text()) {
                    case "(" -> parenthesis();
                    case "[" -> list(items("]"));
                    case "{" -> dict();
                    default ->
                        throw new JinjaException("here must stand a value, got \"" + token.text() + "\"")
                                .at(token.line());
                };
            default -> throw new JinjaException("here must stand a value, got the end of the tag").at(token.line());
        };
    }

    private static Expression constant(Object value) {
        return s -> value;
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> constant(true);
            case "false", "False" -> constant(false);
            case "none", "None" -> constant(None.NONE);
            default -> s -> s.get(name);
        };
    }

    private Expression string(Token first) {
        StringBuilder text = new StringBuilder(first.text());
        while (tokens.is(Kind.STRING)) {
            text.append(tokens.next().text());
        }
        return constant(Text.of(text.toString()));
    }

    private Expression parenthesis() {
        if (tokens.takeOperator(")")) {
            return tuple(List.of());
        }
        Expression first = expressions.expression();
        if (tokens.takeOperator(")")) {
            return first;
        }
        tokens.expectOperator(",");
        List<Expression> items = new ArrayList<>(List.of(first));
        items.addAll(items(")"));
        return tuple(items);
    }

    private List<Expression> items(String close) {
        List<Expression> items = new ArrayList<>();
        while (!tokens.takeOperator(close)) {
            items.add(expressions.expression());
            if (!tokens.isOperator(close)) {
                tokens.expectOperator(",");
            }
        }
        return items;
    }

    static Expression tuple(List<Expression> items) {
        return s -> new Tuple(items.stream().map(i -> i.in(s)).toList());
    }

    private static Expression list(List<Expression> items) {
        return s -> items.stream().map(i -> i.in(s)).toList();
    }

    private Expression dict() {
        Map<Expression, Expression> entries = new LinkedHashMap<>();
        while (!tokens.takeOperator("}")) {
            Expression key = expressions.expression();
            tokens.expectOperator(":");
            entries.put(key, expressions.expression());
            if (!tokens.isOperator("}")) {
                tokens.expectOperator(",");
            }
        }
        return s -> {
            Map<String, Object> out = new LinkedHashMap<>();
            entries.forEach((k, v) -> {
                if (!(k.in(s) instanceof Text key)) {
                    throw new JinjaException("a dict must have texts as keys, got " + Values.type(k.in(s)));
                }
                out.put(key.toString(), v.in(s));
            });
            return out;
        };
    }

    private Expression postfix(Expression start) {
        Expression value = start;
        while (true) {
            Expression of = value;
            if (tokens.takeOperator(".")) {
                Token name = tokens.is(Kind.INTEGER) ? tokens.next() : tokens.expect(Kind.NAME);
                value = name.kind() == Kind.INTEGER
                        ? s -> Access.member(of.in(s), Long.parseLong(name.text()))
                        : new Attribute(of, name.text());
            } else if (tokens.takeOperator("[")) {
                value = subscript(of);
            } else if (tokens.isOperator("(")) {
                value = call(of);
            } else {
                return value;
            }
        }
    }

    /** An attribute, whose name also stands in the messages of its call. */
    private record Attribute(Expression of, String name) implements Expression {
        @Override
        public Object in(Scope scope) {
            return Access.attribute(of.in(scope), name);
        }
    }

    private Expression subscript(Expression of) {
        Expression from = tokens.isOperator(":") ? null : expressions.expression();
        if (from != null && tokens.takeOperator("]")) {
            return s -> Access.member(of.in(s), from.in(s));
        }
        tokens.expectOperator(":");
        Expression to = tokens.isOperator(":") || tokens.isOperator("]") ? null : expressions.expression();
        Expression step = tokens.takeOperator(":") && !tokens.isOperator("]") ? expressions.expression() : null;
        tokens.expectOperator("]");
        return s -> Access.slice(of.in(s), optional(from, s), optional(to, s), optional(step, s));
    }

    private static @Nullable Object optional(@Nullable Expression bound, Scope scope) {
        return bound == null ? null : bound.in(scope);
    }

    private Expression call(Expression of) {
        Arguments arguments = arguments();
        return s -> {
            Object callee = of.in(s);
            String name = of instanceof Attribute attribute ? attribute.name() : "a function";
            if (callee instanceof Callable callable) {
                return callable.call(arguments.in(name, List.of(), s));
            }
            throw callee instanceof Undefined undefined
                    ? undefined.error()
                    : new JinjaException("a call must be of a function, got " + Values.type(callee));
        };
    }

    /** The arguments of a call as written. */
    private record Arguments(List<Expression> positional, Map<String, Expression> named) {
        Args in(String callee, List<Object> first, Scope scope) {
            List<Object> values = new ArrayList<>(first);
            positional.forEach(p -> values.add(p.in(scope)));
            Map<String, Object> byName = new LinkedHashMap<>();
            named.forEach((k, v) -> byName.put(k, v.in(scope)));
            return new Args(callee, values, byName);
        }
    }

    private Arguments arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        tokens.expectOperator("(");
        while (!tokens.takeOperator(")")) {
            if (tokens.isAssignment()) {
                String name = tokens.next().text();
                tokens.next();
                named.put(name, expressions.expression());
            } else {
                positional.add(expressions.expression());
            }
            if (!tokens.isOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        return new Arguments(positional, named);
    }

    /** A value through its filters, tests and calls. */
    Expression filtered(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.takeOperator("|")) {
                value = filter(value);
            } else if (tokens.takeName("is")) {
                value = test(value);
            } else if (tokens.isOperator("(")) {
                value = call(value);
            } else {
                return value;
            }
        }
    }

    private Expression filter(Expression value) {
        Token name = tokens.expect(Kind.NAME);
        Callable filter;
        try {
            filter = Filters.named(name.text());
        } catch (JinjaException e) {
            throw e.at(name.line());
        }
        Arguments arguments = tokens.isOperator("(") ? arguments() : new Arguments(List.of(), Map.of());
        return s -> filter.call(arguments.in(name.text(), List.of(value.in(s)), s));
    }

    private Expression test(Expression value) {
        boolean wanted = !tokens.takeName("not");
        Token name = tokens.expect(Kind.NAME);
        Predicate<Args> test;
        try {
            test = Tests.named(name.text());
        } catch (JinjaException e) {
            throw e.at(name.line());
        }
        Arguments arguments = tokens.isOperator("(")
                ? arguments()
                : new Arguments(Tests.OF_TWO.contains(name.text()) ? List.of(postfix(primary())) : List.of(), Map.of());
        return s -> test.test(arguments.in(name.text(), List.of(value.in(s)), s)) == wanted;
    }
}
