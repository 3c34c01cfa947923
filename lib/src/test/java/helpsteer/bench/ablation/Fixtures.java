package helpsteer.bench.ablation;

import helpsteer.bench.rewardbench.Subset;
import helpsteer.data.Attribute;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.TinyEncoder;
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

    /** A variant whose helpfulness is made up of text and seed; it counts its calls. */
    static Variant variant(
            String name, String reference, Map<String, Integer> calls, ToDoubleFunction<PromptResponse> score) {
        return variant(name, reference, part -> {
            calls.merge(name + part.seed(), 1, Integer::sum);
            return new Variant.Made(
                    texts -> texts.stream()
                            .map(t -> new AttributeScores(score.applyAsDouble(t) + part.seed(), 0, 0, 0, 0))
                            .toList(),
                    TrainingFacts.untrained(10));
        });
    }

    static Variant variant(String name, String reference, Variant.Maker maker) {
        return Variant.regression(
                name,
                Group.DATA,
                reference.isEmpty() ? List.of() : List.of(reference),
                Set.of(Attribute.HELPFULNESS),
                new Variant.Recipe(Map.of("tokens", "32"), maker));
    }

    /** A grid over seeds that judges the pairs and rows given. */
    static Experiment seeds(int seeds, List<RatedPair> validation, List<BenchmarkPair> bench, Variant... variants) {
        List<Part> parts = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            parts.add(new Part("seed-" + seed, seed, List.of(), validation, bench));
        }
        String hash = AblationData.judged(validation, bench).hash();
        return new Experiment(
                new Experiment.Setup("ablations", "by hand", hash, Protocol.SEEDS),
                List.of(variants),
                List.of(),
                parts);
    }

    static Map<String, Integer> calls() {
        return new HashMap<>();
    }
}
