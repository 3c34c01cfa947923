package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.RatedResponse;
import helpsteer.reward.LinearHead;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.Scorer;
import helpsteer.reward.frozen.Learner;
import helpsteer.reward.frozen.Ridge;
import helpsteer.reward.heads.FrozenComparison;
import helpsteer.reward.heads.FrozenGating;
import helpsteer.reward.heads.FrozenHead;
import helpsteer.reward.heads.Vectors;
import helpsteer.reward.training.BradleyTerry;
import helpsteer.reward.training.Comparison;
import helpsteer.run.Progress;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The same ablations with heads on the frozen encoder's vectors: each arm takes seconds, so all can have all rows and all of
 * RewardBench. What a seed changes is which pairs are drawn.
 *
 * <p>A head is linear and its loss convex, so where training starts does not matter; an arm "from helpfulness" is instead
 * held near the head that was fitted to helpfulness.
 */
final class FrozenPlan {
    private static final Set<Attribute> ALL = EnumSet.allOf(Attribute.class);
    private static final double EXPO = 1.52;
    private static final int FOLDS = 5;

    private final PretrainedEncoder backbone;
    private final Budget budget;
    private final AblationData data;
    private final Vectors vectors;
    private final List<Arm> arms = new ArrayList<>();
    private final List<Plan.Missing> missing = new ArrayList<>();

    private FrozenPlan(PretrainedEncoder backbone, Budget budget, AblationData data) {
        this.backbone = backbone;
        this.budget = budget;
        this.data = data;
        vectors = read(Pooling.MEAN_POOL);
    }

    static Plan of(PretrainedEncoder backbone, Budget budget, AblationData data) {
        FrozenPlan plan = new FrozenPlan(backbone, budget, data);
        plan.onRows(Plan.BASE, Group.LOSSES, "", ALL, FrozenHead.ridge(plan.vectors));
        plan.attributes();
        plan.losses();
        plan.data();
        plan.readOuts();
        plan.heads();
        plan.sizes();
        return new Plan(plan.arms, plan.missing);
    }

    private Vectors read(Pooling readOut) {
        return Vectors.of(backbone, budget.reading(readOut));
    }

    private List<RatedResponse> rows(long seed, int responses) {
        return new Draw(data, seed).helpSteer2(responses);
    }

    /** Of the pairs whose rows the regressions see, those of unequal helpfulness. */
    private List<Comparison> pairs(long seed) {
        return new Draw(data, seed).unequalOfHelpSteer2(budget.responses());
    }

    private void onRows(String name, Group group, String reference, Set<Attribute> attributes, Learner learner) {
        arms.add(Arm.regression(
                name, group, reference, attributes, (seed, p) -> made(rows(seed, budget.responses()), learner, p)));
    }

    private static Arm.Made made(List<RatedResponse> rows, Learner learner, Progress progress) {
        return new Arm.Made(learner.learn(rows, progress), Facts.untrained(rows.size()));
    }

    private void attributes() {
        FrozenHead ridge = FrozenHead.ridge(vectors);
        onRows("helpfulness-only", Group.ATTRIBUTES, Plan.BASE, EnumSet.of(Attribute.HELPFULNESS), ridge);
        for (Attribute left : Attribute.values()) {
            Set<Attribute> rest = EnumSet.complementOf(EnumSet.of(left));
            onRows("without-" + left.key(), Group.ATTRIBUTES, Plan.BASE, rest, ridge);
        }
    }

    private void losses() {
        for (BradleyTerry kind : BradleyTerry.values()) {
            String name = "bt-" + kind.name().toLowerCase(Locale.ROOT);
            String reference = kind == BradleyTerry.REGULAR ? Plan.BASE : "bt-regular";
            arms.add(Arm.comparison(
                    name, Group.LOSSES, reference, (seed, p) -> compared(pairs(seed), Map.of(), kind, p)));
            arms.add(Arm.comparison(
                    name + "-from-helpfulness",
                    Group.LOSSES,
                    name,
                    (seed, p) -> scorer(from(helpfulness(seed, p), seed, kind, p), budget.responses())));
        }
        arms.add(Arm.comparison(
                "expo",
                Group.LOSSES,
                "bt-scaled-from-helpfulness",
                (seed, p) -> scorer(extrapolated(seed, p), budget.responses())));
    }

    private Arm.Made compared(
            List<Comparison> pairs, Map<String, Integer> dropped, BradleyTerry kind, Progress progress) {
        Scorer scorer = new FrozenComparison(vectors, kind).learn(pairs, progress);
        return new Arm.Made(scorer, new Facts(2 * pairs.size(), dropped, 0, 0, 0, 0));
    }

    private Arm.Made scorer(LinearHead head, int responses) {
        return new Arm.Made(vectors.scorer(head::apply), Facts.untrained(responses));
    }

