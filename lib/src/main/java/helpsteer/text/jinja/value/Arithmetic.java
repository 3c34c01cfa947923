package helpsteer.text.jinja.value;

import java.util.ArrayList;
import java.util.List;

/** Python's operators on two values. */
public final class Arithmetic {
    private Arithmetic() {}

    public static boolean compare(String operator, Object a, Object b) {
        return switch (operator) {
            case "==" -> Values.equal(a, b);
            case "!=" -> !Values.equal(a, b);
            case "<" -> Values.compare(a, b) < 0;
            case "<=" -> Values.compare(a, b) <= 0;
            case ">" -> Values.compare(a, b) > 0;
            case ">=" -> Values.compare(a, b) >= 0;
            case "in" -> Values.contains(b, a);
            case "not in" -> !Values.contains(b, a);
            default -> throw new IllegalStateException(operator);
        };
    }

    public static Object apply(String operator, Object a, Object b) {
        if (Values.isNumber(a) && Values.isNumber(b)) {
            if (Values.number(b) == 0 && "/ // %".contains(operator)) {
                throw new JinjaException("a divisor must not be 0, got 0");
            }
            return a instanceof Double || b instanceof Double || operator.equals("/")
                    ? floats(operator, Values.number(a), Values.number(b))
                    : integers(operator, (long) Values.number(a), (long) Values.number(b));
        }
        if (operator.equals("+") && a instanceof Text x && b instanceof Text y) {
            return x.plus(y);
        }
        if (operator.equals("+")
                && a instanceof List<?> x
                && b instanceof List<?> y
                && (a instanceof Tuple) == (b instanceof Tuple)) {
            List<Object> out = new ArrayList<>(x);
            out.addAll(y);
            return a instanceof Tuple ? new Tuple(out) : out;
        }
        if (operator.equals("*") && a instanceof Text x && b instanceof Long times && times >= 0 && times <= 10_000) {
            Text.Builder out = new Text.Builder();
            for (int i = 0; i < times; i++) {
                out.add(x);
            }
            return out.text();
        }
        throw new JinjaException("\"" + operator + "\" must get two numbers, texts or lists, got " + Values.type(a)
                + " and " + Values.type(b));
    }

    private static Object integers(String operator, long a, long b) {
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "//" -> Math.floorDiv(a, b);
                case "%" -> Math.floorMod(a, b);
                default -> throw new IllegalStateException(operator);
            };
        } catch (ArithmeticException e) {
            throw new JinjaException(a + " " + operator + " " + b + " must be an integer of 64 bits, got none");
        }
    }

    private static Object floats(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.rint((a - modulo(a, b)) / b);
            case "%" -> modulo(a, b);
            default -> throw new IllegalStateException(operator);
        };
    }

    /** The remainder with the divisor's sign, exact as fmod. */
    private static double modulo(double a, double b) {
        double rest = a % b;
        return rest == 0 ? Math.copySign(0, b) : (rest < 0) == (b < 0) ? rest : rest + b;
    }
}
