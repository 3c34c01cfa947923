package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.RatedResponse;
import helpsteer.data.sets.Conversations;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.frozen.FrozenHead;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.frozen.Vectors;
import helpsteer.reward.heads.FrozenGating;
import helpsteer.reward.heads.LogisticHead;
import helpsteer.reward.heads.OrdinalHead;
import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** The ablations of the two papers at our scale (arXiv 2406.08673, Table 3; arXiv 2410.01257): one change at a time. */
public final class Ablations {
    /** The base of the table. */
    static final String BASE = "regression";

    private static final Set<Attribute> ALL = EnumSet.allOf(Attribute.class);
    private static final Set<Attribute> HELPFULNESS = EnumSet.of(Attribute.HELPFULNESS);

    private final Budget budget;
    private final AblationData data;
    private final Trainer trainer;
    private final FrozenTrainer frozen;
    private final List<Variant> variants = new ArrayList<>();
    private final List<Experiment.Missing> missing = new ArrayList<>();

    private Ablations(Trainer trainer, FrozenTrainer frozen, AblationData data) {
        this.trainer = trainer;
        this.frozen = frozen;
        this.data = data;
        budget = frozen.budget();
    }

    /** What a seed draws to learn from. */
    private interface Rows<T> extends Function<RandomSubset, List<T>> {}

    /** Training of encoder and head together, over seeds counted from 1. */
    public static Experiment tuned(PretrainedEncoder backbone, Budget budget, AblationData data, int seeds) {
        Ablations out = new Ablations(new VariantTrainer(backbone, budget), new FrozenTrainer(backbone, budget), data);
        int responses = budget.responses();
        out.rated(BASE, Group.DATA, "", ALL, out.regression(s -> s.helpSteer2(responses), ALL));
        out.attributes();
        out.losses(s -> s.helpSteer2Pairs(responses));
        out.helpSteer1(responses, BASE);
        out.hhRlhf(responses, "bt-regular");
        out.openAssistant(responses, "helpfulness-only");
        out.readOuts(Pooling.FIRST_TOKEN, Pooling.LAST_TOKEN);
        out.rated("frozen", Group.TUNING, BASE, ALL, out.frozen(responses));
        int whole = 2 * data.helpSteer2().size();
        sizes(whole, whole / 2, whole / 4, whole / 8).forEach((size, rows) -> {
            String reference = size.equals("whole") ? BASE : "tuned-whole";
            out.rated("tuned-" + size, Group.SIZE, reference, ALL, out.regression(s -> s.helpSteer2(rows), ALL));
            out.rated("frozen-" + size, Group.SIZE, "tuned-" + size, ALL, out.frozen(rows));
        });
        return out.experiment(backbone.id(), seeds);
    }

    /**
     * The same with heads on the frozen encoder's vectors, in seconds a variant, so that all can have all rows and all of
     * RewardBench; with more heads and read-outs. What a seed changes is which pairs are drawn.
     *
     * @param budget of which only responses, tokens and benchPairs count; fewer responses than there are, or seeds differ in
     *     nothing
     */
    public static Experiment frozen(PretrainedEncoder backbone, Budget budget, AblationData data, int seeds) {
        FrozenTrainer trainer = new FrozenTrainer(backbone, budget);
        Ablations out = new Ablations(trainer, trainer, data);
        int responses = budget.responses();
        int equal = out.equal();
        String fewer = "helpsteer2-" + equal;
        String fewerPairs = "bt-regular-" + equal;
        out.rated(BASE, Group.LOSSES, "", ALL, out.frozen(responses));
        out.attributes();
        // of the pairs whose rows the regressions see, those of unequal helpfulness
        out.losses(s -> s.unequalOfHelpSteer2(responses));
        out.rated(fewer, Group.DATA, BASE, ALL, out.frozen(equal));
        out.helpSteer1(equal, fewer);
        out.compared(
                fewerPairs,
                Group.DATA,
                "bt-regular",
                out.comparison(s -> s.helpSteer2Pairs(equal), BradleyTerry.REGULAR));
        out.hhRlhf(equal, fewerPairs);
        out.openAssistant(equal, fewer);
        out.readOuts(Pooling.FIRST_TOKEN, Pooling.LAST_TOKEN, Pooling.LABEL_PREFIX);
        out.heads();
        sizes(responses, responses / 4 * 2, responses / 8 * 2, responses / 16 * 2)
                .forEach((size, rows) -> out.rated("ridge-" + size, Group.SIZE, BASE, ALL, out.frozen(rows)));
        return out.experiment("frozen " + backbone.id(), seeds);
    }

