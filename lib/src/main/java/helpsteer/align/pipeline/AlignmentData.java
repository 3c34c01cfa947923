package helpsteer.align.pipeline;

import helpsteer.align.sft.SftExample;
import helpsteer.data.Prompt;
import helpsteer.data.Split;
import helpsteer.run.Seed;
import java.util.List;
import java.util.function.Function;

/**
 * What a policy is aligned with, as {@link AlignmentReader} reads it.
 *
 * @param plain responses to learn
 * @param rated the same under their ratings; none where no stage learns from these
 * @param target what policies that are told ratings are asked for
 * @param prompts to sample responses to; none where no stage does
 * @param evaluated validation prompts, which no stage sees; none without a judge
 */
public record AlignmentData(
        Split<SftExample> plain,
        Split<SftExample> rated,
        TargetRatings target,
        Split<Prompt> prompts,
        List<Prompt> evaluated) {
    private static final double HELD_OUT = 0.1;
    private static final Seed SPLIT = new Seed(0);

    public AlignmentData {
        evaluated = List.copyOf(evaluated);
    }

    /** No conversation stands on both sides, whichever of its answers an item ends with. */
    static <T> Split<T> split(List<T> items, Function<T, Prompt> promptOf) {
        return Split.byPrompt(items, item -> promptOf.apply(item).beginning(), HELD_OUT, SPLIT);
    }
}
