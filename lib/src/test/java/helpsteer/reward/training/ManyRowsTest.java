package helpsteer.reward.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of very many rows no more is read than helps. */
class ManyRowsTest {
    private static List<RatedResponse> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RatedResponse(
                        Prompt.ofUser("prompt " + i / 2), "response " + i, new Ratings(i % 5, 3, 4, 2, 1)))
                .toList();
    }

    @Test
    void some_fewRows_areAll() {
        List<RatedResponse> rows = rows(1386);
        assertThat(Initialization.OfPretrained.some(rows)).isSameAs(rows);
    }

    @Test
    void some_manyRows_areWholePromptsAndTheSameAgain() {
        List<RatedResponse> rows = rows(20_324);
        List<RatedResponse> some = Initialization.OfPretrained.some(rows);
        assertThat(some).hasSizeBetween(3900, 4300).isEqualTo(Initialization.OfPretrained.some(rows));
        HashSet<Prompt> prompts = new HashSet<>();
        some.forEach(row -> prompts.add(row.prompt()));
        assertThat(some).hasSize(2 * prompts.size());
    }

    @Test
    void heldOut_isATenthOrAThousandRows() {
        assertThat(FineTunedEncoder.heldOut(1386)).isEqualTo(0.1);
        assertThat(FineTunedEncoder.heldOut(20_324) * 20_324).isEqualTo(1000, within(1e-9));
    }
}
