package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.sets.HelpSteer1;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.Comparison;
import helpsteer.reward.training.Comparisons;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The random subset of the rows that a seed draws. All variants of a seed draw from one order of HelpSteer2's pairs, so that fewer rows are the first
 * of more, and two variants differ in nothing but what they are to differ in.
 */
record RandomSubset(AblationData data, long seed) {

    /** Both rows of HelpSteer2's first pairs. */
    List<RatedResponse> helpSteer2(int responses) {
        return HelpSteer2.samples(order().subList(0, Math.min(order().size(), responses / 2)));
    }

    /** HelpSteer2's first pairs of unequal helpfulness. */
    List<Comparison> helpSteer2Pairs(int responses) {
        return first(Comparisons.ofRatings(order(), Attribute.HELPFULNESS).items(), responses / 2);
    }

    /** Those of {@link #helpSteer2} whose helpfulness is unequal, as pairs. */
    List<Comparison> unequalOfHelpSteer2(int responses) {
        List<RatedPair> drawn = order().subList(0, Math.min(data.helpSteer2().size(), responses / 2));
        return Comparisons.ofRatings(drawn, Attribute.HELPFULNESS).items();
    }

    /** Rows of HelpSteer, prompt by prompt. */
    List<RatedResponse> helpSteer1(int responses) {
        return byPrompt(data.helpSteer1(), responses);
    }

    /** Rows of Open Assistant, prompt by prompt. */
    List<RatedResponse> openAssistant(int responses) {
        return byPrompt(data.openAssistant(), responses);
    }

    /** Pairs of HH-RLHF, half of them on helpfulness, half on harmlessness. */
    List<Comparison> hh(int responses) {
        int half = responses / 4;
        List<Comparison> out = new ArrayList<>(first(shuffled(data.helpful().items(), "helpful"), half));
        out.addAll(first(shuffled(data.harmless().items(), "harmless"), responses / 2 - half));
        return out;
    }

    private List<RatedPair> order() {
        return shuffled(data.helpSteer2(), "helpsteer2");
    }

    private List<RatedResponse> byPrompt(List<RatedResponse> rows, int responses) {
        List<List<RatedResponse>> groups = List.copyOf(HelpSteer1.byPrompt(rows).values());
        return first(shuffled(groups, "prompts").stream().flatMap(List::stream).toList(), responses);
    }

    private static <T> List<T> first(List<T> items, int count) {
        return List.copyOf(items.subList(0, Math.min(items.size(), count)));
    }

    /** Fisher and Yates. */
    private <T> List<T> shuffled(List<T> items, String purpose) {
        List<T> out = new ArrayList<>(items);
        SplittableRandom random = new Seed(seed).stream("draw-" + purpose);
        for (int i = out.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T moved = out.get(i);
            out.set(i, out.get(j));
            out.set(j, moved);
        }
        return out;
    }
}
