package helpsteer.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Byte-level byte-pair encoding (Sennrich et al. 2016; Radford et al. 2019) as it is learned from texts: which two
 * neighbouring symbols become one, in the order in which they do.
 *
 * <p>It learns what {@code BpeTrainer} of HuggingFace's tokenizers learns: the most frequent pair first, of equally frequent
 * ones that of the earlier symbols.
 *
 * @param merges none for one symbol a byte
 */
public record BytePairEncoding(List<Merge> merges) {
    private static final int BYTES = 256;
    private static final int UNSIGNED = 0xFF;

    /** A pair that occurs once is no pattern. */
    private static final long FEWEST = 2;

    /** GPT-2's division of a text into words, each with the space before it; merges never cross it. */
    private static final Pattern WORD = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** Two neighbouring symbols that become one. */
    public record Merge(String left, String right) {
        /** The symbol that they become. */
        public String joined() {
            return left + right;
        }
    }

    public BytePairEncoding {
        merges = List.copyOf(merges);
    }

    /** One symbol a byte. */
    public static BytePairEncoding bytes() {
        return new BytePairEncoding(List.of());
    }

    /**
     * Learns merges from texts until there are so many, or no pair occurs twice.
     *
     * @param most at least 0
     */
    public static BytePairEncoding train(List<String> texts, int most) {
        if (most < 0) {
            throw new IllegalArgumentException("most merges must be at least 0, got " + most);
        }
        Map<String, Long> words = new TreeMap<>();
        for (String text : texts) {
            Matcher word = WORD.matcher(text);
            while (word.find()) {
                words.merge(symbols(word.group()), 1L, Long::sum);
            }
        }
        return trainOnWords(words, most);
    }

    /**
     * The same from words, each a text of symbols, with their counts.
     *
     * @param words in the alphabet of {@link #symbol}
     */
    static BytePairEncoding trainOnWords(Map<String, Long> words, int most) {
        Trainer trainer = new Trainer(words);
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < most) {
            long pair = trainer.mostFrequent();
            if (pair == Trainer.NONE) {
                break;
            }
            merges.add(trainer.join(pair));
        }
        return new BytePairEncoding(merges);
    }

    /** The letter by which byte-level tokenizers write a byte: itself where it can be printed, else one from 256 on. */
    public static String symbol(int b) {
        int others = 0;
        for (int i = 0; i < b; i++) {
            others += isPrinted(i) ? 0 : 1;
        }
        return isPrinted(b)
                ? new String(new byte[] {(byte) b}, StandardCharsets.ISO_8859_1)
                : Character.toString(BYTES + others);
    }

    private static boolean isPrinted(int b) {
        return (b >= '!' && b <= '~') || (b >= 0xA1 && b != 0xAD);
    }

    private static String symbols(String word) {
        StringBuilder out = new StringBuilder();
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            out.append(symbol(b & UNSIGNED));
        }
        return out.toString();
    }

    /** Words as numbers of symbols: letters in the order of their code points, then joined symbols as they come. */
    private static final class Trainer {
        static final long NONE = -1;

        private final List<int[]> words = new ArrayList<>();
        private final List<Long> counts = new ArrayList<>();
        private final List<String> symbols;
        private final Map<String, Integer> numbers = new HashMap<>();

        Trainer(Map<String, Long> counted) {
            symbols = new ArrayList<>(counted.keySet().stream()
                    .flatMapToInt(String::codePoints)
                    .distinct()
                    .sorted()
                    .mapToObj(Character::toString)
                    .toList());
            for (String symbol : symbols) {
                numbers.put(symbol, numbers.size());
            }
            counted.forEach((word, count) -> {
                words.add(word.codePoints()
                        .map(c -> numbers.getOrDefault(Character.toString(c), 0)) // all are known
                        .toArray());
                counts.add(count);
            });
        }

        private static long pair(int left, int right) {
            return ((long) left << Integer.SIZE) | right;
        }

        /** The most frequent pair, of equally frequent ones the least; {@link #NONE} where none occurs twice. */
        long mostFrequent() {
            Map<Long, Long> frequencies = new HashMap<>();
            for (int w = 0; w < words.size(); w++) {
                int[] word = words.get(w);
                for (int i = 1; i < word.length; i++) {
                    frequencies.merge(pair(word[i - 1], word[i]), counts.get(w), Long::sum);
                }
            }
            long best = NONE;
            long most = FEWEST - 1;
            for (Map.Entry<Long, Long> each : frequencies.entrySet()) {
                long pair = each.getKey();
                long count = each.getValue();
                if (count > most || (count == most && best != NONE && pair < best)) {
                    best = pair;
                    most = count;
                }
            }
            return best;
        }

        /** Joins a pair in all words. */
        Merge join(long pair) {
            int left = (int) (pair >>> Integer.SIZE);
            int right = (int) pair;
            Merge merge = new Merge(symbols.get(left), symbols.get(right));
            int joined = numbers.computeIfAbsent(merge.joined(), symbol -> {
                symbols.add(symbol);
                return symbols.size() - 1;
            });
            words.replaceAll(word -> joined(word, left, right, joined));
            return merge;
        }

        private static int[] joined(int[] word, int left, int right, int joined) {
            int[] out = new int[word.length];
            int length = 0;
            for (int i = 0; i < word.length; i++) {
                boolean both = i + 1 < word.length && word[i] == left && word[i + 1] == right;
                out[length++] = both ? joined : word[i];
                i += both ? 1 : 0;
            }
            return length == word.length ? word : Arrays.copyOf(out, length);
        }
    }
}
