package helpsteer.reward;

import helpsteer.data.Attribute;
import helpsteer.data.BenchPair;
import helpsteer.data.HelpSteer3;
import helpsteer.data.Kept;
import helpsteer.data.Loaded;
import helpsteer.data.Preference;
import helpsteer.data.PreferencePair;
import helpsteer.data.Preferred;
import helpsteer.data.SamplePair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pairs to compare out of each source of preferences; ties and unusable pairs are dropped, and counted by reason. */
public final class ComparedPairs {
    private ComparedPairs() {}

    /** Of preferences from anywhere, such as one part of LLMBar. */
    public static Kept<ComparedPair> of(List<PreferencePair> pairs) {
        return of(new Kept<>(pairs, Map.of()));
    }

    /** The same of pairs some of which were dropped before, as of HH-RLHF; those stay counted. */
    public static Kept<ComparedPair> of(Kept<PreferencePair> pairs) {
        List<ComparedPair> kept = new ArrayList<>();
        Map<String, Integer> dropped = new TreeMap<>(pairs.dropped());
        for (PreferencePair pair : pairs.items()) {
            Optional<String> fault = fault(pair);
            if (fault.isPresent()) {
                dropped.merge(fault.get(), 1, Integer::sum);
            } else {
                kept.add(new ComparedPair(pair.prompt(), pair.chosen(), pair.rejected(), pair.strength()));
            }
        }
        return new Kept<>(kept, dropped);
    }

    private static Optional<String> fault(PreferencePair pair) {
        if (pair.preferred() == Preferred.TIE) {
            return Optional.of("tie");
        }
        if (pair.first().isBlank() || pair.second().isBlank()) {
            return Optional.of("empty response");
        }
        return pair.first().equals(pair.second()) ? Optional.of("identical responses") : Optional.empty();
    }

    /** Of a file in UltraFeedback's form; rows that were refused stay counted. */
    public static Kept<ComparedPair> of(Loaded<PreferencePair> pairs) {
        int refused = pairs.refused().size();
        return of(new Kept<>(pairs.rows(), refused == 0 ? Map.of() : Map.of("row refused", refused)));
    }

    /** Of HelpSteer2-Preference, by the rule of its paper ({@link Preference#used}). */
    public static Kept<ComparedPair> ofPreferences(List<Preference> rows) {
        Kept<Preference> used = Preference.used(rows);
        return of(new Kept<>(used.items().stream().map(Preference::pair).toList(), used.dropped()));
    }

    /** Of two ratings each: their difference, cut off at 3, is the strength; equal ratings are a tie. */
    public static Kept<ComparedPair> ofRatings(List<SamplePair> pairs, Attribute attribute) {
        return of(
                pairs.stream().map(p -> PreferencePair.ofRatings(p, attribute)).toList());
    }

    /** Of HelpSteer3-Preference. */
    public static Kept<ComparedPair> ofHelpSteer3(List<HelpSteer3> rows) {
        return of(rows.stream().map(HelpSteer3::pair).toList());
    }

    /** Of RewardBench, whose pairs have no strength and get 1; for looking at a loss, not for training before a test on it. */
    public static Kept<ComparedPair> ofBench(List<BenchPair> pairs) {
        return of(pairs.stream()
                .map(p -> new PreferencePair(p.prompt(), p.chosen(), p.rejected(), Preferred.FIRST, 1))
                .toList());
    }
}
