package helpsteer.reward.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.reward.AttributeScores;
import helpsteer.reward.training.Evaluation;
import helpsteer.run.Seed;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be counted of a text. */
class SurfaceFeaturesTest {
    private static double feature(String prompt, String response, String name) {
        return SurfaceFeatures.of(new PromptResponse(Prompt.ofUser(prompt), response))[
                SurfaceFeatures.NAMES.indexOf(name)];
    }

    private static void assertCount(String response, String name, int count) {
        assertThat(feature("", response, name)).as(name).isCloseTo(Math.log1p(count), within(1e-15));
    }

    @Test
    void of_smallTexts_byHand() {
        assertCount("Hi. Is it? Yes!! 3.5 of it", "sentences", 3);
        assertCount("- a\n* b\n 2) c\n3. d\nnot - e", "list items", 4);
        assertCount("```java\nx\n```\ninline ``` no", "code fences", 2);
        assertCount("7 of 12", "digits", 3);
        assertCount("what? why?", "question marks", 2);
        assertCount("no!", "exclamation marks", 1);
        assertCount("a\n\nb\n \nc\nd", "paragraph breaks", 2);
        assertCount("😀ab", "characters", 3); // an emoji is one
        assertThat(feature("abc", "x", "characters of the prompt")).isCloseTo(Math.log(4), within(1e-15));
        assertThat(feature("", "AbC 12", "share of capitals among letters")).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(feature("a red cat", "Red, red dog", "share of the response's words that the prompt has"))
                .isEqualTo(0.5);
        assertThat(feature("a red cat", "Red, red dog", "share of the prompt's words that the response has"))
                .isCloseTo(1 / 3.0, within(1e-15));
        assertThat(feature("", "red red dogs", "mean length of words")).isCloseTo(10 / 3.0, within(1e-15));
        assertThat(feature("", "red red dog", "share of words that are different"))
                .isCloseTo(2 / 3.0, within(1e-15));
        PromptResponse second =
                new PromptResponse(Prompt.parse("a\n<extra_id_1>Assistant\nb\n<extra_id_1>User\nc"), "d");
        assertThat(SurfaceFeatures.of(second)[SurfaceFeatures.NAMES.indexOf("user turns")])
                .isCloseTo(Math.log(3), within(1e-15));
    }

    @Test
    void of_emptyTexts_isFinite() {
        assertThat(SurfaceFeatures.of(new PromptResponse(Prompt.ofUser(""), "")))
                .hasSize(SurfaceFeatures.NAMES.size())
                .containsOnly(0, Math.log(2)); // one turn of the user
    }

    @Test
    void learn_ratingByListItems_isFoundOnNewPrompts() {
        List<RatedPair> pairs = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Prompt prompt = Prompt.ofUser("prompt " + i);
            pairs.add(new RatedPair(
                    new RatedResponse(prompt, "some words here", new Ratings(1, 1, 1, 1, 1)),
                    new RatedResponse(prompt, "- some\n- words\n- here", new Ratings(4, 1, 1, 1, 1))));
        }
        List<AttributeScores> scores = CrossValidation.of(pairs, 4, new Seed(1), new SurfaceFeatures());
        assertThat(Evaluation.fit(HelpSteer2.samples(pairs), scores, Attribute.HELPFULNESS)
                        .rSquared())
                .isGreaterThan(0.95);
        assertThat(scores).allSatisfy(s -> assertThat(s.correctness()).isCloseTo(1, within(1e-6)));
        assertThat(new SurfaceFeatures().name()).isEqualTo("surface features");
    }
}
