package helpsteer.bench.ablation;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.reward.Pooling;
import helpsteer.reward.PretrainedEncoder;
import helpsteer.reward.training.BradleyTerry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The arms of an experiment, the base first.
 *
 * @param arms each with another name; a reference stands before those that are compared with it
 * @param missing arms that cannot be run here, with what they lack
 */
public record Plan(List<Arm> arms, List<Missing> missing) {
    /** The base of the table. */
    static final String BASE = "regression";

    private static final Set<Attribute> ALL = EnumSet.allOf(Attribute.class);

    /** An arm that cannot be run, with the reason. */
    public record Missing(String name, Group group, String reason) {}

    public Plan {
        arms = List.copyOf(arms);
        missing = List.copyOf(missing);
        Map<String, Arm> known = new LinkedHashMap<>();
        for (Arm arm : arms) {
            arm.reference().filter(r -> !known.containsKey(r)).ifPresent(r -> {
                throw new IllegalArgumentException(
                        "reference of " + arm.name() + " must be an arm before it, got " + r);
            });
            if (known.put(arm.name(), arm) != null) {
                throw new IllegalArgumentException("arms must have different names, got " + arm.name() + " twice");
            }
        }
    }

    /**
     * The ablations of the two papers at our scale (arXiv 2406.08673, Table 3; arXiv 2410.01257).
     *
     * @param folder where models that several arms need are kept
     */
    public static Plan of(PretrainedEncoder backbone, Budget budget, AblationData data, Path folder) {
        Workshop shop = new Workshop(backbone, budget, data, folder.resolve("models"));
        List<Arm> arms = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        arms.add(onRows(shop, BASE, Group.DATA, "", ALL));
        attributes(shop, arms);
        losses(shop, arms);
        data(shop, arms, missing);
        readOuts(shop, arms);
        arms.add(Arm.regression(
                "frozen",
                Group.TUNING,
                BASE,
                ALL,
                (seed, p) -> shop.frozen(shop.draw(seed).helpSteer2(budget.responses()), p)));
        sizes(shop, arms);
        return new Plan(arms, missing);
    }

    /**
     * The same ablations with heads on the frozen encoder's vectors, in seconds an arm; with more heads and read-outs.
     *
     * @param budget of which only responses, tokens and benchPairs count; fewer responses than there are, or seeds differ in
     *     nothing
     */
    public static Plan frozen(PretrainedEncoder backbone, Budget budget, AblationData data) {
        return FrozenPlan.of(backbone, budget, data);
    }

    private static Arm onRows(Workshop shop, String name, Group group, String reference, Set<Attribute> attributes) {
        return Arm.regression(
                name,
                group,
                reference,
                attributes,
                (seed, p) -> shop.regression(
                        shop.draw(seed).helpSteer2(shop.budget().responses()), attributes, Pooling.MEAN_POOL, seed, p));
    }

    private static void attributes(Workshop shop, List<Arm> arms) {
        arms.add(Arm.regression(
                "helpfulness-only", Group.ATTRIBUTES, BASE, EnumSet.of(Attribute.HELPFULNESS), shop::helpfulness));
        for (Attribute left : Attribute.values()) {
            arms.add(onRows(
                    shop, "without-" + left.key(), Group.ATTRIBUTES, BASE, EnumSet.complementOf(EnumSet.of(left))));
        }
    }

    private static void losses(Workshop shop, List<Arm> arms) {
        for (BradleyTerry kind : BradleyTerry.values()) {
            String name = "bt-" + kind.name().toLowerCase(Locale.ROOT);
            arms.add(Arm.comparison(
                    name,
                    Group.LOSSES,
                    kind == BradleyTerry.REGULAR ? BASE : "bt-regular",
                    (seed, p) -> shop.compared(
                            new Filtered<>(
                                    shop.draw(seed)
                                            .helpSteer2Pairs(shop.budget().responses()),
                                    Map.of()),
                            kind,
                            seed,
                            p)));
            arms.add(Arm.comparison(
                    name + "-from-helpfulness",
                    Group.LOSSES,
                    name,
                    (seed, p) -> shop.comparedFromHelpfulness(kind, seed, p)));
        }
        arms.add(Arm.comparison(
                "expo", Group.LOSSES, "bt-scaled-from-helpfulness", (seed, p) -> shop.extrapolated(seed, p)));
    }

