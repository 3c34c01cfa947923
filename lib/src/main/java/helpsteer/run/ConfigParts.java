package helpsteer.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Settings in words, as records print themselves, taken apart so that two can be compared setting by setting. */
final class ConfigParts {
    private ConfigParts() {}

    /** Each setting by its path, such as {@code FineTuning.peakRate}; words without a name by their position. */
    static Map<String, String> of(String config) {
        Map<String, String> out = new LinkedHashMap<>();
        split("", config, out);
        return out;
    }

    /** The settings that differ, as {@code "config FineTuning.epochs: 2 → 3"}. */
    static List<String> differences(String before, String now) {
        Map<String, String> old = of(before);
        Map<String, String> own = of(now);
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(own.keySet());
        List<String> out = new ArrayList<>();
        for (String name : names) {
            String was = old.getOrDefault(name, "none");
            String is = own.getOrDefault(name, "none");
            if (!was.equals(is)) {
                out.add(("config " + name).strip() + ": " + was + " → " + is);
            }
        }
        return out;
    }

    private static void split(String path, String text, Map<String, String> out) {
        List<String> parts = parts(text);
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            int equals = part.indexOf('=');
            int bracket = part.indexOf('[');
            if (equals > 0 && (bracket < 0 || equals < bracket)) {
                put(join(path, part.substring(0, equals)), part.substring(equals + 1), out);
            } else if (isRecord(part)) {
                put(path, part, out);
            } else {
                put(parts.size() == 1 ? path : join(path, Integer.toString(i + 1)), part, out);
            }
        }
    }

    /** A value; one that is a record goes further down, under the record's name where it has no other. */
    private static void put(String path, String value, Map<String, String> out) {
        if (isRecord(value)) {
            int bracket = value.indexOf('[');
            String record = value.substring(0, bracket);
            split(path.isEmpty() ? record : path, value.substring(bracket + 1, value.length() - 1), out);
        } else {
            out.put(path, value);
        }
    }

    private static boolean isRecord(String value) {
        return value.indexOf('[') > 0 && value.endsWith("]") && value.contains("=");
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The parts between commas that stand in no bracket. */
    private static List<String> parts(String text) {
        List<String> out = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            if (c == ',' && depth == 0) {
                out.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        out.add(text.substring(from).strip());
        return out;
    }
}
