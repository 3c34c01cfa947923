package helpsteer.text.jinja;

import helpsteer.text.jinja.Lexer.Kind;
import helpsteer.text.jinja.Lexer.Token;
import helpsteer.text.jinja.Statement.Flow;
import helpsteer.text.jinja.value.Callable;
import helpsteer.text.jinja.value.JinjaException;
import helpsteer.text.jinja.value.Loop;
import helpsteer.text.jinja.value.Namespace;
import helpsteer.text.jinja.value.Text;
import helpsteer.text.jinja.value.Undefined;
import helpsteer.text.jinja.value.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements of a template. */
final class Parser {
    private final Tokens tokens;
    private final ExpressionParser expressions;
    private int loops;

    Parser(List<Token> all) {
        tokens = new Tokens(all);
        expressions = new ExpressionParser(tokens);
    }

    Statement template() {
        Statement body = body();
        if (!tokens.is(Kind.END)) {
            throw tokens.wrong("the end of the template");
        }
        return body;
    }

    /** Statements up to one of these tags, whose name is left to be read, or up to the end. */
    private Statement body(String... ends) {
        List<Statement> parts = new ArrayList<>();
        while (!tokens.is(Kind.END)) {
            int line = tokens.line();
            Token open = tokens.next();
            if (open.kind() == Kind.OPEN_BLOCK) {
                if (List.of(ends).contains(tokens.peek().text())) {
                    return new Sequence(parts);
                }
                parts.add(placed(line, statement()));
            } else if (open.kind() == Kind.OPEN_VALUE) {
                Expression value = expressions.tuple();
                tokens.expect(Kind.CLOSE_VALUE);
                parts.add(placed(line, (s, out) -> write(Values.str(value.in(s)), s, out)));
            } else {
                Text data = Text.of(open.text());
                parts.add((s, out) -> write(data, s, out));
            }
        }
        if (ends.length > 0) {
            throw tokens.wrong("{% " + ends[ends.length - 1] + " %}");
        }
        return new Sequence(parts);
    }

    private static Flow write(Text text, Scope scope, Text.Builder out) {
        out.add(text, scope.turn);
        return Flow.NEXT;
    }

    /** One statement after the other. */
    private record Sequence(List<Statement> parts) implements Statement {
        @Override
        public Flow run(Scope scope, Text.Builder out) {
            for (Statement part : parts) {
                Flow flow = part.run(scope, out);
                if (flow != Flow.NEXT) {
                    return flow;
                }
            }
            return Flow.NEXT;
        }
    }

    private static Statement placed(int line, Statement statement) {
        return (s, out) -> {
            try {
                return statement.run(s, out);
            } catch (JinjaException e) {
                throw e.at(line);
            } catch (StackOverflowError e) {
                throw new JinjaException("macros must end, got a call without end").at(line);
            }
        };
    }

    private Statement statement() {
        Token name = tokens.expect(Kind.NAME);
        return switch (name.text()) {
            case "if" -> choice();
            case "for" -> loop();
            case "set" -> set();
            case "macro" -> macro();
            case "generation" -> generation();
            case "break" -> leave(Flow.BREAK, name);
            case "continue" -> leave(Flow.CONTINUE, name);
            default ->
                throw new JinjaException(
                                "a statement must be if, for, set, macro, generation, break, continue or raw, got "
                                        + name.text())
                        .at(name.line());
        };
    }

    private void close() {
        tokens.expect(Kind.CLOSE_BLOCK);
    }

    private void end() {
        tokens.next();
        close();
    }

    private Statement leave(Flow flow, Token name) {
        if (loops == 0) {
            throw new JinjaException(name.text() + " must stand in a loop, got none around it").at(name.line());
        }
        close();
        return (s, out) -> flow;
    }

    private Statement choice() {
        Expression condition = expressions.tuple();
        close();
        Statement then = body("elif", "else", "endif");
        Statement otherwise = (s, out) -> Flow.NEXT;
        if (tokens.takeName("elif")) {
            otherwise = choice();
        } else if (tokens.takeName("else")) {
            close();
            otherwise = body("endif");
            end();
        } else {
            end();
        }
        Statement other = otherwise;
        return (s, out) -> (Values.truth(condition.in(s)) ? then : other).run(s, out);
    }

