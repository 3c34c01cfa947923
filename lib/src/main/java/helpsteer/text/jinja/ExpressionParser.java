package helpsteer.text.jinja;

import helpsteer.text.jinja.Lexer.Kind;
import helpsteer.text.jinja.Lexer.Token;
import helpsteer.text.jinja.value.Arithmetic;
import helpsteer.text.jinja.value.Undefined;
import helpsteer.text.jinja.value.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions, in Jinja's order of precedence. */
final class ExpressionParser {
    private final Tokens tokens;
    private final OperandParser operands;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
        operands = new OperandParser(tokens, this);
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
        return OperandParser.tuple(items);
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
            Expression same = unary(false);
            value = s -> Arithmetic.apply("+", 0L, same.in(s));
        } else {
            value = operands.operand();
        }
        return filtered ? operands.filtered(value) : value;
    }
}
