package helpsteer.nn.decoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Sequences laid end to end, so that no layer computes padding.
 *
 * @param ids token ids of all sequences, int64, shape (N)
 * @param positions place of each token within its own sequence, int64, shape (N)
 * @param last row of each sequence's last token, int64, shape (B)
 * @param lengths tokens of each sequence, int64, shape (B), on the CPU: the script turns them into numbers
 * @param pad for a padded (B, T): the row of N that stands at each place, row 0 at padding, int64, shape (B * T)
 * @param unpad place in the padded form of each row, int64, shape (N)
 * @param longest tokens of the longest sequence, T
 */
public record DecoderInput(
        NDArray ids, NDArray positions, NDArray last, NDArray lengths, NDArray pad, NDArray unpad, int longest) {

    /**
     * Tensors in the given scope.
     *
     * @param sequences token ids; at least one sequence, each of at least one token
     */
    public static DecoderInput of(List<int[]> sequences, NDManager scope) {
        if (sequences.isEmpty() || sequences.stream().anyMatch(s -> s.length == 0)) {
            throw new IllegalArgumentException(
                    "sequences must be at least one, each of at least one token, got lengths "
                            + sequences.stream().map(s -> s.length).toList());
        }
        int total = sequences.stream().mapToInt(s -> s.length).sum();
        int longest = sequences.stream().mapToInt(s -> s.length).max().orElseThrow();
        long[] ids = new long[total];
        long[] positions = new long[total];
        long[] last = new long[sequences.size()];
        long[] lengths = new long[sequences.size()];
        long[] pad = new long[Math.multiplyExact(sequences.size(), longest)];
        long[] unpad = new long[total];
        int row = 0;
        for (int s = 0; s < sequences.size(); s++) {
            int[] sequence = sequences.get(s);
            long place = (long) s * longest;
            for (int t = 0; t < sequence.length; t++, row++) {
                ids[row] = sequence[t];
                positions[row] = t;
                pad[Math.toIntExact(place + t)] = row;
                unpad[row] = place + t;
            }
            lengths[s] = sequence.length;
            last[s] = row - 1L;
        }
        NDManager cpu = scope.newSubManager(Device.cpu());
        return new DecoderInput(
                scope.create(ids),
                scope.create(positions),
                scope.create(last),
                cpu.create(lengths, new Shape(lengths.length)),
                scope.create(pad),
                scope.create(unpad),
                longest);
    }

    List<NDArray> plan() {
        return List.of(lengths, pad, unpad);
    }
}
