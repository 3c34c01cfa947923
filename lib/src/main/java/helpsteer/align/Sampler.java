package helpsteer.align;

import helpsteer.nn.Draw;
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
     * @param draws its tokens as they were sampled, with what ended it, each with its log-probability under the policy and under
     *     what it was drawn from, which differ where the temperature is not 1 or tokens are filtered
     * @param text without what ended it
     * @param ended whether it came to its end by itself and was not cut off
     */
    record Response(List<Draw> draws, String text, boolean ended) {
        public Response {
            draws = List.copyOf(draws);
        }

        /** Its token ids. */
        public int[] tokens() {
            return draws.stream().mapToInt(Draw::token).toArray();
        }

        /** log Q'(y|a,x) under the policy: the sum over its tokens. */
        public double logProbability() {
            return draws.stream().mapToDouble(Draw::logProbability).sum();
        }

        /** log Q'(y|a,x) under what it was drawn from: the sum over its tokens. */
        public double sampledLogProbability() {
            return draws.stream().mapToDouble(Draw::sampledLogProbability).sum();
        }
    }
}
