package helpsteer.bench.ablation;

import helpsteer.bench.RewardBench;
import helpsteer.data.BenchPair;
import helpsteer.data.DataHome;
import helpsteer.data.HelpSteer1;
import helpsteer.data.HelpSteer2;
import helpsteer.data.HhRlhf;
import helpsteer.data.Kept;
import helpsteer.data.OpenAssistant;
import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.Reading;
import helpsteer.data.RewardBenchFile;
import helpsteer.data.Role;
import helpsteer.data.Sample;
import helpsteer.data.SamplePair;
import helpsteer.data.Turn;
import helpsteer.reward.ComparedPair;
import helpsteer.reward.ComparedPairs;
import helpsteer.run.Hash;
import helpsteer.text.Exchange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The texts that arms learn from and are judged on. A source that is not at hand is empty; its arm is then named as not
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
        List<SamplePair> helpSteer2,
        List<Sample> helpSteer1,
        Kept<ComparedPair> helpful,
        Kept<ComparedPair> harmless,
        List<Sample> openAssistant,
        List<SamplePair> validation,
        List<BenchPair> bench) {
    /** Open Assistant's file. */
    static final String OPEN_ASSISTANT = "oasst1/2023-04-12_oasst_all.trees";

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
                home.table(OPEN_ASSISTANT).map(AblationData::rated).orElse(List.of()),
                HelpSteer2.validation(home),
                RewardBench.firstOfEach(RewardBenchFile.v1(home), benchPairs));
    }

    /** Nothing, for scorers that are given their rows. */
    static AblationData empty() {
        return ofValidation(List.of());
    }

    /** Pairs to be judged on and nothing else. */
    static AblationData ofValidation(List<SamplePair> pairs) {
        Kept<ComparedPair> none = new Kept<>(List.of(), Map.of());
        return new AblationData(List.of(), List.of(), none, none, List.of(), pairs, List.of());
    }

    private static Kept<ComparedPair> pairs(DataHome home, List<String> names) {
        Optional<Path> file =
                names.stream().flatMap(name -> home.table(name).stream()).findFirst();
        return file.map(f -> ComparedPairs.of(HhRlhf.read(f))).orElse(new Kept<>(List.of(), Map.of()));
    }

    private static List<Sample> rated(Path file) {
        List<Sample> out = new ArrayList<>();
        for (OpenAssistant path : OpenAssistant.read(file, Reading.STRICT).rows()) {
            List<OpenAssistant.LabelledTurn> turns = path.turns();
            OpenAssistant.LabelledTurn last = turns.get(turns.size() - 1);
            Integer quality = last.labels().get(QUALITY);
            if (last.turn().role() == Role.ASSISTANT && quality != null) {
                List<Turn> before = turns.subList(0, turns.size() - 1).stream()
                        .map(OpenAssistant.LabelledTurn::turn)
                        .toList();
                out.add(new Sample(new Prompt(before), last.turn().text(), new Ratings(quality, 0, 0, 0, 0)));
            }
        }
        return out;
    }

    /** The texts that every arm is judged on: both of each validation pair, then both of each row of RewardBench. */
    public List<Exchange> judged() {
        List<Exchange> out = new ArrayList<>();
        HelpSteer2.samples(validation).forEach(s -> out.add(Exchange.of(s)));
        out.addAll(RewardBench.exchanges(bench));
        return out;
    }

    /** The first pairs of HH-RLHF, half of them on helpfulness, half on harmlessness; fewer where the files hold fewer. */
    public List<ComparedPair> hhPairs(int pairs) {
        List<ComparedPair> out = new ArrayList<>();
        for (Kept<ComparedPair> part : List.of(helpful, harmless)) {
            out.addAll(part.items().subList(0, Math.min(pairs / 2, part.items().size())));
        }
        return out;
    }

    /** Both parts of HH-RLHF's reasons for dropping, together. */
    Map<String, Integer> hhDropped() {
        Map<String, Integer> out = new TreeMap<>(helpful.dropped());
        harmless.dropped().forEach((reason, count) -> out.merge(reason, count, Integer::sum));
        return out;
    }

    /** SHA-256 over all of it; labels count, too. */
    String hash() {
        List<String> parts = new ArrayList<>();
        for (List<Sample> rows :
                List.of(HelpSteer2.samples(helpSteer2), helpSteer1, openAssistant, HelpSteer2.samples(validation))) {
            parts.add("rows " + rows.size());
            rows.forEach(s -> parts.add(Exchange.of(s).contentHash() + s.ratings()));
        }
        for (Kept<ComparedPair> pairs : List.of(helpful, harmless)) {
            parts.add("pairs " + pairs.items().size());
            pairs.items()
                    .forEach(p -> parts.add(new Exchange(p.prompt(), p.chosen()).contentHash()
                            + new Exchange(p.prompt(), p.rejected()).contentHash()
                            + p.strength()));
        }
        bench.forEach(row -> parts.add(row.key()));
        RewardBench.exchanges(bench).forEach(e -> parts.add(e.contentHash()));
        return Hash.ofTexts(parts.toArray(String[]::new));
    }
}
