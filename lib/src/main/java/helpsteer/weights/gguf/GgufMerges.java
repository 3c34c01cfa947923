package helpsteer.weights.gguf;

import helpsteer.weights.InvalidWeightsException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The order in which BPE joins pieces: from a list in the file, or from the scores of SentencePiece. */
final class GgufMerges {
    /** SentencePiece's sign for a blank. */
    static final String BLANK = "\u2581";

    /** No vocabulary has longer pieces; the cuts of one grow with the square of its length. */
    private static final int LONGEST = 1024;

    private GgufMerges() {}

    /** Two neighbours that become one piece. */
    record Merge(String left, String right) {}

    private record Scored(Merge merge, float score, int leftLength, int rightLength) {}

    /** The file's own list; each line is two pieces with a blank between them. */
    static List<Merge> read(List<String> lines, Map<String, Integer> ids) {
        List<Merge> out = new ArrayList<>(lines.size());
        for (String line : lines) {
            // A piece may begin with a blank, never the line.
            int blank = line.indexOf(' ', 1);
            if (blank < 0 || blank == line.length() - 1) {
                throw new InvalidWeightsException(
                        "tokenizer.ggml.merges must hold two pieces each, got \"" + line + "\"");
            }
            Merge merge = new Merge(line.substring(0, blank), line.substring(blank + 1));
            for (String piece : List.of(merge.left, merge.right, merge.left + merge.right)) {
                if (!ids.containsKey(piece)) {
                    throw new InvalidWeightsException("tokenizer.ggml.merges must join tokens, got \"" + line
                            + "\", of which \"" + piece + "\" is none");
                }
            }
            out.add(merge);
        }
        return out;
    }

    /**
     * Every way to cut a piece into two others, the best-scored piece first, as transformers derives the merges of
     * Llama's SentencePiece model.
     */
    static List<Merge> ofScores(List<String> tokens, List<Float> scores, Map<String, Integer> ids) {
        List<Scored> found = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            String piece = tokens.get(id);
            if (piece.length() > LONGEST) {
                throw new InvalidWeightsException("tokenizer.ggml.tokens must have at most " + LONGEST
                        + " characters each, got " + piece.length() + " at " + id);
            }
            List<Merge> cuts = new ArrayList<>();
            for (int at = 1; at < piece.length(); at++) {
                Merge cut = new Merge(piece.substring(0, at), piece.substring(at));
                if (ids.containsKey(cut.left) && ids.containsKey(cut.right)) {
                    cuts.add(cut);
                }
            }
            cuts.sort(Comparator.<Merge>comparingInt(cut -> ids.getOrDefault(cut.left, 0))
                    .thenComparingInt(cut -> ids.getOrDefault(cut.right, 0)));
            for (Merge cut : cuts) {
                found.add(new Scored(cut, scores.get(id), length(cut.left), length(cut.right)));
            }
        }
        found.sort(Comparator.comparingDouble(Scored::score)
                .thenComparingInt(Scored::leftLength)
                .thenComparingInt(Scored::rightLength)
                .reversed());
        return found.stream().map(Scored::merge).toList();
    }

    private static int length(String piece) {
        return piece.codePointCount(0, piece.length());
    }
}