    private Experiment experiment(String backbone, int seeds) {
        List<Part> parts = LongStream.rangeClosed(1, seeds)
                .mapToObj(s -> new Part("seed-" + s, s, data.helpSteer2(), data.validation(), data.bench()))
                .toList();
        Experiment.Setup setup =
                new Experiment.Setup("ablations", backbone + ", " + budget, data.hash(), Protocol.SEEDS);
        return new Experiment(setup, variants, missing, parts);
    }

    private static List<String> references(String reference) {
        return reference.isEmpty() ? List.of() : List.of(reference);
    }

    private void rated(String name, Group group, String reference, Set<Attribute> attributes, Variant.Recipe recipe) {
        variants.add(Variant.regression(name, group, references(reference), attributes, recipe));
    }

    private void compared(String name, Group group, String reference, Variant.Recipe recipe) {
        variants.add(Variant.comparison(name, group, references(reference), recipe));
    }

    /** Backbone, budget and data stand among the settings of the experiment. */
    private static Variant.Recipe recipe(String learner, Variant.Maker maker) {
        return new Variant.Recipe(Map.of("learner", learner), maker);
    }

    private RandomSubset subset(Part part) {
        return new RandomSubset(data, part.seed());
    }

    private Trainer.RatedRows rows(Part part, Rows<RatedResponse> rows, Set<Attribute> attributes) {
        return new Trainer.RatedRows(rows.apply(subset(part)), attributes, part.seed());
    }

    private Variant.Recipe regression(Rows<RatedResponse> rows, Set<Attribute> attributes) {
        return regression(rows, attributes, Pooling.MEAN_POOL);
    }

    private Variant.Recipe regression(Rows<RatedResponse> rows, Set<Attribute> attributes, Pooling readOut) {
        return recipe("regression, " + readOut, part -> trainer.regression(rows(part, rows, attributes), readOut));
    }

    private Variant.Recipe frozen(int responses) {
        return recipe("frozen ridge", part -> frozen.regression(rows(part, s -> s.helpSteer2(responses), ALL)));
    }

    private Variant.Recipe comparison(Rows<Comparison> pairs, BradleyTerry kind) {
        return recipe("comparison, " + kind, part -> trainer.comparison(kept(part, pairs), kind, part.seed()));
    }

    private Filtered<Comparison> kept(Part part, Rows<Comparison> pairs) {
        return new Filtered<>(pairs.apply(subset(part)), Map.of());
    }

    private void attributes() {
        Rows<RatedResponse> rows = s -> s.helpSteer2(budget.responses());
        Variant.Recipe shared =
                recipe("regression that others go on from", part -> trainer.regression(rows(part, rows, HELPFULNESS)));
        rated("helpfulness-only", Group.ATTRIBUTES, BASE, HELPFULNESS, shared);
        for (Attribute left : Attribute.values()) {
            Set<Attribute> others = EnumSet.complementOf(EnumSet.of(left));
            rated("without-" + left.key(), Group.ATTRIBUTES, BASE, others, regression(rows, others));
        }
    }

    private void losses(Rows<Comparison> pairs) {
        Rows<RatedResponse> rows = s -> s.helpSteer2(budget.responses());
        for (BradleyTerry kind : BradleyTerry.values()) {
            String name = "bt-" + kind.name().toLowerCase(Locale.ROOT);
            String reference = kind == BradleyTerry.REGULAR ? BASE : "bt-regular";
            compared(name, Group.LOSSES, reference, comparison(pairs, kind));
            Variant.Maker further =
                    part -> trainer.comparisonFrom(rows(part, rows, HELPFULNESS), kept(part, pairs), kind);
            compared(name + "-from-helpfulness", Group.LOSSES, name, recipe("from helpfulness, " + kind, further));
        }
        Variant.Maker beyond = part -> trainer.extrapolated(rows(part, rows, HELPFULNESS), kept(part, pairs));
        compared("expo", Group.LOSSES, "bt-scaled-from-helpfulness", recipe("ExPO " + Trainer.EXPO, beyond));
    }

