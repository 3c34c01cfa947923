package helpsteer.simulation.raters;

import helpsteer.data.Attribute;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.sets.RaterScores;
import helpsteer.simulation.SimulatedPair;
import java.util.List;

/**
 * A pair with its annotations.
 *
 * @param pair what was annotated
 * @param verdict the comparison of the two responses by the same annotators
 */
public record AnnotatedPair(
        SimulatedPair pair, AnnotatedResponse first, AnnotatedResponse second, AggregatedPreference verdict) {

    /** First and second. */
    public List<AnnotatedResponse> responses() {
        return List.of(first, second);
    }

    /**
     * Whether the pair passes the paper's last filter: the annotations kept of both responses differ in helpfulness by at
     * most {@value RaterScores#WIDEST_RELEASED} (arXiv 2406.08673, section 2.1).
     */
    public boolean agrees() {
        return responses().stream()
                .allMatch(r -> r.scores().mostAgreeing().spread(Attribute.HELPFULNESS) <= RaterScores.WIDEST_RELEASED);
    }

    /** The pair with its released ratings, as the ratings files hold it. */
    public RatedPair released() {
        return new RatedPair(released(first), released(second));
    }

    private static RatedResponse released(AnnotatedResponse of) {
        return new RatedResponse(of.prompt(), of.response().text(), of.scores().released());
    }
}
