package helpsteer.align.sft;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.align.Policy;
import helpsteer.align.TinyPolicy;
import helpsteer.data.Split;
import helpsteer.reward.InputConfig;
import helpsteer.reward.PretrainedDecoder;
import helpsteer.run.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyStartTest {
    private static final InputConfig INPUT = InputConfig.decoder().withMaxTokens(160);

    private static double sum(PretrainedDecoder decoder, SftExample row) {
        try (Policy policy = Policy.open(decoder, INPUT, new Seed(1))) {
            return policy.sums(List.of(row.read(policy)))[0];
        }
    }

    @Test
    void train_onRows_makesThemLikelierAndTheSecondCallFindsIt(@TempDir Path folder) {
        List<SftExample> rows = TinyPolicy.exchanges(12).stream()
                .map(exchange -> new SftExample(exchange, Optional.empty(), false))
                .toList();
        Split<SftExample> split = new Split<>(rows.subList(0, 8), rows.subList(8, 12));
        PretrainedDecoder trained = TinyStart.train(folder, split, INPUT, new Seed(1));
        PretrainedDecoder untrained = PretrainedDecoder.open(folder.resolve("untrained"));
        assertThat(sum(trained, rows.get(0))).isGreaterThan(sum(untrained, rows.get(0)));
        assertThat(TinyStart.train(folder, split, INPUT, new Seed(1)).id()).isEqualTo(trained.id());
    }
}
