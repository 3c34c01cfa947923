package helpsteer.report.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.report.chart.Line;
import helpsteer.run.Seed;
import helpsteer.stats.Estimate;
import helpsteer.train.Loop;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JavaSourceTest {
    /** Names and raw parameter types as the compiler's parser reads them are those of the class that it made. */
    @Test
    void methods_ofSeveralTypes_areThoseThatReflectionKnows() {
        for (Class<?> type :
                List.of(Seed.class, Estimate.class, Loop.class, Listing.class, Line.class, Line.Point.class)) {
            JavaSource source = JavaSource.of(type);
            TreeSet<String> written = new TreeSet<>();
            for (String name : source.methodNames()) {
                source.methods(name).forEach(m -> written.add(name + m.parameterTypes()));
            }
            List<String> missing = new ArrayList<>();
            for (Method method : type.getDeclaredMethods()) {
                String signature = method.getName()
                        + Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .toList();
                boolean byCompiler = method.isSynthetic() || (type.isRecord() && isOfRecord(type, method));
                if (!written.contains(signature) && !byCompiler) {
                    missing.add(signature);
                }
            }
            assertThat(missing).as(type.getName()).isEmpty();
        }
    }

    /** What a record has without anybody writing it. */
    private static boolean isOfRecord(Class<?> type, Method method) {
        return List.of("equals", "hashCode", "toString").contains(method.getName())
                || Arrays.stream(type.getRecordComponents())
                        .anyMatch(c -> c.getAccessor().equals(method));
    }

    @Test
    void of_nestedAndPrivateTypes_areFoundInTheirFile() {
        JavaSource point = JavaSource.of(Line.Point.class);
        assertThat(point.listing(point.whole()).code())
                .startsWith("/**")
                .contains("record Point(")
                .endsWith("}");
        JavaSource method = JavaSource.of(JavaSource.Method.class);
        assertThat(method.listing(method.whole()).code())
                .isEqualTo(
                        """
                        /** A method or constructor. */
                        record Method(String name, List<String> parameterTypes, Extent extent) {
                            Method {
                                parameterTypes = List.copyOf(parameterTypes);
                            }
                        }""");
    }

    /** The lines that a title names are the lines of the file. */
    @Test
    void listing_title_namesTheLinesOfTheFile() {
        JavaSource source = JavaSource.of(Seed.class);
        List<String> lines = Sources.read("helpsteer/run/Seed.java").lines().toList();
        for (String name : source.methodNames()) {
            for (JavaSource.Method method : source.methods(name)) {
                Listing listing = source.listing(method.extent());
                String[] numbers = listing.title()
                        .replaceAll(".*lines (\\d+) to (\\d+)", "$1 $2")
                        .split(" ", -1);
                int first = Integer.parseInt(numbers[0]);
                int last = Integer.parseInt(numbers[1]);
                String written =
                        String.join("\n", lines.subList(first - 1, last)).stripIndent();
                assertThat(written).isEqualTo(listing.code());
            }
        }
    }

    @Test
    void methods_unknownName_areNone() {
        assertThat(JavaSource.of(Seed.class).methods("nothing")).isEmpty();
        assertThat(JavaSource.of(Seed.class).methods("Seed"))
                .allMatch(m -> m.name().equals("Seed"));
    }

    @Test
    void of_anonymousClass_isRefused() {
        Object anonymous = new Object() {};
        assertThatThrownBy(() -> JavaSource.of(anonymous.getClass())).isInstanceOf(IllegalArgumentException.class);
    }
}
