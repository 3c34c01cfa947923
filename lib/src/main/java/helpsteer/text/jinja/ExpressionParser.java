package helpsteer.text.jinja;

import helpsteer.text.jinja.Lexer.Kind;
import helpsteer.text.jinja.Lexer.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Expressions, in Jinja's order of precedence. */
final class ExpressionParser {
    private final Tokens tokens;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** {@code a if c else b} and all that binds stronger. */
    Expression expression() {
        Expression value = or();
        while (tokens.takeName("if")) {
            Expression then = value;
            Expression condition = or();
            Expression otherwise =
                    tokens.takeName("else") ? expression() : s -> new Undefined("an \"if\" without \"else\"");
            value = s -> Values.truth(condition.in(s)) ? then.in(s) : otherwise.in(s);
        }
        return value;
    }

    /** One expression, or several with commas between, which make a list. */
    Expression tuple() {
        Expression first = expression();
        if (!tokens.isOperator(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (tokens.takeOperator(",") && !tokens.is(Kind.CLOSE_BLOCK) && !tokens.is(Kind.CLOSE_VALUE)) {
            items.add(expression());
        }
        return tuple(items);
    }

    /** What a loop goes over: no condition, for its {@code if} belongs to the loop. */
    Expression or() {
        Expression left = and();
        while (tokens.takeName("or")) {
            Expression a = left;
            Expression b = and();
            left = s -> {
                Object value = a.in(s);
                return Values.truth(value) ? value : b.in(s);
            };
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.takeName("and")) {
            Expression a = left;
            Expression b = not();
            left = s -> {
                Object value = a.in(s);
                return Values.truth(value) ? b.in(s) : value;
            };
        }
        return left;
    }

    private Expression not() {
        if (tokens.takeName("not")) {
            Expression value = not();
            return s -> !Values.truth(value.in(s));
        }
        return comparison();
    }

    private Expression comparison() {
        Expression first = sum();
        List<Expression> operands = new ArrayList<>(List.of(first));
        List<String> operators = new ArrayList<>();
        for (String operator = comparator(); operator != null; operator = comparator()) {
            operators.add(operator);
            operands.add(sum());
        }
        if (operators.isEmpty()) {
            return first;
        }
        return s -> {
            Object left = operands.get(0).in(s);
            for (int i = 0; i < operators.size(); i++) {
                Object right = operands.get(i + 1).in(s);
                if (!Arithmetic.compare(operators.get(i), left, right)) {
                    return false;
                }
                left = right;
            }
            return true;
        };
    }

    private @Nullable String comparator() {
        if (tokens.areNames("not", "in")) {
            tokens.next();
            tokens.next();
            return "not in";
        }
        boolean operator = tokens.is(Kind.OPERATOR)
                && List.of("==", "!=", "<", "<=", ">", ">=")
                        .contains(tokens.peek().text());
        return operator || tokens.isName("in") ? tokens.next().text() : null;
    }

    private Expression sum() {
        Expression left = concatenation();
        while (tokens.isOperator("+") || tokens.isOperator("-")) {
            left = binary(left, tokens.next(), concatenation());
        }
        return left;
    }

    private Expression concatenation() {
        Expression left = product();
        while (tokens.takeOperator("~")) {
            Expression a = left;
            Expression b = product();
            left = s -> Values.str(a.in(s)).plus(Values.str(b.in(s)));
        }
        return left;
    }

    private Expression product() {
        Expression left = unary(true);
        while (tokens.isOperator("*") || tokens.isOperator("/") || tokens.isOperator("//") || tokens.isOperator("%")) {
            left = binary(left, tokens.next(), unary(true));
        }
        if (tokens.isOperator("**")) {
            throw tokens.wrong("an operator known here");
        }
        return left;
    }

    private static Expression binary(Expression a, Token operator, Expression b) {
        return s -> Arithmetic.apply(operator.text(), a.in(s), b.in(s));
    }

    private Expression unary(boolean filtered) {
        Expression value;
        if (tokens.takeOperator("-")) {
            Expression positive = unary(false);
            value = s -> Arithmetic.apply("*", positive.in(s), -1L);
        } else if (tokens.takeOperator("+")) {
            value = unary(false);
        } else {
            value = postfix(primary());
        }
        return filtered ? filtered(value) : value;
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
        Expression first = expression();
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
            items.add(expression());
            if (!tokens.isOperator(close)) {
                tokens.expectOperator(",");
            }
        }
        return items;
    }

    private static Expression tuple(List<Expression> items) {
        return s -> new Tuple(items.stream().map(i -> i.in(s)).toList());
    }

    private static Expression list(List<Expression> items) {
        return s -> items.stream().map(i -> i.in(s)).toList();
    }

    private Expression dict() {
        Map<Expression, Expression> entries = new LinkedHashMap<>();
        while (!tokens.takeOperator("}")) {
            Expression key = expression();
            tokens.expectOperator(":");
            entries.put(key, expression());
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
        Expression from = tokens.isOperator(":") ? null : expression();
        if (from != null && tokens.takeOperator("]")) {
            return s -> Access.member(of.in(s), from.in(s));
        }
        tokens.expectOperator(":");
        Expression to = tokens.isOperator(":") || tokens.isOperator("]") ? null : expression();
        Expression step = tokens.takeOperator(":") && !tokens.isOperator("]") ? expression() : null;
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
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
            if (!tokens.isOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        return new Arguments(positional, named);
    }

    private Expression filtered(Expression start) {
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
