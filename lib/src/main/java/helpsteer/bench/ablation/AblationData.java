package helpsteer.bench.ablation;

import helpsteer.bench.rewardbench.RewardBenchResult;
import helpsteer.data.BenchmarkPair;
import helpsteer.data.Filtered;
import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.data.benchmark.RewardBenchFile;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Strictness;
import helpsteer.data.sets.Conversations;
import helpsteer.data.sets.HelpSteer1;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.HhRlhf;
import helpsteer.data.sets.OpenAssistant;
import helpsteer.reward.Comparison;
import helpsteer.reward.training.Comparisons;
import helpsteer.run.Hash;
import helpsteer.text.PromptResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The texts that variants learn from and are judged on. A source that is not at hand is empty; its variant is then named as not
 * run.
 *
 * @param helpSteer2 HelpSteer2's training pairs
 * @param helpSteer1 HelpSteer's rows
 * @param helpful HH-RLHF's training pairs on helpfulness
 * @param harmless HH-RLHF's training pairs on harmlessness
 * @param openAssistant last answers of Open Assistant's conversations; their quality stands as helpfulness, the rest is 0
 * @param validation HelpSteer2's validation pairs
 * @param bench rows of RewardBench
 */
public record AblationData(
        List<RatedPair> helpSteer2,
        List<RatedResponse> helpSteer1,
        Filtered<Comparison> helpful,
        Filtered<Comparison> harmless,
        List<RatedResponse> openAssistant,
        List<RatedPair> validation,
        List<BenchmarkPair> bench) {
    /** HelpSteer's file. */
    static final String HELPSTEER1 = "helpsteer1/train";

    /** HH-RLHF's files, the official ones first. */
    private static final List<String> HELPFUL =
            List.of("hh-rlhf/helpful-base/train", "hh-rlhf/helpful_train_sample500");

    private static final List<String> HARMLESS =
            List.of("hh-rlhf/harmless-base/train", "hh-rlhf/harmless_train_sample500");

    private static final String QUALITY = "quality";

    public AblationData {
        helpSteer2 = List.copyOf(helpSteer2);
        helpSteer1 = List.copyOf(helpSteer1);
        openAssistant = List.copyOf(openAssistant);
        validation = List.copyOf(validation);
        bench = List.copyOf(bench);
    }

    /** What the folder holds; HelpSteer2 and RewardBench must be there. */
    public static AblationData load(DataHome home, int benchPairs) {
        return new AblationData(
                HelpSteer2.train(home),
                HelpSteer1.find(home).orElse(List.of()),
                pairs(home, HELPFUL),
                pairs(home, HARMLESS),
                home.table(Conversations.OPEN_ASSISTANT)
                        .map(AblationData::rated)
                        .orElse(List.of()),
                HelpSteer2.validation(home),
                RewardBenchResult.firstOfEach(RewardBenchFile.v1(home), benchPairs));
    }

    /** Pairs to be judged on and nothing else. */
    public static AblationData judged(List<RatedPair> validation, List<BenchmarkPair> bench) {
        Filtered<Comparison> none = new Filtered<>(List.of(), Map.of());
        return new AblationData(List.of(), List.of(), none, none, List.of(), validation, bench);
    }

    private static Filtered<Comparison> pairs(DataHome home, List<String> names) {
        Optional<Path> file =
                names.stream().flatMap(name -> home.table(name).stream()).findFirst();
        return file.map(f -> Comparisons.of(HhRlhf.read(f))).orElse(new Filtered<>(List.of(), Map.of()));
    }

    private static List<RatedResponse> rated(Path file) {
        List<RatedResponse> out = new ArrayList<>();
        for (OpenAssistant path : OpenAssistant.read(file, Strictness.STRICT).rows()) {
            List<OpenAssistant.LabelledTurn> turns = path.turns();
            OpenAssistant.LabelledTurn last = turns.get(turns.size() - 1);
            Integer quality = last.labels().get(QUALITY);
            if (last.turn().role() == Role.ASSISTANT && quality != null) {
                List<Turn> before = turns.subList(0, turns.size() - 1).stream()
                        .map(OpenAssistant.LabelledTurn::turn)
                        .toList();
                out.add(new RatedResponse(new Prompt(before), last.turn().text(), new Ratings(quality, 0, 0, 0, 0)));
            }
        }
        return out;
    }

    /** The first pairs of HH-RLHF, half of them on helpfulness, half on harmlessness; fewer where the files hold fewer. */
    public List<Comparison> hhPairs(int pairs) {
        List<Comparison> out = new ArrayList<>();
        for (Filtered<Comparison> part : List.of(helpful, harmless)) {
            out.addAll(part.items().subList(0, Math.min(pairs / 2, part.items().size())));
        }
        return out;
    }

    /** Both parts of HH-RLHF's reasons for dropping, together. */
    Map<String, Integer> hhDropped() {
        return Filtered.dropped(List.of(helpful, harmless));
    }

    /** SHA-256 over all of it; labels count, too. */
    String hash() {
        List<String> parts = new ArrayList<>();
        for (List<RatedResponse> rows :
                List.of(HelpSteer2.samples(helpSteer2), helpSteer1, openAssistant, HelpSteer2.samples(validation))) {
            parts.add("rows " + rows.size());
            rows.forEach(s -> parts.add(PromptResponse.of(s).contentHash() + s.ratings()));
        }
        for (Filtered<Comparison> pairs : List.of(helpful, harmless)) {
            parts.add("pairs " + pairs.items().size());
            pairs.items().forEach(p -> parts.add(p.contentHash()));
        }
        bench.forEach(row -> parts.add(row.key()));
        Pair.flat(PromptResponse.pairs(bench)).forEach(e -> parts.add(e.contentHash()));
        return Hash.ofTexts(parts.toArray(String[]::new));
    }

    /** SHA-256 over pairs. */
    static String hash(List<Comparison> pairs) {
        return Hash.ofTexts(pairs.stream().map(Comparison::contentHash).toArray(String[]::new));
    }
}
