package helpsteer;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which top-level type uses which, nested types counting as the type around them: the files of the library.
 *
 * @param uses of each type the types that it names in its byte code
 */
record TypeGraph(Map<String, Set<String>> uses) {
    static TypeGraph of(JavaClasses classes) {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass each : classes) {
            uses.computeIfAbsent(topLevel(each), name -> new TreeSet<>());
        }
        for (JavaClass each : classes) {
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                String used = topLevel(dependency.getTargetClass().getBaseComponentType());
                if (uses.containsKey(used) && !used.equals(topLevel(each))) {
                    uses.computeIfAbsent(topLevel(each), name -> new TreeSet<>())
                            .add(used);
                }
            }
        }
        return new TypeGraph(uses);
    }

    static String topLevel(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }

    static String packageOf(String type) {
        return type.substring(0, type.lastIndexOf('.'));
    }

    static String simpleName(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** The types that some types use, directly or through others, and these themselves. */
    Set<String> reachedFrom(Collection<String> doors) {
        Set<String> known = new TreeSet<>(doors);
        Deque<String> waiting = new ArrayDeque<>(known);
        while (!waiting.isEmpty()) {
            for (String used : used(waiting.remove())) {
                if (known.add(used)) {
                    waiting.add(used);
                }
            }
        }
        return known;
    }

    /** The groups of types of one package in which each uses every other, directly or through others of the package. */
    List<List<String>> cyclesInPackages() {
        TypeGraph within = withinPackages();
        TypeGraph all = new TypeGraph(within.reachable());
        List<List<String>> cycles = new ArrayList<>();
        Set<String> placed = new TreeSet<>();
        for (String type : uses.keySet()) {
            if (all.used(type).contains(type) && !placed.contains(type)) {
                List<String> cycle = all.used(type).stream()
                        .filter(other -> all.used(other).contains(type))
                        .toList();
                placed.addAll(cycle);
                cycles.add(cycle);
            }
        }
        return cycles;
    }

    private Set<String> used(String type) {
        return uses.getOrDefault(type, Set.of());
    }

    /** Of each type what it uses, directly or through others. */
    private Map<String, Set<String>> reachable() {
        Map<String, Set<String>> reached = new TreeMap<>();
        uses.forEach((type, used) -> reached.put(type, reachedFrom(used)));
        return reached;
    }

    private TypeGraph withinPackages() {
        Map<String, Set<String>> kept = new TreeMap<>();
        uses.forEach((type, used) -> {
            Set<String> own = new TreeSet<>(used);
            own.removeIf(other -> !packageOf(other).equals(packageOf(type)));
            kept.put(type, own);
        });
        return new TypeGraph(kept);
    }
}
