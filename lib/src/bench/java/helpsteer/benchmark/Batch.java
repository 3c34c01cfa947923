package helpsteer.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Token ids and what they are to be scored as.
 *
 * @param sequences token ids of each sequence, not padded; of pairs first all chosen, then all rejected
 * @param labels five numbers a sequence; empty for pairs
 */
record Batch(List<int[]> sequences, List<float[]> labels) {

    /** The batches of a file that both sides read. */
    static List<Batch> read(Path file) throws IOException {
        List<Batch> out = new ArrayList<>();
        for (JsonNode node : Task.JSON.readTree(file.toFile()).path("batches")) {
            out.add(new Batch(sequences(node.path("sequences")), labels(node.path("labels"))));
        }
        return out;
    }

    static List<int[]> sequences(JsonNode lists) {
        return StreamSupport.stream(lists.spliterator(), false)
                .map(ids -> StreamSupport.stream(ids.spliterator(), false)
                        .mapToInt(JsonNode::intValue)
                        .toArray())
                .toList();
    }

    private static List<float[]> labels(JsonNode rows) {
        List<float[]> out = new ArrayList<>();
        for (JsonNode row : rows) {
            float[] label = new float[row.size()];
            for (int a = 0; a < label.length; a++) {
                label[a] = row.get(a).floatValue();
            }
            out.add(label);
        }
        return out;
    }

    /** Real tokens of all sequences. */
    long tokens() {
        return sequences.stream().mapToLong(s -> s.length).sum();
    }
}