    private boolean has(boolean there, String name, String needs) {
        if (!there) {
            missing.add(new Experiment.Missing(name, Group.DATA, "needs " + needs));
        }
        return there;
    }

    private void helpSteer1(int responses, String reference) {
        if (has(!data.helpSteer1().isEmpty(), "helpsteer1", "helpsteer1 file " + AblationData.HELPSTEER1)) {
            rated("helpsteer1", Group.DATA, reference, ALL, regression(s -> s.helpSteer1(responses), ALL));
        }
    }

    private void hhRlhf(int responses, String reference) {
        boolean there =
                !data.helpful().items().isEmpty() && !data.harmless().items().isEmpty();
        if (has(there, "hh-rlhf", "hh-rlhf files helpful and harmless, train")) {
            Variant.Maker maker = part -> {
                Filtered<Comparison> pairs = new Filtered<>(subset(part).hh(responses), data.hhDropped());
                return trainer.comparison(pairs, BradleyTerry.REGULAR, part.seed());
            };
            compared("hh-rlhf", Group.DATA, reference, recipe("comparison, " + BradleyTerry.REGULAR, maker));
        }
    }

    private void openAssistant(int responses, String reference) {
        String needs = "open-assistant file " + Conversations.OPEN_ASSISTANT;
        if (has(!data.openAssistant().isEmpty(), "open-assistant", needs)) {
            Variant.Recipe recipe = regression(s -> s.openAssistant(responses), HELPFULNESS);
            rated("open-assistant", Group.DATA, reference, HELPFULNESS, recipe);
        }
    }

    private void readOuts(Pooling... readOuts) {
        for (Pooling readOut : readOuts) {
            String name = readOut.name().toLowerCase(Locale.ROOT).replace('_', '-');
            Variant.Recipe recipe = regression(s -> s.helpSteer2(budget.responses()), ALL, readOut);
            rated(name, Group.READ_OUT, BASE, ALL, recipe);
        }
    }

    private void heads() {
        Vectors vectors = frozen.vectors(Pooling.MEAN_POOL);
        FrozenHead logistic = LogisticHead.on(vectors);
        FrozenHead ordinal = OrdinalHead.on(vectors);
        rated("logistic", Group.HEAD, BASE, ALL, learned(logistic.name(), seed -> logistic));
        rated("ordinal", Group.HEAD, BASE, ALL, learned(ordinal.name(), seed -> ordinal));
        compared("gating", Group.HEAD, BASE, learned("gating", seed -> new FrozenGating(vectors, new Seed(seed))));
    }

    private Variant.Recipe learned(String learner, LongFunction<Learner<RatedResponse>> made) {
        return recipe(learner, part -> {
            List<RatedResponse> rows = subset(part).helpSteer2(budget.responses());
            return new Variant.Made(made.apply(part.seed()).learn(rows), TrainingFacts.untrained(rows.size()));
        });
    }

    private static Map<String, Integer> sizes(int whole, int half, int quarter, int eighth) {
        Map<String, Integer> out = new LinkedHashMap<>();
        out.put("whole", whole);
        out.put("half", half);
        out.put("quarter", quarter);
        out.put("eighth", eighth);
        return out;
    }

    /** Nine tenths of the smallest source, as a seed must leave something out; with these, only the source differs. */
    private int equal() {
        int smallest = budget.responses();
        for (int size : List.of(
                data.helpSteer1().size() * 9 / 10,
                2 * (data.helpful().items().size() + data.harmless().items().size()) * 9 / 10,
                data.openAssistant().size() * 9 / 10)) {
            smallest = size == 0 ? smallest : Math.min(smallest, size);
        }
        return smallest / 4 * 4;
    }
}
