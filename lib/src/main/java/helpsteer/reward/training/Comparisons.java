package helpsteer.reward.training;

import helpsteer.data.Attribute;
import helpsteer.data.Filtered;
import helpsteer.data.PairFilter;
import helpsteer.data.PreferencePair;
import helpsteer.data.Preferred;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.io.ReadResult;
import helpsteer.data.sets.HelpSteer3;
import helpsteer.data.sets.Preference;
import helpsteer.reward.Comparison;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pairs to compare out of each source of preferences; ties and unusable pairs are dropped, and counted by reason. */
public final class Comparisons {
    private Comparisons() {}

    /** Of preferences from anywhere, such as one part of LLMBar. */
    public static Filtered<Comparison> of(List<PreferencePair> pairs) {
        return of(new Filtered<>(pairs, Map.of()));
    }

    /** The same of pairs some of which were dropped before, as of HH-RLHF; those stay counted. */
    public static Filtered<Comparison> of(Filtered<PreferencePair> pairs) {
        return pairs.then(all -> PairFilter.filter(all, Comparisons::fault))
                .map(pair -> new Comparison(pair.prompt(), pair.chosen(), pair.rejected(), pair.strength()));
    }

    private static Optional<String> fault(PreferencePair pair) {
        if (pair.preferred() == Preferred.TIE) {
            return Optional.of("tie");
        }
        if (pair.first().isBlank() || pair.second().isBlank()) {
            return Optional.of("empty response");
        }
        return PairFilter.reasonIf(pair.first().equals(pair.second()), "identical responses");
    }

    /** Of a file of preference pairs; rows that were refused stay counted. */
    public static Filtered<Comparison> of(ReadResult<PreferencePair> pairs) {
        int refused = pairs.refused().size();
        return of(new Filtered<>(pairs.rows(), refused == 0 ? Map.of() : Map.of("row refused", refused)));
    }

    /** Of HelpSteer2-Preference, by the rule of its paper ({@link Preference#used}). */
    public static Filtered<Comparison> ofPreferences(List<Preference> rows) {
        return of(Preference.used(rows).map(Preference::pair));
    }

    /** Of two ratings each: their difference, cut off at 3, is the strength; equal ratings are a tie. */
    public static Filtered<Comparison> ofRatings(List<RatedPair> pairs, Attribute attribute) {
        return of(
                pairs.stream().map(p -> PreferencePair.ofRatings(p, attribute)).toList());
    }

    /**
     * Those among which the longer response is chosen as often as the shorter ({@link PairFilter#lengthBalanced}), by the
     * ratio of their characters.
     */
    public static Filtered<Comparison> lengthBalanced(Filtered<Comparison> pairs) {
        return pairs.then(all -> PairFilter.lengthBalanced(
                all,
                pair -> Math.log(
                        (double) RatedResponse.characters(pair.chosen()) / RatedResponse.characters(pair.rejected()))));
    }

    /** Of HelpSteer3-Preference. */
    public static Filtered<Comparison> ofHelpSteer3(List<HelpSteer3> rows) {
        return of(rows.stream().map(HelpSteer3::pair).toList());
    }
}
