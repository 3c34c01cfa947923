package helpsteer.reward;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.FileForces;
import helpsteer.run.Hash;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorCacheForceTest {
    /** Hours of computing lie in a cache: what is added has reached the disk, what is looked up moves nothing. */
    @Test
    void addAll_vectors_areForcedToTheDiskAndALookIsNot(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("cache.vectors");
        VectorCache cache = new VectorCache(file, "model", 2);
        List<Path> forced = FileForces.during(
                () -> cache.addAll(List.of(Hash.ofTexts("a"), Hash.ofTexts("b")), new float[][] {{1, 2}, {3, 4}}));
        assertThat(forced).containsExactly(file);
        assertThat(FileForces.during(() -> {
                    assertThat(cache.find(Hash.ofTexts("b")).orElseThrow()).containsExactly(3, 4);
                    assertThat(new VectorCache(file, "model", 2).size()).isEqualTo(2);
                }))
                .isEmpty();
    }
}