    private Statement loop() {
        List<String> targets = names();
        if (!tokens.takeName("in")) {
            throw tokens.wrong("\"in\"");
        }
        Expression over = expressions.or();
        Expression condition = tokens.takeName("if") ? expressions.expression() : null;
        close();
        loops++;
        Statement round = body("else", "endfor");
        loops--;
        Statement empty = (s, out) -> Flow.NEXT;
        if (tokens.takeName("else")) {
            close();
            empty = body("endfor");
        }
        end();
        Statement otherwise = empty;
        return (s, out) -> {
            List<Object> items = chosen(Values.items(over.in(s), "a loop"), targets, condition, s);
            for (int i = 0; i < items.size(); i++) {
                Scope inner = s.round(items.get(i));
                assign(targets, items.get(i), inner);
                inner.set("loop", new Loop(items, i));
                if (round.run(inner, out) == Flow.BREAK) {
                    break;
                }
            }
            return items.isEmpty() ? otherwise.run(s.child(), out) : Flow.NEXT;
        };
    }

    private static List<Object> chosen(
            List<Object> items, List<String> targets, @Nullable Expression condition, Scope scope) {
        if (condition == null) {
            return items;
        }
        return items.stream()
                .filter(item -> {
                    Scope inner = scope.round(item);
                    assign(targets, item, inner);
                    return Values.truth(condition.in(inner));
                })
                .toList();
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        boolean parenthesis = tokens.takeOperator("(");
        do {
            names.add(tokens.expect(Kind.NAME).text());
        } while (tokens.takeOperator(","));
        if (parenthesis) {
            tokens.expectOperator(")");
        }
        return names;
    }

    private static void assign(List<String> targets, Object value, Scope scope) {
        if (targets.size() == 1) {
            scope.set(targets.get(0), value);
            return;
        }
        List<Object> values = Values.items(value, "an assignment to several names");
        if (values.size() != targets.size()) {
            throw new JinjaException(
                    "an assignment to " + targets.size() + " names must get as many values, got " + values.size());
        }
        for (int i = 0; i < values.size(); i++) {
            scope.set(targets.get(i), values.get(i));
        }
    }

    private Statement set() {
        List<String> targets = names();
        String attribute = tokens.takeOperator(".") ? tokens.expect(Kind.NAME).text() : null;
        Expression value;
        if (tokens.takeOperator("=")) {
            value = expressions.tuple();
            close();
        } else {
            close();
            Statement body = body("endset");
            end();
            value = s -> captured(body, s.child());
        }
        if (attribute == null) {
            return (s, out) -> {
                assign(targets, value.in(s), s);
                return Flow.NEXT;
            };
        }
        return (s, out) -> {
            if (!(s.get(targets.get(0)) instanceof Namespace namespace)) {
                throw new JinjaException(
                        "only a namespace's attributes must be set, got " + Values.type(s.get(targets.get(0))));
            }
            namespace.attributes.put(attribute, value.in(s));
            return Flow.NEXT;
        };
    }

    private static Text captured(Statement body, Scope scope) {
        Text.Builder inner = new Text.Builder();
        body.run(scope, inner);
        return inner.text();
    }

    private Statement generation() {
        close();
        Statement body = body("endgeneration");
        end();
        return (s, out) -> {
            int from = out.length();
            Flow flow = body.run(s.child(), out);
            out.markGenerated(from);
            return flow;
        };
    }

    private Statement macro() {
        String name = tokens.expect(Kind.NAME).text();
        List<String> parameters = new ArrayList<>();
        List<@Nullable Expression> defaults = new ArrayList<>();
        tokens.expectOperator("(");
        while (!tokens.takeOperator(")")) {
            parameters.add(tokens.expect(Kind.NAME).text());
            defaults.add(tokens.takeOperator("=") ? expressions.expression() : null);
            if (!tokens.isOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        close();
        int around = loops;
        loops = 0;
        Statement body = body("endmacro");
        loops = around;
        end();
        return (s, out) -> {
            s.set(name, (Callable) args -> {
                Scope inner = s.child();
                args.most(parameters.size(), parameters.toArray(String[]::new));
                for (int i = 0; i < parameters.size(); i++) {
                    Object given = args.find(i, parameters.get(i));
                    Expression otherwise = defaults.get(i);
                    inner.set(
                            parameters.get(i),
                            given != null
                                    ? given
                                    : otherwise == null ? new Undefined(parameters.get(i)) : otherwise.in(inner));
                }
                return captured(body, inner);
            });
            return Flow.NEXT;
        };
    }
}
