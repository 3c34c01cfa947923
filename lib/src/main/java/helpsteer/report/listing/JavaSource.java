package helpsteer.report.listing;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A type's source file as the compiler's parser sees it, which knows comments, text blocks and generics. */
final class JavaSource {
    private final String file;
    private final String text;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final ClassTree type;

    /** A stretch of the file, end exclusive. */
    record Extent(int start, int end) {}

    /** A method or constructor. */
    record Method(String name, List<String> parameterTypes, Extent extent) {
        Method {
            parameterTypes = List.copyOf(parameterTypes);
        }
    }

    private JavaSource(String file, String text, Class<?> wanted) {
        this.file = file;
        this.text = text;
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("Java must be a JDK, got a runtime without a compiler at "
                    + System.getProperty("java.home") + "; install a JDK");
        }
        JavacTask task = (JavacTask) compiler.getTask(
                null, null, diagnostic -> {}, List.of("-proc:none"), null, List.of(new Text(file, text)));
        try {
            this.unit = task.parse().iterator().next();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot parse " + file + ": " + e.getMessage(), e);
        }
        this.positions = Trees.instance(task).getSourcePositions();
        this.type = find(wanted);
    }

    static JavaSource of(Class<?> type) {
        Class<?> top = type;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        String file = top.getName().replace('.', '/') + ".java";
        return new JavaSource(file, Sources.read(file), type);
    }

    private ClassTree find(Class<?> wanted) {
        Deque<String> path = new ArrayDeque<>();
        for (Class<?> c = wanted; c != null; c = c.getEnclosingClass()) {
            path.push(c.getSimpleName());
        }
        List<? extends Tree> members = unit.getTypeDecls();
        ClassTree found = null;
        for (String name : path) {
            found = members.stream()
                    .filter(ClassTree.class::isInstance)
                    .map(ClassTree.class::cast)
                    .filter(candidate -> candidate.getSimpleName().contentEquals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "type must be declared by name in " + file + ", got " + wanted.getName()));
            members = found.getMembers();
        }
        if (found == null) {
            throw new IllegalStateException("every class has a name, got " + wanted);
        }
        return found;
    }

    /** The methods of that name in the order of the file; the type's own name stands for its constructors. */
    List<Method> methods(String name) {
        return all().stream().filter(method -> method.name().equals(name)).toList();
    }

    List<String> methodNames() {
        return all().stream().map(Method::name).distinct().toList();
    }

    private List<Method> all() {
        return type.getMembers().stream()
                .filter(MethodTree.class::isInstance)
                .map(MethodTree.class::cast)
                .filter(method -> start(method) >= 0)
                .map(method -> new Method(
                        method.getReturnType() == null
                                ? type.getSimpleName().toString()
                                : method.getName().toString(),
                        method.getParameters().stream().map(JavaSource::rawType).toList(),
                        extent(method)))
                .toList();
    }

    Extent whole() {
        return extent(type);
    }

    Listing listing(Extent extent) {
        int lineStart = text.lastIndexOf('\n', extent.start()) + 1;
        String code = text.substring(lineStart, extent.end()).stripIndent();
        int first = lineOf(extent.start());
        int last = lineOf(extent.end() - 1);
        return new Listing(file + ", lines " + first + " to " + last, code);
    }

    private int lineOf(int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    private int start(Tree tree) {
        return (int) positions.getStartPosition(unit, tree);
    }

    private Extent extent(Tree tree) {
        int start = start(tree);
        String before = text.substring(0, start).stripTrailing();
        if (before.endsWith("*/")) {
            int comment = before.lastIndexOf("/*");
            if (before.startsWith("/**", comment)) {
                start = comment;
            }
        }
        return new Extent(start, (int) positions.getEndPosition(unit, tree));
    }

    /** {@code java.util.List<String>} is {@code List}; {@code double...} is {@code double[]}. */
    private static String rawType(VariableTree parameter) {
        return parameter
                .getType()
                .toString()
                .replaceAll("<.*>", "")
                .replace("...", "[]")
                .replaceAll("@\\S+ ", "")
                .replaceAll("[\\w.]+\\.(\\w)", "$1")
                .replace(" ", "");
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String file, String text) {
            super(URI.create("string:///" + file), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
