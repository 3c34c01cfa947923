package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.run.Hash;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheRaceTest {
    private static List<String> keys(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Hash.ofTexts("text " + i))
                .toList();
    }

    private static float[][] vectors(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> new float[] {i, -i}).toArray(float[][]::new);
    }

    /** A map that grows under a reader's hands shows it nothing for a while. */
    @Test
    void find_whileAnotherThreadAdds_findsAllThatWasThereBefore(@TempDir Path folder) throws Exception {
        VectorCache cache = new VectorCache(folder.resolve("cache.vectors"), "model", 2);
        List<String> known = keys(0, 50);
        cache.addAll(known, vectors(0, 50));
        int all = 60_000;
        List<String> others = keys(50, all);
        FutureTask<Boolean> adding = new FutureTask<>(
                () -> {
                    for (int from = 0; from < others.size(); from += 6_000) {
                        int to = Math.min(others.size(), from + 6_000);
                        cache.addAll(others.subList(from, to), vectors(50 + from, 50 + to));
                    }
                },
                true);
        new Thread(adding).start();
        List<String> missing = new ArrayList<>();
        while (!adding.isDone()) {
            for (int i = 0; i < known.size(); i++) {
                float[] found = cache.find(known.get(i)).orElse(new float[] {Float.NaN});
                if (found[0] != i) {
                    missing.add("text " + i);
                }
            }
        }
        assertThat(adding.get()).isTrue();
        assertThat(missing).isEmpty();
        assertThat(cache.size()).isEqualTo(all);
        assertThat(cache.find(keys(all - 1, all).get(0)).orElseThrow()).containsExactly(all - 1, 1 - all);
    }
}
