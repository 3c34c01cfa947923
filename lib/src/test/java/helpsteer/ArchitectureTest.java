package helpsteer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.TSFBuilder;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the one-way order of the packages and the fences around libraries. */
class ArchitectureTest {
    /** The direction of the data: each package may use only those before it. */
    private static final List<String> FLOW = List.of(
            "stats",
            "run",
            "data",
            "simulation",
            "text",
            "weights",
            "nn",
            "train",
            "reward",
            "bench",
            "generate",
            "align",
            "study",
            "report",
            "kernel",
            "cli");

    /** The front door, which gathers parts of all packages below the commands and the kernel. */
    private static final String FRONT_DOOR = "helpsteer";

    private static final int FILES_ON_CYCLES = 57;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("helpsteer");

    @TestFactory
    Stream<DynamicTest> packages_useOnlyEarlierOnes() {
        return IntStream.range(0, FLOW.size() - 1)
                .mapToObj(i -> dynamicTest(FLOW.get(i), () -> noClasses()
                        .that()
                        .resideInAPackage(named(FLOW.get(i)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(packages(FLOW.subList(i + 1, FLOW.size())))
                        .check(CLASSES)));
    }

    @Test
    void subPackages_haveNoCycle() {
        SlicesRuleDefinition.slices()
                .matching("helpsteer.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** Files of one package that use each other in a circle cannot be read one after the other: their number may only fall. */
    @Test
    void filesOnACycleInAPackage_areNoMoreThanBefore() {
        List<List<String>> cycles = TypeGraph.of(CLASSES).cyclesInPackages();
        assertThat(cycles.stream().mapToInt(List::size).sum())
                .as("files on a cycle, lower the constant where there are fewer: %s", cycles)
                .isLessThanOrEqualTo(FILES_ON_CYCLES);
    }

    /** What no command, notebook, benchmark or type of the front door reaches gets a door or goes. */
    @Test
    void everyPublicType_isReached() throws IOException {
        Set<String> reached = TypeGraph.of(CLASSES).reachedFrom(Doors.of(CLASSES));
        assertThat(CLASSES.stream()
                        .filter(type ->
                                type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getName)
                        .filter(name -> !reached.contains(name)))
                .isEmpty();
    }

    @Test
    void everyClass_livesInAPackageOfTheFlow() {
        classes()
                .that()
                .resideOutsideOfPackage(FRONT_DOOR)
                .should()
                .resideInAnyPackage(packages(FLOW))
                .check(CLASSES);
    }

    @Test
    void frontDoor_isUsedByNoPackageButThatOfTheCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackages(FRONT_DOOR, named("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(FRONT_DOOR)
                .check(CLASSES);
    }

    @Test
    void djl_onlyFromTextToAlign() {
        fence("ai.djl..", "text", "nn", "train", "reward", "generate", "align");
    }

    @Test
    void chartsAndTables_onlyInReport() {
        fence("org.knowm.xchart..", "report");
        fence("tech.tablesaw..", "report", "");
    }

    @Test
    void commandLines_onlyInCli() {
        fence("picocli..", "cli");
    }

    @Test
    void kernel_onlyInKernel() {
        fence("io.github.spencerpark..", "kernel");
    }

    @Test
    void json_onlyWhereFilesAreReadOrWritten() {
        fence(
                "com.fasterxml.jackson..",
                "run",
                "data",
                "simulation",
                "text",
                "weights",
                "train",
                "reward",
                "bench",
                "generate",
                "align",
                "study");
    }

    @Test
    void jsonMapper_isOne() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("helpsteer.run.Json")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectCodec.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(TSFBuilder.class)
                .check(CLASSES);
    }

    @Test
    void systemOut_onlyInReportAndCli() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages(List.of("report", "cli")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    @Test
    void staticFields_areFinal() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
    }

    private static void fence(String library, String... allowed) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages(List.of(allowed)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(ArchitectureTest::named).toArray(String[]::new);
    }

    private static String named(String name) {
        return name.isEmpty() ? FRONT_DOOR : "helpsteer." + name + "..";
    }
}
