package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Scorer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One way to make a scorer: a row of an experiment's grid.
 *
 * @param name stands in tables and file names: lower-case letters, digits, dots and hyphens
 * @param group what it differs in from its references
 * @param references names of the variants that it is compared with; none for the base of the whole table
 * @param weights make the one number that ranks responses; what was not trained weighs 0
 * @param rated attributes whose numbers are on the scale of the ratings; none for scorers by comparison
 * @param recipe makes the scorer
 */
public record Variant(
        String name,
        Group group,
        List<String> references,
        AttributeWeights weights,
        Set<Attribute> rated,
        Recipe recipe) {

    /** Makes the scorer of a part. */
    @FunctionalInterface
    public interface Maker {
        /** The part's seed decides over the rows drawn, their order, dropout and the tenth held out. */
        Made make(Part part);
    }

    /**
     * How the scorer is made.
     *
     * @param settings all that decides over its scores besides part and data of the experiment: a stored result with other
     *     settings is refused
     */
    public record Recipe(Map<String, String> settings, Maker maker) {
        public Recipe {
            settings = Map.copyOf(settings);
        }
    }

    /**
     * A scorer and how it was trained.
     *
     * @param scorer open; whoever asked for it closes it
     */
    public record Made(Scorer scorer, TrainingFacts facts) {}

    public Variant {
        Part.checkName(name);
        references = List.copyOf(references);
        if (references.contains(name)) {
            throw new IllegalArgumentException("references of " + name + " must be other variants, got itself");
        }
        EnumSet<Attribute> ordered = EnumSet.noneOf(Attribute.class);
        ordered.addAll(rated);
        rated = Collections.unmodifiableSet(ordered);
    }

    /** A scorer by regression, weighed as the 70B model is (arXiv 2406.08673, appendix H); 0 for what was not trained. */
    static Variant regression(
            String name, Group group, List<String> references, Set<Attribute> attributes, Recipe recipe) {
        AttributeWeights weights = restricted(AttributeWeights.LLAMA3_70B, attributes);
        return new Variant(name, group, references, weights, attributes, recipe);
    }

    /** A scorer whose one number is the one for helpfulness. */
    static Variant comparison(String name, Group group, List<String> references, Recipe recipe) {
        return new Variant(name, group, references, AttributeWeights.HELPFULNESS_ONLY, Set.of(), recipe);
    }

    /** The same, of its references only those named. */
    Variant comparedWith(List<String> names) {
        List<String> kept = references.stream().filter(names::contains).toList();
        return new Variant(name, group, kept, weights, rated, recipe);
    }

    /** The weights of some attributes, 0 for the rest; nothing is scaled again, as only the order counts. */
    static AttributeWeights restricted(AttributeWeights weights, Set<Attribute> attributes) {
        double[] kept = new double[Attribute.COUNT];
        attributes.forEach(a -> kept[a.index()] = weights.of(a));
        return new AttributeWeights(kept[0], kept[1], kept[2], kept[3], kept[4]);
    }

    /** The settings of the recipe, the weights and the rated attributes, in the order of their names. */
    Map<String, String> settings() {
        Map<String, String> out = new TreeMap<>(recipe.settings());
        out.put("rated", rated.toString());
        out.put("weights", weights.toString());
        return out;
    }
}
