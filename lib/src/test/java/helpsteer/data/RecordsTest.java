package helpsteer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final String TWO_TURNS = "a\n<extra_id_1>Assistant\nb\n<extra_id_1>User\nc";

    @Test
    void parse_officialForm_isTurns() {
        assertThat(Prompt.parse(TWO_TURNS).turns())
                .containsExactly(new Turn(Role.USER, "a"), new Turn(Role.ASSISTANT, "b"), new Turn(Role.USER, "c"));
        assertThat(Prompt.parse("").turns()).containsExactly(new Turn(Role.USER, ""));
    }

    @Test
    void parse_markup_isTheWayBack() {
        String[] texts = {"", " ", "x\n", "\ny", "a\n\nb", "<extra_id_2>", "User\n"};
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder markup = new StringBuilder(texts[random.nextInt(texts.length)]);
            for (int i = random.nextInt(4); i > 0; i--) {
                markup.append("\n<extra_id_1>Assistant\n").append(texts[random.nextInt(texts.length)]);
                markup.append("\n<extra_id_1>User\n").append(texts[random.nextInt(texts.length)]);
            }
            assertThat(Prompt.parse(markup.toString()).markup())
                    .as("seed %d", seed)
                    .isEqualTo(markup.toString());
        }
    }

    @Test
    void parse_brokenForms_areRefused() {
        assertThatThrownBy(() -> Prompt.parse("a\n<extra_id_1>User\nb"))
                .hasMessage("turn 1 must begin with \"<extra_id_1>Assistant\", got \"<extra_id_1>User\\nb\"");
        assertThatThrownBy(() -> Prompt.parse("a\n<extra_id_1>Assistant\nb"))
                .hasMessage("a prompt must end with a user turn, got 2 turns");
        assertThatThrownBy(() -> Prompt.parse("a <extra_id_1>User"))
                .hasMessage("a turn must not hold <extra_id_1> within a line, got \"<extra_id_1>User\"");
    }

    @Test
    void prompt_systemTurn_mayComeFirstOnly() {
        Turn system = new Turn(Role.SYSTEM, "s");
        Turn user = new Turn(Role.USER, "u");
        assertThat(new Prompt(List.of(system, user)).userTurns()).isEqualTo(1);
        assertThatThrownBy(() -> new Prompt(List.of(user, system))).hasMessage("turn 1 must be ASSISTANT, got SYSTEM");
        assertThatThrownBy(() -> new Prompt(List.of(system)))
                .hasMessage("a prompt must end with a user turn, got 0 turns");
    }

    @Test
    void ratings_outOfRange_areRefusedByName() {
        assertThatThrownBy(() -> new Ratings(0, 1, 2, 3, 5)).hasMessage("verbosity must be in 0..4, got 5");
        assertThatThrownBy(() -> new Ratings(0, -1, 2, 3, 4)).hasMessage("correctness must be in 0..4, got -1");
        assertThat(Ratings.of(Attribute::ordinal)).isEqualTo(new Ratings(0, 1, 2, 3, 4));
    }

    @Test
    void samplePair_otherPrompts_areRefused() {
        Ratings ratings = new Ratings(4, 0, 2, 2, 2);
        RatedResponse first = new RatedResponse(Prompt.ofUser("p"), "a", ratings);
        RatedResponse second = new RatedResponse(Prompt.ofUser("p"), "b", new Ratings(1, 3, 2, 2, 2));
        RatedPair pair = new RatedPair(first, second);
        assertThat(pair.difference(Attribute.HELPFULNESS)).isEqualTo(-3);
        assertThat(pair.preferred(Attribute.HELPFULNESS)).isEqualTo(Preferred.FIRST);
        assertThat(pair.preferred(Attribute.CORRECTNESS)).isEqualTo(Preferred.SECOND);
        assertThat(pair.preferred(Attribute.COHERENCE)).isEqualTo(Preferred.TIE);
        assertThatThrownBy(() -> new RatedPair(first, new RatedResponse(Prompt.ofUser("q"), "b", ratings)))
                .hasMessage("both samples of a pair must share a prompt, got two different ones");
    }
}
