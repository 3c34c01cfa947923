package helpsteer.reward.heads;

import helpsteer.data.Attribute;
import helpsteer.data.Pair;
import helpsteer.data.Preferred;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.reward.Comparison;
import helpsteer.reward.frozen.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Vectors of the two responses of each pair. Not a record: its arrays are read, never compared.
 */
public final class PairVectors {
    private static final int LARGEST_STRENGTH = 3;

    private final List<Pair<float[]>> vectors;
    private final double[] strengths;

    /**
     * Takes the arrays as they are.
     *
     * @param vectors of each pair, shape (N), each of length D
     * @param strengths how much better each chosen one is, above 0
     */
    public PairVectors(List<Pair<float[]>> vectors, double[] strengths) {
        if (vectors.isEmpty() || vectors.size() != strengths.length) {
            throw new IllegalArgumentException("vectors and strengths must be of one length above 0, got "
                    + vectors.size() + " and " + strengths.length);
        }
        this.vectors = List.copyOf(vectors);
        this.strengths = strengths.clone();
    }

    /** The places of two rows of one prompt, of which the chosen one is rated higher. */
    record Places(Pair<Integer> rows, double strength) {}

    /** All pairs of rows of one prompt that differ on an attribute; the difference, cut off at 3, is the strength. */
    static List<Places> unequal(List<RatedResponse> rows, Attribute attribute) {
        Map<Object, List<Integer>> byPrompt = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            byPrompt.computeIfAbsent(rows.get(i).prompt(), p -> new ArrayList<>())
                    .add(i);
        }
        List<Places> out = new ArrayList<>();
        for (List<Integer> same : byPrompt.values()) {
            for (int i = 0; i < same.size(); i++) {
                for (int j = 0; j < i; j++) {
                    RatedPair pair = new RatedPair(rows.get(same.get(j)), rows.get(same.get(i)));
                    Preferred preferred = pair.preferred(attribute);
                    if (preferred != Preferred.TIE
                            && !pair.first().response().equals(pair.second().response())) {
                        boolean first = preferred == Preferred.FIRST;
                        double strength = Math.min(LARGEST_STRENGTH, Math.abs(pair.difference(attribute)));
                        Pair<Integer> places = new Pair<>(same.get(first ? j : i), same.get(first ? i : j));
                        out.add(new Places(places, strength));
                    }
                }
            }
        }
        if (out.isEmpty()) {
            throw new IllegalArgumentException("rows must hold two of one prompt that differ on " + attribute.key()
                    + ", got none among " + rows.size() + "; take rows in pairs");
        }
        return out;
    }

    /** Of pairs of any source. */
    static PairVectors of(Vectors vectors, List<Comparison> pairs) {
        double[] strengths = pairs.stream().mapToDouble(Comparison::strength).toArray();
        return new PairVectors(vectors.ofPairs(pairs), strengths);
    }

    /** Number of pairs. */
    public int size() {
        return strengths.length;
    }

    /** Length D of the vectors. */
    int width() {
        return vectors.get(0).chosen().length;
    }

    double strength(int pair) {
        return strengths[pair];
    }

    /** The chosen vector less the rejected one. */
    double[] difference(int pair) {
        Pair<float[]> both = vectors.get(pair);
        double[] out = new double[both.chosen().length];
        for (int d = 0; d < out.length; d++) {
            out[d] = (double) both.chosen()[d] - both.rejected()[d];
        }
        return out;
    }
}
