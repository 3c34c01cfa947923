package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PromptResponseTest {
    private static Prompt conversation(String a, String b, String c) {
        return new Prompt(List.of(new Turn(Role.USER, a), new Turn(Role.ASSISTANT, b), new Turn(Role.USER, c)));
    }

    /** By hand: printf '4:USER1:a1:b' | sha256sum. */
    @Test
    void contentHash_oneTurn_isSha256OfRoleTextAndResponse() {
        assertThat(new PromptResponse(Prompt.ofUser("a"), "b").contentHash())
                .isEqualTo("e1f8db4873da41482b8472f4da21490a1971dc1c740a72b23d7ac949d1d51dd1");
    }

    @Test
    void contentHash_textMovedBetweenTurns_differs() {
        Set<String> hashes = Stream.of(
                        new PromptResponse(Prompt.ofUser("ab"), "c"),
                        new PromptResponse(Prompt.ofUser("a"), "bc"),
                        new PromptResponse(Prompt.ofUser("abc"), ""),
                        new PromptResponse(conversation("a", "b", ""), "c"),
                        new PromptResponse(conversation("a", "", "b"), "c"),
                        new PromptResponse(conversation("", "a", "b"), "c"))
                .map(PromptResponse::contentHash)
                .collect(Collectors.toSet());
        assertThat(hashes).hasSize(6);
    }

    @Test
    void of_sample_leavesTheRatingsOut() {
        Prompt prompt = Prompt.ofUser("a");
        assertThat(PromptResponse.of(new RatedResponse(prompt, "b", new Ratings(0, 1, 2, 3, 4))))
                .isEqualTo(PromptResponse.of(new RatedResponse(prompt, "b", new Ratings(4, 4, 4, 4, 4))))
                .isEqualTo(new PromptResponse(prompt, "b"));
    }
}
