package helpsteer.reward;

import helpsteer.data.Prompt;
import helpsteer.text.PromptResponse;
import java.nio.file.Path;
import java.util.List;

/** Adds texts to a cache one by one, in a process of its own: file, first number, number after the last. */
final class CacheWriter {
    private CacheWriter() {}

    static PromptResponse text(int number) {
        return new PromptResponse(Prompt.ofUser("text"), Integer.toString(number));
    }

    static float[] vector(int number) {
        return new float[] {number, number * number};
    }

    public static void main(String[] arguments) {
        VectorCache cache = new VectorCache(Path.of(arguments[0]), "m", 2);
        for (int i = Integer.parseInt(arguments[1]); i < Integer.parseInt(arguments[2]); i++) {
            float[] made = vector(i);
            cache.vectors(List.of(text(i)), e -> new float[][] {made}, "embedding");
        }
        System.out.println("done");
    }
}
