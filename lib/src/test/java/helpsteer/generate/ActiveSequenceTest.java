package helpsteer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.nn.decoder.SampledToken;
import helpsteer.run.Seed;
import helpsteer.text.TextGoldens;
import helpsteer.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ActiveSequenceTest {
    private static final Tokenizer TOKENIZER = new Tokenizer(TextGoldens.file("tokenizer.json"));
    private static final Set<Integer> ENDS = Set.of(5);

    private final List<String> heard = new ArrayList<>();
    private final GenerationListener listener = new GenerationListener() {
        @Override
        public void text(int prompt, int sample, String more) {
            heard.add(prompt + "/" + sample + " " + more);
        }

        @Override
        public void done(int prompt, int sample, Completion answer) {
            heard.add(prompt + "/" + sample + " done " + answer.ending());
        }
    };

    @AfterAll
    static void close() {
        TOKENIZER.close();
    }

    private static ActiveSequence sequence(int room, String... stops) {
        return new ActiveSequence(3, 1, 77, room, new IncrementalDetokenizer(TOKENIZER, List.of(stops)));
    }

    private static SampledToken draw(int token) {
        return new SampledToken(token, -0.5, -0.25);
    }

    /** Adds the tokens of a text until the answer has ended; how many were taken. */
    private int write(ActiveSequence answer, String text) {
        int taken = 0;
        for (int id : TOKENIZER.ids(text)) {
            if (answer.isOpen()) {
                answer.add(draw(id), ENDS, listener);
                taken++;
            }
        }
        return taken;
    }

    @Test
    void add_endToken_endsTheAnswerWithoutItsText() {
        ActiveSequence answer = sequence(50);
        write(answer, "ab<|im_end|>c");
        Completion completion = answer.generated();
        assertThat(completion.ending()).isEqualTo(Completion.Ending.TOKEN);
        assertThat(completion.text()).isEqualTo("ab");
        assertThat(completion.tokens()).endsWith(5);
        assertThat(heard).last().isEqualTo("3/1 done TOKEN");
        assertThat(completion.logProbability())
                .isEqualTo(-0.5 * completion.draws().size());
        assertThat(completion.sampledLogProbability())
                .isEqualTo(-0.25 * completion.draws().size());
    }

    @Test
    void add_stopText_isCutOffAndNeverShown() {
        ActiveSequence answer = sequence(50, "##");
        int taken = write(answer, "a # b ## c");
        Completion completion = answer.generated();
        assertThat(completion.ending()).isEqualTo(Completion.Ending.STOP);
        assertThat(completion.text()).isEqualTo("a # b ");
        assertThat(completion.draws()).hasSize(taken);
        assertThat(String.join("", heard).replace("3/1 ", "")).isEqualTo("a # b done STOP");
    }

    @Test
    void add_asManyAsThereIsRoomFor_endsByLength() {
        ActiveSequence answer = sequence(2);
        assertThat(write(answer, "12345")).isEqualTo(2);
        assertThat(answer.isOpen()).isFalse();
        assertThat(answer.generated().ending()).isEqualTo(Completion.Ending.LENGTH);
        assertThat(answer.generated().text()).isEqualTo("12");
        assertThat(answer.last()).isEqualTo(TOKENIZER.ids("2")[0]);
    }

    /** A character cut off within its bytes comes to its sign at the end, and not before. */
    @Test
    void add_endWithinACharacter_showsTheSignForItAtTheEnd() {
        int[] ids = TOKENIZER.ids("🙂");
        assertThat(ids.length).isGreaterThan(1);
        ActiveSequence answer = sequence(1);
        answer.add(draw(ids[0]), ENDS, listener);
        assertThat(answer.generated().text()).isEqualTo("\ufffd");
        assertThat(heard).containsExactly("3/1 \ufffd", "3/1 done LENGTH");
    }

    /** Random numbers belong to a position, so that they do not depend on what was asked before. */
    @Test
    void uniforms_next_areThoseOfTheTokensPosition() {
        ActiveSequence answer = sequence(9);
        assertThat(answer.uniforms(3)).containsExactly(TokenRandom.uniforms(77, 0, 3));
        assertThat(answer.uniforms(3)).containsExactly(TokenRandom.uniforms(77, 0, 3));
        answer.add(draw(20), ENDS, listener);
        assertThat(answer.uniforms(2)).containsExactly(TokenRandom.uniforms(77, 1, 2));
        assertThat(answer.prompt()).isEqualTo(3);
        assertThat(TokenRandom.key(new Seed(0), new int[0], 0)).isNotEqualTo(77);
    }

    @Test
    void add_logProbabilityThatIsNoNumber_isRefusedByPromptAndToken() {
        ActiveSequence answer = sequence(9);
        answer.add(draw(20), ENDS, listener);
        assertThatThrownBy(() -> answer.add(new SampledToken(20, Double.NaN, 0), ENDS, listener))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "logits must be finite, got NaN at token 2 of the answer to prompt 3; the model's weights or the"
                                + " type of computation are broken");
        assertThat(answer.isOpen()).isTrue();
        assertThatThrownBy(answer::generated)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("an answer must have ended to be given out, got one that is being written");
    }
}
