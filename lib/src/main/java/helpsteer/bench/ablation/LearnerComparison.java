package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Filtered;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Split;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.InputConfig;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.PretrainedModel;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.frozen.LengthBaseline;
import helpsteer.reward.frozen.SurfaceFeatures;
import helpsteer.reward.frozen.Vectors;
import helpsteer.reward.training.Comparisons;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learners on the same folds of HelpSteer2's pairs, and on RewardBench trained on all of them. All are ranked by the number
 * for helpfulness, as comparisons give no other.
 */
public final class LearnerComparison {
    /** What the others are compared with: ridge on the frozen encoder. */
    public static final String RIDGE = "frozen-ridge";

    /** The other thing that they are compared with. */
    public static final String LENGTH = "length";

    /** Of cross-validation. */
    public static final int FOLDS = 5;

    private static final Seed SPLIT = new Seed(1);

    private LearnerComparison() {}

    /** On all of HelpSteer2 and of RewardBench that the folder holds, in five folds. */
    public static Experiment of(DataHome home, List<Variant> variants) {
        return of(HelpSteer2.pairs(home), RewardBenchFile.v1(home), FOLDS, variants);
    }

    /**
     * On the folds of some pairs, each held out once, then on RewardBench.
     *
     * @param pairs training and validation pairs together
     * @param folds grouped by prompt
     */
    public static Experiment of(List<RatedPair> pairs, List<BenchmarkPair> bench, int folds, List<Variant> variants) {
        List<Part> parts = new ArrayList<>();
        for (Split<RatedPair> split : Split.folds(pairs, RatedPair::prompt, folds, SPLIT)) {
            parts.add(new Part(
                    "fold-" + (parts.size() + 1), SPLIT.value(), split.train(), split.validation(), List.of()));
        }
        parts.add(new Part("bench", SPLIT.value(), pairs, List.of(), bench));
        String hash = AblationData.judged(pairs, bench).hash();
        List<String> names = variants.stream().map(Variant::name).toList();
        return new Experiment(
                new Experiment.Setup("comparison", folds + " folds", hash, Protocol.FOLDS),
                variants.stream().map(v -> v.comparedWith(names)).toList(),
                List.of(),
                parts);
    }

    /** Length, surface features, ridge on the frozen encoder, the encoder tuned by regression, and by scaled comparisons from there. */
    public static List<Variant> usual(PretrainedEncoder backbone, Budget budget) {
        VariantTrainer trainer = new VariantTrainer(backbone, budget);
        Variant.Recipe regression =
                new Variant.Recipe(tuned(backbone, budget, "regression"), part -> trainer.regression(rows(part)));
        return List.of(
                learner(LENGTH, new LengthBaseline()),
                learner("surface", new SurfaceFeatures()),
                frozen(RIDGE, backbone, budget.input(Pooling.MEAN_POOL)),
                variant("tuned-regression", regression),
                tuned("tuned-bt-scaled", backbone, budget, List.of()));
    }

    /**
     * The encoder tuned as the last of {@link #usual}, with pairs of another source among the comparisons.
     *
     * @param more pairs of prompts that neither HelpSteer2 nor RewardBench has; of strength 1 where the source tells none
     */
    public static Variant tuned(String name, PretrainedEncoder backbone, Budget budget, List<Comparison> more) {
        VariantTrainer trainer = new VariantTrainer(backbone, budget);
        Map<String, String> settings = tuned(backbone, budget, "scaled comparisons from the regression");
        settings.put("more pairs", AblationData.hash(more));
        return variant(name, new Variant.Recipe(settings, part -> {
            Filtered<Comparison> own = Comparisons.ofRatings(part.train(), Attribute.HELPFULNESS);
            List<Comparison> all = new ArrayList<>(own.items());
            all.addAll(more);
            return trainer.comparisonFrom(rows(part), new Filtered<>(all, own.dropped()), BradleyTerry.SCALED);
        }));
    }

    private static Map<String, String> tuned(PretrainedEncoder backbone, Budget budget, String learner) {
        Map<String, String> out = new TreeMap<>(budget.settings());
        out.put("backbone", backbone.id());
        out.put("learner", learner);
        return out;
    }

    private static Trainer.RatedRows rows(Part part) {
        return new Trainer.RatedRows(HelpSteer2.samples(part.train()), EnumSet.allOf(Attribute.class), part.seed());
    }

    /** A learner that asks for nothing but rows. */
    public static Variant learner(String name, Learner<RatedResponse> learner) {
        return variant(
                name,
                new Variant.Recipe(
                        learner.settings(),
                        part -> new Variant.Made(
                                learner.learn(HelpSteer2.samples(part.train())),
                                TrainingFacts.untrained(2 * part.train().size()))));
    }

    /** Ridge on a pretrained model as it is, with an intercept where its heads have one. */
    public static Variant frozen(String name, PretrainedModel pretrained, InputConfig input) {
        Vectors vectors = Vectors.of(pretrained, input);
        return learner(
                name,
                pretrained.hasIntercept() ? FrozenHead.ridge(vectors) : FrozenHead.ridgeWithoutIntercept(vectors));
    }

    private static Variant variant(String name, Variant.Recipe recipe) {
        List<String> references =
                switch (name) {
                    case LENGTH -> List.of();
                    case RIDGE -> List.of(LENGTH);
                    default -> List.of(RIDGE, LENGTH);
                };
        return Variant.comparison(name, Group.LEARNER, references, recipe);
    }
}
