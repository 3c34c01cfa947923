package helpsteer.bench.ablation;

import helpsteer.data.BenchmarkPair;
import helpsteer.data.Pair;
import helpsteer.data.RatedPair;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * One column of an experiment's grid: a seed, a fold or a benchmark. Every variant is trained once for each part. Parts of
 * one seed belong together: a variant's score is taken over all of them.
 *
 * @param name stands in file names, such as {@code "seed-1"} or {@code "fold-2"}
 * @param seed of training, and of whatever a variant draws
 * @param train HelpSteer2's pairs that may be learned from
 * @param validation HelpSteer2's pairs to be judged
 * @param bench rows of RewardBench to be judged
 */
public record Part(
        String name, long seed, List<RatedPair> train, List<RatedPair> validation, List<BenchmarkPair> bench) {
    public Part {
        checkName(name);
        train = List.copyOf(train);
        validation = List.copyOf(validation);
        bench = List.copyOf(bench);
    }

    /** The texts to be scored: both of each validation pair, then both of each row of RewardBench. */
    public List<PromptResponse> texts() {
        List<PromptResponse> out = new ArrayList<>();
        HelpSteer2.samples(validation).forEach(s -> out.add(PromptResponse.of(s)));
        out.addAll(Pair.flat(PromptResponse.pairs(bench)));
        return out;
    }

    /** Of numbers of {@link #texts} those of the validation pairs' responses, in the order of {@link HelpSteer2#samples}. */
    <T> List<T> ofValidation(List<T> ofTexts) {
        return ofTexts.subList(0, HelpSteer2.samples(validation).size());
    }

    /** Of numbers of {@link #texts} those of the rows of RewardBench. */
    <T> List<Pair<T>> ofBench(List<T> ofTexts) {
        return Pair.apart(bench.size(), ofTexts.subList(ofValidation(ofTexts).size(), ofTexts.size()));
    }

    static void checkName(String name) {
        if (!name.matches("[a-z0-9.]+(-[a-z0-9.]+)*")) {
            throw new IllegalArgumentException(
                    "name must be lower-case letters, digits, dots and hyphens, got \"" + name + "\"");
        }
    }
}
