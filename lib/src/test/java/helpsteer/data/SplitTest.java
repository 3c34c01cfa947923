package helpsteer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.run.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    /** Three items to each of n prompts. */
    private static List<String> items(int prompts) {
        return IntStream.range(0, 3 * prompts)
                .mapToObj(i -> "p" + i % prompts + "/" + i / prompts)
                .toList();
    }

    private static Prompt prompt(String item) {
        return Prompt.ofUser(item.substring(0, item.indexOf('/')));
    }

    private static Set<Prompt> prompts(List<String> items) {
        Set<Prompt> all = new HashSet<>();
        items.forEach(i -> all.add(prompt(i)));
        return all;
    }

    @Test
    void byPrompt_anySeed_dividesPromptsNearTheShare() {
        List<String> items = items(2000);
        for (long seed = 0; seed < 10; seed++) {
            Split<String> split = Split.byPrompt(items, SplitTest::prompt, 0.2, new Seed(seed));
            assertThat(prompts(split.train()))
                    .as("seed %d", seed)
                    .doesNotContainAnyElementsOf(prompts(split.validation()));
            // five standard deviations of a binomial with 2000 draws
            assertThat(prompts(split.validation()).size()).as("seed %d", seed).isBetween(310, 490);
            assertThat(split.train().size() + split.validation().size()).isEqualTo(6000);
        }
    }

    @Test
    void byPrompt_moreRows_moveNoneOfTheOld() {
        List<String> few = items(100);
        List<String> more = new ArrayList<>(few);
        more.addAll(items(500));
        Set<Prompt> before =
                prompts(Split.byPrompt(few, SplitTest::prompt, 0.3, new Seed(7)).validation());
        Set<Prompt> after = prompts(
                Split.byPrompt(more, SplitTest::prompt, 0.3, new Seed(7)).validation());
        after.retainAll(prompts(few));
        assertThat(after).isEqualTo(before);
    }

    @Test
    void byPrompt_otherSeed_isAnotherSplit() {
        List<String> items = items(100);
        assertThat(Split.byPrompt(items, SplitTest::prompt, 0.5, new Seed(1)))
                .isEqualTo(Split.byPrompt(items, SplitTest::prompt, 0.5, new Seed(1)))
                .isNotEqualTo(Split.byPrompt(items, SplitTest::prompt, 0.5, new Seed(2)));
    }

    /** Small sets, of which a share by hash often holds out no prompt, or all. */
    @Test
    void byPrompt_twoPromptsOrMore_leavesAPromptOnEitherSide() {
        for (long seed = 0; seed < 100; seed++) {
            for (int prompts : new int[] {2, 3, 10, 40}) {
                for (double share : new double[] {0.01, 0.1, 0.5, 0.99}) {
                    Split<String> split = Split.byPrompt(items(prompts), SplitTest::prompt, share, new Seed(seed));
                    assertThat(split.train()).as("seed %d", seed).isNotEmpty();
                    assertThat(split.validation()).as("seed %d", seed).isNotEmpty();
                    assertThat(prompts(split.train()))
                            .as("seed %d", seed)
                            .doesNotContainAnyElementsOf(prompts(split.validation()));
                }
            }
        }
    }

    @Test
    void byPrompt_oneSideWouldBeEmpty_movesOnePromptAlone() {
        Split<String> none = Split.byPrompt(items(20), SplitTest::prompt, 1e-9, new Seed(1));
        assertThat(prompts(none.validation())).hasSize(1);
        Split<String> all = Split.byPrompt(items(20), SplitTest::prompt, 1 - 1e-9, new Seed(1));
        assertThat(prompts(all.train())).hasSize(1);
    }

    @Test
    void byPrompt_onePromptOrNone_staysWhole() {
        assertThat(Split.byPrompt(items(1), SplitTest::prompt, 0.1, new Seed(1)).train())
                .hasSize(3);
        assertThat(Split.byPrompt(items(0), SplitTest::prompt, 0.1, new Seed(1)))
                .isEqualTo(new Split<String>(List.of(), List.of()));
    }

    @Test
    void folds_everyItem_isHeldOutOnceWithItsPrompt() {
        List<String> items = items(103);
        List<Split<String>> folds = Split.folds(items, SplitTest::prompt, 5, new Seed(3));
        List<String> held = new ArrayList<>();
        for (Split<String> fold : folds) {
            held.addAll(fold.validation());
            assertThat(prompts(fold.validation())).hasSizeBetween(20, 21);
            assertThat(prompts(fold.train())).doesNotContainAnyElementsOf(prompts(fold.validation()));
            assertThat(fold.train().size())
                    .isEqualTo(items.size() - fold.validation().size());
        }
        assertThat(held).containsExactlyInAnyOrderElementsOf(items);
    }

    @Test
    void badArguments_areRefused() {
        List<String> items = items(4);
        for (double share : new double[] {0, 1, Double.NaN}) {
            assertThatThrownBy(() -> Split.byPrompt(items, SplitTest::prompt, share, new Seed(1)))
                    .hasMessage("share must be in (0, 1), got " + share);
        }
        assertThatThrownBy(() -> Split.folds(items, SplitTest::prompt, 5, new Seed(1)))
                .hasMessage("folds must be in 2..4, got 5");
        assertThatThrownBy(() -> Split.folds(items, SplitTest::prompt, 1, new Seed(1)))
                .hasMessage("folds must be in 2..4, got 1");
    }

    @Test
    void holdingOut_itemsOfATest_keepTheirOrder() {
        Split<Integer> split = Split.holdingOut(List.of(4, 1, 3, 2), i -> i > 2);
        assertThat(split).isEqualTo(new Split<>(List.of(1, 2), List.of(4, 3)));
    }

    @Test
    void map_bothSides_stayApart() {
        Split<String> split = new Split<>(List.of(1, 2), List.of(3)).map(i -> "n" + i);
        assertThat(split).isEqualTo(new Split<>(List.of("n1", "n2"), List.of("n3")));
    }
}
