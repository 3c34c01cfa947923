package helpsteer.reward.calibration;

import helpsteer.data.Pair;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.reward.AttributeWeights;
import helpsteer.reward.BradleyTerry;
import helpsteer.reward.Comparison;
import helpsteer.reward.RewardModel;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Rows that heads are fitted to again, to see how much a head owes to the prompts that it happened to learn. */
public sealed interface HeadRows {
    /** Most prompts whose vectors are computed; where it is known that a model learned more, the spread of the heads is made smaller. */
    int MOST_PROMPTS = 512;

    /** Number of different prompts. */
    int prompts();

    /** The rows of so many prompts at most, drawn by a fixed seed, in their order. */
    HeadRows ofPrompts(int most);

    /** The fit of these rows on the vectors of a model. */
    HeadFit on(RewardModel model, AttributeWeights reward);

    /** Ratings, by ridge regression. */
    record Rated(List<RatedResponse> rows) implements HeadRows {
        public Rated {
            rows = List.copyOf(rows);
        }

        @Override
        public int prompts() {
            return (int) rows.stream().map(RatedResponse::prompt).distinct().count();
        }

        @Override
        public HeadRows ofPrompts(int most) {
            return new Rated(some(rows, RatedResponse::prompt, most));
        }

        @Override
        public HeadFit on(RewardModel model, AttributeWeights reward) {
            float[][] vectors =
                    model.embed(rows.stream().map(PromptResponse::of).toList());
            return HeadFit.ofRatings(vectors, rows, reward);
        }
    }

    /** Comparisons, by one of the Bradley-Terry losses. */
    record Compared(List<Comparison> pairs, BradleyTerry loss) implements HeadRows {
        public Compared {
            pairs = List.copyOf(pairs);
        }

        @Override
        public int prompts() {
            return (int) pairs.stream().map(Comparison::prompt).distinct().count();
        }

        @Override
        public HeadRows ofPrompts(int most) {
            return new Compared(some(pairs, Comparison::prompt, most), loss);
        }

        @Override
        public HeadFit on(RewardModel model, AttributeWeights reward) {
            List<Pair<float[]>> vectors =
                    Pair.mapAll(PromptResponse.pairs(pairs), texts -> Arrays.asList(model.embed(texts)));
            return HeadFit.ofComparisons(vectors, pairs, loss);
        }
    }

    private static <T> List<T> some(List<T> rows, Function<T, Prompt> promptOf, int most) {
        List<Prompt> all =
                new ArrayList<>(rows.stream().map(promptOf).distinct().toList());
        if (all.size() <= most) {
            return rows;
        }
        SplittableRandom random = new Seed(0).stream("calibration-prompts");
        Set<Prompt> drawn = new HashSet<>();
        for (int left = all.size(); drawn.size() < most; left--) {
            int at = random.nextInt(left);
            drawn.add(all.get(at));
            all.set(at, all.get(left - 1));
        }
        return rows.stream().filter(row -> drawn.contains(promptOf.apply(row))).toList();
    }
}
