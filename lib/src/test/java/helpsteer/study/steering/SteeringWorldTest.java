package helpsteer.study.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.align.sft.SftExample;
import helpsteer.data.Attribute;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.reward.AttributeScores;
import helpsteer.simulation.SimulatedPair;
import helpsteer.study.steering.SteeringWorld.Part;
import helpsteer.text.PromptResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SteeringWorldTest {
    private static final SteeringWorld WORLD = new SteeringWorld(SteeringStudyTest.SETTINGS);

    @Test
    void parts_ofAWorld_holdNoEvaluatedPrompt() {
        Set<Prompt> evaluated = new HashSet<>(WORLD.evaluated());
        assertThat(evaluated).hasSize(4);
        List<SftExample> base = WORLD.plain(Part.BASE, 400);
        assertThat(base).hasSize(400);
        assertThat(base).noneMatch(row -> evaluated.contains(row.exchange().prompt()));
        List<RatedResponse> rated = WORLD.rated(Part.ofRepetition(0, 0), WORLD.raters(0), 100);
        assertThat(rated).hasSize(100).noneMatch(row -> evaluated.contains(row.prompt()));
        assertThat(rated).isEqualTo(WORLD.rated(Part.ofRepetition(0, 0), WORLD.raters(0), 100));
        assertThat(rated).isNotEqualTo(WORLD.rated(Part.ofRepetition(1, 0), WORLD.raters(0), 100));
        assertThat(rated).isNotEqualTo(WORLD.rated(Part.ofRepetition(0, 0), WORLD.raters(1), 100));
        assertThat(WORLD.prompts(Part.JUDGE, 50)).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void gold_ofTheWorldsOwnResponses_isTheirs() {
        GoldScorer gold = WORLD.gold();
        for (SimulatedPair pair : WORLD.evaluatedPairs()) {
            AttributeScores scores = gold.score(List.of(
                            new PromptResponse(pair.prompt(), pair.second().text())))
                    .get(0);
            for (Attribute attribute : Attribute.values()) {
                assertThat(scores.of(attribute)).isEqualTo(pair.second().gold().of(attribute));
            }
        }
        PromptResponse nonsense = new PromptResponse(WORLD.evaluated().get(0), "blah");
        assertThat(gold.score(List.of(nonsense)).get(0).helpfulness()).isLessThan(1);
    }

    @Test
    void gold_anotherPrompt_isRefused() {
        assertThatThrownBy(() -> WORLD.gold().score(List.of(new PromptResponse(Prompt.ofUser("Hi?"), "Yes."))))
                .hasMessage("prompt must be one of 4 whose position is known, got \"Hi?\"");
    }
}