    private LinearHead helpfulness(long seed, Progress progress) {
        List<RatedResponse> rows = rows(seed, budget.responses());
        float[][] known = vectors.of(rows.stream().map(PromptResponse::of).toList(), progress);
        return Ridge.choosing(known, rows.stream().map(RatedResponse::ratings).toList(), Ridge.folds(rows, FOLDS))
                .head();
    }

    private LinearHead from(LinearHead start, long seed, BradleyTerry kind, Progress progress) {
        return new FrozenComparison(vectors, kind)
                .fitFrom(start, pairs(seed), progress)
                .head();
    }

    /** {@code weak + 1.52 * (strong - weak)} of the two heads (arXiv 2410.01257). */
    private LinearHead extrapolated(long seed, Progress progress) {
        LinearHead start = helpfulness(seed, progress);
        double[] weak = start.weights(Attribute.HELPFULNESS);
        double[] strong = from(start, seed, BradleyTerry.SCALED, progress).weights(Attribute.HELPFULNESS);
        double[][] weights = new double[Attribute.COUNT][weak.length];
        for (int d = 0; d < weak.length; d++) {
            weights[Attribute.HELPFULNESS.index()][d] = weak[d] + EXPO * (strong[d] - weak[d]);
        }
        return new LinearHead(weights, new double[Attribute.COUNT]);
    }

    /** All with as many responses as the smallest source has, so that only the source differs. */
    private void data() {
        int equal = equal();
        FrozenHead ridge = FrozenHead.ridge(vectors);
        String fewer = "helpsteer2-" + equal;
        arms.add(Arm.regression(fewer, Group.DATA, Plan.BASE, ALL, (seed, p) -> made(rows(seed, equal), ridge, p)));
        if (data.helpSteer1().isEmpty()) {
            missing.add(new Plan.Missing("helpsteer1", Group.DATA, "needs helpsteer1 file " + AblationData.HELPSTEER1));
        } else {
            arms.add(Arm.regression(
                    "helpsteer1",
                    Group.DATA,
                    fewer,
                    ALL,
                    (seed, p) -> made(new Draw(data, seed).helpSteer1(equal), ridge, p)));
        }
        arms.add(Arm.comparison(
                "bt-regular-" + equal,
                Group.DATA,
                "bt-regular",
                (seed, p) -> compared(new Draw(data, seed).helpSteer2Pairs(equal), Map.of(), BradleyTerry.REGULAR, p)));
        if (data.helpful().items().isEmpty() || data.harmless().items().isEmpty()) {
            missing.add(new Plan.Missing("hh-rlhf", Group.DATA, "needs hh-rlhf files helpful and harmless, train"));
        } else {
            arms.add(Arm.comparison("hh-rlhf", Group.DATA, "bt-regular-" + equal, (seed, p) -> {
                Filtered<Comparison> pairs = new Filtered<>(new Draw(data, seed).hh(equal), data.hhDropped());
                return compared(pairs.items(), pairs.dropped(), BradleyTerry.REGULAR, p);
            }));
        }
        if (data.openAssistant().isEmpty()) {
            missing.add(new Plan.Missing(
                    "open-assistant", Group.DATA, "needs open-assistant file " + AblationData.OPEN_ASSISTANT));
        } else {
            arms.add(Arm.regression(
                    "open-assistant",
                    Group.DATA,
                    fewer,
                    EnumSet.of(Attribute.HELPFULNESS),
                    (seed, p) -> made(new Draw(data, seed).openAssistant(equal), ridge, p)));
        }
    }

    /** Nine tenths of the smallest source, as a seed must leave something out. */
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

    private void readOuts() {
        for (Pooling readOut : List.of(Pooling.FIRST_TOKEN, Pooling.LAST_TOKEN, Pooling.LABEL_PREFIX)) {
            String name = readOut.name().toLowerCase(Locale.ROOT).replace('_', '-');
            onRows(name, Group.READ_OUT, Plan.BASE, ALL, FrozenHead.ridge(read(readOut)));
        }
    }

    private void heads() {
        onRows("logistic", Group.HEAD, Plan.BASE, ALL, FrozenHead.logistic(vectors));
        onRows("ordinal", Group.HEAD, Plan.BASE, ALL, FrozenHead.ordinal(vectors));
        arms.add(Arm.comparison(
                "gating",
                Group.HEAD,
                Plan.BASE,
                (seed, p) -> made(rows(seed, budget.responses()), new FrozenGating(vectors, new Seed(seed)), p)));
    }

    private void sizes() {
        Map<String, Integer> parts = new LinkedHashMap<>();
        parts.put("whole", budget.responses());
        parts.put("half", budget.responses() / 4 * 2);
        parts.put("quarter", budget.responses() / 8 * 2);
        parts.put("eighth", budget.responses() / 16 * 2);
        parts.forEach((part, responses) -> arms.add(Arm.regression(
                "ridge-" + part,
                Group.SIZE,
                Plan.BASE,
                ALL,
                (seed, p) -> made(rows(seed, responses), FrozenHead.ridge(vectors), p))));
    }
}
