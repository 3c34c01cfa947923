package helpsteer.align;

import helpsteer.generate.Completion;
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
    List<List<Completion>> sample(List<int[]> prompts, int n, Seed seed);
}
