package helpsteer.cli.options;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What the words of a command line may be, and how it is said that they are not. */
public final class Arguments {
    /** Above any adapter's rank, any number of samples or calls that makes sense. */
    private static final int MODEST = 4096;

    private static final int MOST = 999_999_999; // nine digits

    private Arguments() {}

    /** Has texts, paths and whole numbers checked in every command. */
    public static void register(CommandLine line) {
        ITypeConverter<Integer> count = word -> whole(word, MOST, "must be a whole number of at least 1");
        line.registerConverter(String.class, Arguments::text)
                .registerConverter(Path.class, Arguments::path)
                .registerConverter(Integer.class, count)
                .registerConverter(int.class, count);
    }

    /** A text; what begins as an option does is one whose value was forgotten before it. */
    private static String text(String word) {
        if (word.isBlank() || word.startsWith("--")) {
            throw new TypeConversionException("must have a value");
        }
        return word;
    }

    private static Path path(String word) {
        try {
            return Path.of(text(word));
        } catch (InvalidPathException e) {
            throw new TypeConversionException(
                    "must be of characters that file names can have here (LC_ALL=C.UTF-8 allows all)");
        }
    }

    /** A whole number that memory or time grows with. */
    public static final class Modest implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return whole(word, MODEST, "must be a whole number from 1 to " + MODEST);
        }
    }

    private static int whole(String word, int most, String rule) {
        if (!word.matches("[1-9]\\d{0,8}") || Integer.parseInt(word) > most) {
            throw new TypeConversionException(rule);
        }
        return Integer.parseInt(word);
    }

    /** A learning rate. */
    public static final class Rate implements ITypeConverter<Double> {
        @Override
        public Double convert(String word) {
            return number(word, x -> x > 0 && x < 1, "must be a number above 0 and below 1");
        }
    }

    /** A number above 0. */
    public static final class Positive implements ITypeConverter<Double> {
        @Override
        public Double convert(String word) {
            return number(word, x -> x > 0 && Double.isFinite(x), "must be a number above 0");
        }
    }

    /** Any number. */
    public static final class Finite implements ITypeConverter<Double> {
        @Override
        public Double convert(String word) {
            return number(word, Double::isFinite, "must be a number");
        }
    }

    /** A number in [0, 1). */
    static final class Dropout implements ITypeConverter<Double> {
        @Override
        public Double convert(String word) {
            return number(word, x -> x >= 0 && x < 1, "must be a number in [0, 1)");
        }
    }

    /** A number in [0, 1]. */
    public static final class Share implements ITypeConverter<Double> {
        @Override
        public Double convert(String word) {
            return number(word, x -> x >= 0 && x <= 1, "must be a number in 0..1");
        }
    }

    private static double number(String word, DoublePredicate allowed, String rule) {
        try {
            double value = Double.parseDouble(word);
            if (allowed.test(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException(rule);
        }
        throw new TypeConversionException(rule);
    }

    /** What is wrong with the words: name, rule, value, next step. */
    public static String message(ParameterException e) {
        if (e instanceof MissingParameterException missing) {
            return missing(missing.getMissing());
        }
        if (e instanceof OverwrittenOptionException twice) {
            return label(twice.getOverwritten()) + " must be given once, got it twice";
        }
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(unmatched);
        }
        ArgSpec argument = e.getArgSpec();
        return argument == null || e.getValue() == null ? String.valueOf(e.getMessage()) : wrongValue(argument, e);
    }

    private static String missing(List<ArgSpec> all) {
        if (all.get(0) instanceof OptionSpec option) {
            boolean given = option.required();
            return label(option) + (given ? " must be given" : " must have a value") + ", got none";
        }
        return String.join(" and ", all.stream().map(Arguments::label).toList()) + " must be named, got nothing";
    }

    private static String unmatched(UnmatchedArgumentException e) {
        CommandLine command = e.getCommandLine();
        String word = e.getUnmatched().get(0);
        String near = e.getSuggestions().isEmpty()
                ? ""
                : "; did you mean " + e.getSuggestions().get(0) + "?";
        if (word.startsWith("-")) {
            String name = command.getCommandSpec().name();
            return "option must be one of those of " + name + ", got " + word + near;
        }
        if (!command.getSubcommands().isEmpty()) {
            return "command must be one of " + command.getSubcommands().keySet() + ", got " + word + near;
        }
        return "arguments must be " + arguments(command) + ", got also " + word;
    }

    private static String arguments(CommandLine command) {
        List<String> names = command.getCommandSpec().positionalParameters().stream()
                .map(Arguments::label)
                .toList();
        return names.isEmpty() ? "none" : String.join(" and ", names);
    }

    private static String wrongValue(ArgSpec argument, ParameterException e) {
        String got = ", got " + (e.getValue().isBlank() ? "a blank one" : e.getValue());
        Class<?> type = argument.auxiliaryTypes()[0];
        if (type.isEnum()) {
            List<String> names = Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .toList();
            return label(argument) + " must be one of " + names + got;
        }
        if (type == boolean.class || !(e.getCause() instanceof TypeConversionException)) {
            return label(argument) + " must have no value" + got;
        }
        return label(argument) + " " + e.getCause().getMessage() + got;
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
