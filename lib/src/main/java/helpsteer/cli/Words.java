package helpsteer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words after a command: options are taken out by name, what is left are its arguments. */
final class Words {
    private final List<String> rest;

    Words(List<String> words) {
        rest = new ArrayList<>(words);
    }

    /** The word after an option, both taken out; none where the option is not there. */
    Optional<String> option(String name) {
        int at = rest.indexOf(name);
        if (at < 0) {
            return Optional.empty();
        }
        if (at + 1 == rest.size()) {
            throw new UsageException(name + " must have a value, got none");
        }
        rest.remove(at);
        return Optional.of(rest.remove(at));
    }

    /** A whole number of at least 1 after an option, or the fallback. */
    int count(String name, int fallback) {
        Optional<String> word = option(name);
        if (word.isPresent() && !word.get().matches("[1-9]\\d{0,8}")) {
            throw new UsageException(name + " must be a whole number of at least 1, got " + word.get());
        }
        return word.map(Integer::parseInt).orElse(fallback);
    }

    /** A number above 0 after an option, or the fallback. */
    double positive(String name, double fallback) {
        Optional<String> word = option(name);
        if (word.isEmpty()) {
            return fallback;
        }
        try {
            double value = Double.parseDouble(word.get());
            if (value > 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(name + " must be a number above 0, got " + word.get());
        }
        throw new UsageException(name + " must be a number above 0, got " + word.get());
    }

    /** One of some words after an option, or the first of them. */
    String oneOf(String name, List<String> allowed) {
        String word = option(name).orElse(allowed.get(0));
        if (!allowed.contains(word)) {
            throw new UsageException(name + " must be one of " + allowed + ", got " + word);
        }
        return word;
    }

    /** A number in [0, 1) after an option, or the fallback. */
    double share(String name, double fallback) {
        Optional<String> word = option(name);
        if (word.isPresent() && !word.get().matches("0?\\.\\d{1,9}|0")) {
            throw new UsageException(name + " must be a number in [0, 1), got " + word.get());
        }
        return word.map(Double::parseDouble).orElse(fallback);
    }

    /** Numbers above 0 after an option, parted by commas; none where it is not there. */
    List<Double> numbers(String name) {
        List<String> parts =
                option(name).map(word -> List.of(word.split(",", -1))).orElse(List.of());
        List<Double> out = new ArrayList<>();
        for (String part : parts) {
            out.add(new Words(List.of(name, part)).positive(name, 1));
        }
        if (out.stream().distinct().count() != out.size()) {
            throw new UsageException(name + " must name each value once, got " + parts);
        }
        return out;
    }

    /** Whether an option without value is there; it is taken out. */
    boolean flag(String name) {
        return rest.remove(name);
    }

    /** The arguments, exactly as many as named. */
    List<String> arguments(String... names) {
        if (rest.size() != names.length || rest.stream().anyMatch(word -> word.startsWith("--"))) {
            throw new UsageException(String.join(" and ", names) + " must be named, got "
                    + (rest.isEmpty() ? "nothing" : String.join(" ", rest)));
        }
        return List.copyOf(rest);
    }
}
