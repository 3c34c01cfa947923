package helpsteer.simulation.world;

import helpsteer.simulation.grammar.Inventory;
import helpsteer.simulation.grammar.Sentence;
import helpsteer.simulation.grammar.Wordings;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sentences in words.
 *
 * @param vocabulary mean level of the wordings that were chosen
 */
record Written(String text, double vocabulary) {
    /** Share of statements after the first sentence that begin with a connective. */
    private static final double CONNECTED = 0.35;

    /** Chooses words so that their mean level is near the one given. */
    static Written of(Inventory inventory, List<Placed> sentences, double vocabulary, SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int sum = 0;
        int count = 0;
        for (Placed placed : sentences) {
            boolean statement = placed.sentence() instanceof Sentence.Statement;
            boolean connected = !text.isEmpty() && statement && random.nextDouble() < CONNECTED;
            text.append(text.isEmpty() ? "" : " ");
            if (connected) {
                int level = level(vocabulary, random);
                text.append(Draws.pick(inventory.assistants().connectives(), random).at(level)).append(' ');
                sum += level;
                count++;
            }
            int level = level(vocabulary, random);
            String words = inventory.words(placed.sentence(), level);
            text.append(connected ? words : capitalised(words));
            sum += level;
            count++;
        }
        return new Written(text.toString(), (double) sum / count);
    }

    /** The words at the beginning of a sentence. */
    static String capitalised(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static int level(double vocabulary, SplittableRandom random) {
        return Math.min(Wordings.LEVELS - 1, Draws.whole(vocabulary, random));
    }
}
