package helpsteer.bench;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.PreferencePair;
import helpsteer.data.benchmark.LlmBar;
import helpsteer.data.benchmark.MtBench;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.HhRlhf;
import helpsteer.data.sets.Preference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sets of pairs that a model trained on HelpSteer2 is tried on, all in one form. */
public final class TransferSets {
    private TransferSets() {}

    /** HelpSteer2's validation pairs, the better one by helpfulness. */
    public static PairBenchmark helpSteer2(DataHome home) {
        List<PreferencePair> pairs = HelpSteer2.validation(home).stream()
                .map(pair -> PreferencePair.ofRatings(pair, Attribute.HELPFULNESS))
                .toList();
        return PairBenchmark.of("HelpSteer2 validation", new Filtered<>(pairs, Map.of()));
    }

    /** The validation part of HelpSteer2-Preference, filtered as in arXiv 2410.01257; 352 pairs of the official file. */
    public static PairBenchmark helpSteer2Preference(DataHome home) {
        List<Preference> validation = Preference.read(home).stream()
                .filter(p -> p.part() == Preference.Part.VALIDATION)
                .toList();
        return PairBenchmark.of(
                "HelpSteer2-Preference validation", Preference.used(validation).map(Preference::pair));
    }

    /** HH-RLHF's test pairs on helpfulness. */
    public static PairBenchmark hhHelpful(DataHome home) {
        return PairBenchmark.of("HH-RLHF helpful", HhRlhf.helpfulTest(home));
    }

    /** HH-RLHF's test pairs on harmlessness. */
    public static PairBenchmark hhHarmless(DataHome home) {
        return PairBenchmark.of("HH-RLHF harmless", HhRlhf.harmlessTest(home));
    }

    /** LLMBar, a subset for each of its parts; RewardBench 1 has the same pairs in Chat Hard. */
    public static PairBenchmark llmBar(DataHome home) {
        Map<String, Filtered<PreferencePair>> parts = new LinkedHashMap<>();
        LlmBar.read(home).forEach((part, pairs) -> parts.put(part, new Filtered<>(pairs, Map.of())));
        return PairBenchmark.of("LLMBar", parts);
    }

    /** MT-Bench's comparisons by people. */
    public static PairBenchmark mtBench(DataHome home) {
        return PairBenchmark.of("MT-Bench human", MtBench.human(home));
    }

    /** RewardBench 1's pairs, for what is measured on pairs as such; its own score is {@code RewardBenchResult}'s. */
    public static PairBenchmark rewardBench(DataHome home) {
        return new PairBenchmark("RewardBench", RewardBenchFile.v1(home), Map.of());
    }
}
