package helpsteer.simulation.raters;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.sets.RaterScores;
import helpsteer.simulation.SimulatedResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A response with its annotations at two stages of the collection.
 *
 * @param initial the first three annotations, those of careless annotators among them
 * @param kept what quality assurance leaves, with the annotators who were recruited where helpfulness differed too much; 2 to 5
 */
public record AnnotatedResponse(
        Prompt prompt, SimulatedResponse response, List<Annotation> initial, List<Annotation> kept) {
    public AnnotatedResponse {
        initial = List.copyOf(initial);
        kept = List.copyOf(kept);
    }

    /** The scores of the initial collection (Table 1, first column). */
    public RaterScores initialScores() {
        return scores(initial);
    }

    /** The scores that the file {@code disagreements} holds; {@link RaterScores#mostAgreeing} are Table 1's second column. */
    public RaterScores scores() {
        return scores(kept);
    }

    private RaterScores scores(List<Annotation> annotations) {
        Map<Attribute, List<Integer>> lists = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            lists.put(
                    attribute,
                    annotations.stream().map(a -> a.ratings().of(attribute)).toList());
        }
        return new RaterScores(prompt, response.text(), lists);
    }
}