    private static void data(Workshop shop, List<Arm> arms, List<Missing> missing) {
        int responses = shop.budget().responses();
        AblationData data = shop.data();
        if (data.helpSteer1().isEmpty()) {
            missing.add(new Missing("helpsteer1", Group.DATA, "needs helpsteer1 file " + AblationData.HELPSTEER1));
        } else {
            arms.add(Arm.regression(
                    "helpsteer1",
                    Group.DATA,
                    BASE,
                    ALL,
                    (seed, p) ->
                            shop.regression(shop.draw(seed).helpSteer1(responses), ALL, Pooling.MEAN_POOL, seed, p)));
        }
        if (data.helpful().items().isEmpty() || data.harmless().items().isEmpty()) {
            missing.add(new Missing("hh-rlhf", Group.DATA, "needs hh-rlhf files helpful and harmless, train"));
        } else {
            arms.add(Arm.comparison(
                    "hh-rlhf",
                    Group.DATA,
                    "bt-regular",
                    (seed, p) -> shop.compared(
                            new Filtered<>(shop.draw(seed).hh(responses), data.hhDropped()),
                            BradleyTerry.REGULAR,
                            seed,
                            p)));
        }
        Set<Attribute> quality = EnumSet.of(Attribute.HELPFULNESS);
        if (data.openAssistant().isEmpty()) {
            missing.add(new Missing(
                    "open-assistant", Group.DATA, "needs open-assistant file " + AblationData.OPEN_ASSISTANT));
        } else {
            arms.add(Arm.regression(
                    "open-assistant",
                    Group.DATA,
                    "helpfulness-only",
                    quality,
                    (seed, p) -> shop.regression(
                            shop.draw(seed).openAssistant(responses), quality, Pooling.MEAN_POOL, seed, p)));
        }
    }

    private static void readOuts(Workshop shop, List<Arm> arms) {
        for (Pooling readOut : List.of(Pooling.FIRST_TOKEN, Pooling.LAST_TOKEN)) {
            arms.add(Arm.regression(
                    readOut.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    Group.READ_OUT,
                    BASE,
                    ALL,
                    (seed, p) -> shop.regression(
                            shop.draw(seed).helpSteer2(shop.budget().responses()), ALL, readOut, seed, p)));
        }
    }

    /** All rows, then a half, a quarter and an eighth of them, tuned and frozen. */
    private static void sizes(Workshop shop, List<Arm> arms) {
        int whole = 2 * shop.data().helpSteer2().size();
        Map<String, Integer> parts = new LinkedHashMap<>();
        parts.put("whole", whole);
        parts.put("half", whole / 2);
        parts.put("quarter", whole / 4);
        parts.put("eighth", whole / 8);
        parts.forEach((part, responses) -> {
            boolean all = part.equals("whole");
            arms.add(Arm.regression(
                    "tuned-" + part,
                    Group.SIZE,
                    all ? BASE : "tuned-whole",
                    ALL,
                    (seed, p) ->
                            shop.regression(shop.draw(seed).helpSteer2(responses), ALL, Pooling.MEAN_POOL, seed, p)));
            arms.add(Arm.regression(
                    "frozen-" + part,
                    Group.SIZE,
                    "tuned-" + part,
                    ALL,
                    (seed, p) -> shop.frozen(shop.draw(seed).helpSteer2(responses), p)));
        });
    }

    /** Some of the arms by name; references need not be among them. */
    public List<Arm> only(List<String> names) {
        for (String name : names) {
            if (arms.stream().noneMatch(arm -> arm.name().equals(name))) {
                throw new IllegalArgumentException(
                        "arm must be one of " + arms.stream().map(Arm::name).toList() + ", got " + name);
            }
        }
        return names.isEmpty()
                ? arms
                : arms.stream().filter(arm -> names.contains(arm.name())).toList();
    }
}
