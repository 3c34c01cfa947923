package helpsteer;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a user comes in: the types that a command line, a notebook, a benchmark of speed or the front door names. */
final class Doors {
    private static final Path BENCH = Path.of("lib/src/bench/java");
    private static final Path NOTEBOOKS = Path.of("notebooks");
    private static final Pattern WORD = Pattern.compile("\\b[A-Z]\\w*\\b");

    /** Texts and comments, which use nothing; a text block before a text, which would end in it. */
    private static final Pattern NOT_CODE =
            Pattern.compile("\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|/\\*(?s:.*?)\\*/|//[^\\n]*");

    private Doors() {}

    /** All of them, top-level types of main. */
    static Set<String> of(JavaClasses classes) throws IOException {
        Set<String> doors = new TreeSet<>();
        Set<String> words = words();
        for (JavaClass type : classes) {
            String name = TypeGraph.topLevel(type);
            if (TypeGraph.packageOf(name).equals("helpsteer")
                    || isMain(type)
                    || words.contains(TypeGraph.simpleName(name))) {
                doors.add(name);
            }
        }
        return doors;
    }

    private static boolean isMain(JavaClass type) {
        return type.getMethods().stream()
                .anyMatch(method -> method.getName().equals("main")
                        && method.getModifiers().containsAll(Set.of(JavaModifier.PUBLIC, JavaModifier.STATIC)));
    }

    /** The capitalised words of the code of notebooks and benchmarks of speed. */
    private static Set<String> words() throws IOException {
        Set<String> words = new HashSet<>();
        for (Path file : files(BENCH, ".java")) {
            words.addAll(wordsOf(Files.readString(file)));
        }
        for (Path file : files(NOTEBOOKS, ".ipynb")) {
            for (JsonNode cell : Json.read(file).path("cells")) {
                if (cell.path("cell_type").asText().equals("code")) {
                    StringBuilder code = new StringBuilder();
                    cell.path("source").forEach(line -> code.append(line.asText()));
                    words.addAll(wordsOf(code.toString()));
                }
            }
        }
        return words;
    }

    private static Set<String> wordsOf(String code) {
        return WORD.matcher(NOT_CODE.matcher(code).replaceAll(" "))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }
}
