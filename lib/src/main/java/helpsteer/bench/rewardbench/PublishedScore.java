package helpsteer.bench.rewardbench;

import helpsteer.data.benchmark.Leaderboard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A published model's overall score on RewardBench 1.
 *
 * @param model name on the leaderboard
 * @param overall plain mean of the four sections, as in arXiv 2406.08673; not the leaderboard's own score, which adds
 *     Prior Sets
 */
public record PublishedScore(String model, double overall) {

    /** The models of which all four sections were measured, from the lowest overall score to the highest. */
    public static List<PublishedScore> of(List<Leaderboard> rows) {
        List<PublishedScore> out = new ArrayList<>();
        for (Leaderboard row : rows) {
            double sum = 0;
            boolean whole = true;
            for (Section section : Section.values()) {
                OptionalDouble part = row.part(section.title());
                whole &= part.isPresent();
                sum += part.orElse(0);
            }
            if (whole) {
                out.add(new PublishedScore(row.model(), sum / Section.values().length));
            }
        }
        out.sort(Comparator.comparingDouble(PublishedScore::overall));
        return out;
    }
}
