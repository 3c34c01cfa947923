package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.Scorer;
import helpsteer.run.Progress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One way to make a scorer.
 *
 * @param name stands in tables and file names: lower-case letters, digits and hyphens
 * @param group what it differs in from its reference
 * @param reference name of the arm that it is compared with; none for the base of the whole table
 * @param goodness makes the one number that ranks responses; what was not trained weighs 0
 * @param rated attributes whose numbers are on the scale of the ratings; none for scorers by comparison
 * @param maker makes the scorer
 */
public record Arm(
        String name,
        Group group,
        Optional<String> reference,
        AttributeWeights goodness,
        Set<Attribute> rated,
        Maker maker) {

    /** Makes the scorer of a seed. */
    @FunctionalInterface
    public interface Maker {
        /** The seed decides over the rows drawn, their order, dropout and the tenth held out. */
        Made make(long seed, Progress progress);
    }

    /**
     * A scorer with its story.
     *
     * @param scorer open; whoever asked for it closes it
     */
    public record Made(Scorer scorer, Facts facts) {}

    public Arm {
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "name must be lower-case letters, digits and hyphens, got \"" + name + "\"");
        }
        if (reference.equals(Optional.of(name))) {
            throw new IllegalArgumentException("reference of " + name + " must be another arm, got itself");
        }
        EnumSet<Attribute> ordered = EnumSet.noneOf(Attribute.class);
        ordered.addAll(rated);
        rated = Collections.unmodifiableSet(ordered);
    }

    /** An arm by regression: goodness is the 70B model's (arXiv 2406.08673, appendix H), 0 for what was not trained. */
    static Arm regression(String name, Group group, String reference, Set<Attribute> attributes, Maker maker) {
        return new Arm(
                name,
                group,
                reference.isEmpty() ? Optional.empty() : Optional.of(reference),
                restricted(AttributeWeights.LLAMA3_70B, attributes),
                attributes,
                maker);
    }

    /** An arm by comparison, whose one number is the one for helpfulness. */
    static Arm comparison(String name, Group group, String reference, Maker maker) {
        return new Arm(name, group, Optional.of(reference), AttributeWeights.HELPFULNESS_ONLY, Set.of(), maker);
    }

    /** The weights of some attributes, 0 for the rest; nothing is scaled again, as only the order of goodness counts. */
    static AttributeWeights restricted(AttributeWeights weights, Set<Attribute> attributes) {
        double[] kept = new double[Attribute.COUNT];
        attributes.forEach(a -> kept[a.index()] = weights.of(a));
        return new AttributeWeights(kept[0], kept[1], kept[2], kept[3], kept[4]);
    }

    /** What its scores depend on besides the run's settings: a cell made by another arm of this name is refused. */
    String recipe() {
        return goodness + ", " + rated;
    }
}
