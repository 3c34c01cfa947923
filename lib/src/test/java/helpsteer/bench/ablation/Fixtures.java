package helpsteer.bench.ablation;

import helpsteer.bench.rewardbench.Subset;
import helpsteer.data.Attribute;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Filtered;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.TinyEncoder;
import helpsteer.reward.training.Comparison;
import helpsteer.reward.training.Comparisons;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Small data for the tests of ablations. */
final class Fixtures {
    private Fixtures() {}

    /** Two hundred pairs to learn from, ten to validate on, two rows of each of four subsets; no Open Assistant. */
    static AblationData data() {
        List<RatedPair> train = TinyEncoder.pairs(200, 1);
        return new AblationData(
                train,
                HelpSteer2.samples(TinyEncoder.pairs(60, 2)),
                Comparisons.ofRatings(TinyEncoder.pairs(60, 3), Attribute.HELPFULNESS),
                Comparisons.ofRatings(TinyEncoder.pairs(60, 4), Attribute.HELPFULNESS),
                List.of(),
                TinyEncoder.pairs(10, 5),
                bench());
    }

    static List<BenchmarkPair> bench() {
        List<BenchmarkPair> out = new ArrayList<>();
        for (Subset subset :
                List.of(Subset.ALPACAEVAL_EASY, Subset.LLMBAR_NATURAL, Subset.REFUSALS_DANGEROUS, Subset.HEP_JAVA)) {
            for (int i = 0; i < 2; i++) {
                out.add(new BenchmarkPair(
                        subset.key(), Integer.toString(i), Prompt.ofUser("red " + subset + i), "good cat", "bad dog"));
            }
        }
        return out;
    }

    /** No training data; validation and benchmark as given. */
    static AblationData judged(List<RatedPair> validation, List<BenchmarkPair> bench) {
        Filtered<Comparison> none = new Filtered<>(List.of(), Map.of());
        return new AblationData(List.of(), List.of(), none, none, List.of(), validation, bench);
    }

    /** An arm whose helpfulness is made up of text and seed; it counts its calls. */
    static Arm arm(String name, String reference, Map<String, Integer> calls, ToDoubleFunction<PromptResponse> score) {
        return Arm.regression(name, Group.DATA, reference, Set.of(Attribute.HELPFULNESS), (seed, p) -> {
            calls.merge(name + seed, 1, Integer::sum);
            return new Arm.Made(
                    (texts, q) -> texts.stream()
                            .map(t -> new AttributeScores(score.applyAsDouble(t) + seed, 0, 0, 0, 0))
                            .toList(),
                    Facts.untrained(10));
        });
    }

    static Map<String, Integer> calls() {
        return new HashMap<>();
    }
}
