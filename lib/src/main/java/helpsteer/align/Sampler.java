package helpsteer.align;

import helpsteer.run.Progress;
import helpsteer.run.Seed;
import java.util.List;

/** Whatever answers prompts by sampling from a policy as it stands. */
public interface Sampler {
    /**
     * Several responses to each prompt; the same seed gives the same ones.
     *
     * @param prompts token ids, each at least one
     * @param n responses to each
     */
    List<List<Response>> sample(List<int[]> prompts, int n, Seed seed, Progress progress);

    /**
     * A sampled response.
     *
     * @param tokens as they were sampled, with what ended it
     * @param text without what ended it
     * @param ended whether it came to its end by itself and was not cut off
     */
    record Response(List<Integer> tokens, String text, boolean ended) {
        public Response {
            tokens = List.copyOf(tokens);
        }
    }
}
