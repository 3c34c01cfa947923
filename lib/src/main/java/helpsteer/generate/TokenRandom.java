package helpsteer.generate;

import helpsteer.run.Seed;

/**
 * The random number of each token: a function of (seed, prompt's tokens, sample, position) alone, whatever else is written
 * beside. The same prompt twice in a list gets the same answers twice; another seed gives others.
 */
final class TokenRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private TokenRandom() {}

    /** The key of one answer's stream. */
    static long key(Seed seed, int[] prompt, int sample) {
        long key = mix(seed.value() + GOLDEN);
        for (int id : prompt) {
            key = mix(key + GOLDEN + id);
        }
        return mix(mix(key + prompt.length) + GOLDEN * (sample + 1L));
    }

    /** Numbers in [0, 1), each one of 2^53, for the token at a position. */
    static double[] uniforms(long key, int position, int count) {
        long start = mix(key + GOLDEN * (position + 1L));
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            out[i] = (mix(start + GOLDEN * (i + 1L)) >>> 11) * 0x1.0p-53;
        }
        return out;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
