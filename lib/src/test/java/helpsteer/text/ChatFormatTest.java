package helpsteer.text;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.data.Ratings;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What every format promises of a conversation, for six models' templates and the paper's own form. */
class ChatFormatTest {
    private static final Map<String, ChatFormat> FORMATS = new LinkedHashMap<>();

    static {
        for (String name : List.of("smollm2", "llama3", "llama2", "qwen2.5", "qwen3", "chatml-generation")) {
            FORMATS.put(name, ChatTemplate.of(TextGoldens.config(name)));
        }
        FORMATS.put("reward", SteerLmTemplate.forReward());
        FORMATS.put("policy", SteerLmTemplate.forPolicy());
        FORMATS.put("labels", SteerLmTemplate.forPolicy(new Ratings(4, 4, 4, 2, 2)));
    }

    /** Turns of words, from the user to the user, that no template changes. */
    private static List<Turn> conversation(long seed) {
        String[] words = {"one", "bé", "🙂", "{{ x }}", "<|im_end|>", "12", "<extra_id_1>", "a\nb"};
        SplittableRandom random = new SplittableRandom(seed);
        List<Turn> turns = new ArrayList<>();
        int count = 1 + 2 * random.nextInt(3);
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder("w");
            for (int k = random.nextInt(4); k >= 0; k--) {
                text.append(words[random.nextInt(words.length)]).append(k % 2 == 0 ? " w" : "w");
            }
            turns.add(new Turn(i % 2 == 0 ? Role.USER : Role.ASSISTANT, text.toString()));
        }
        return turns;
    }

    private static String content(RenderedChat chat, int turn) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < chat.text().length(); i++) {
            if (chat.isContent(i) && chat.turn(i) == turn) {
                out.append(chat.text().charAt(i));
            }
        }
        return out.toString();
    }

    @Test
    void render_randomConversations_everyTurnsContentIsMarkedAsItsOwn() {
        FORMATS.forEach((name, format) -> {
            for (long seed = 0; seed < 40; seed++) {
                List<Turn> turns = conversation(seed);
                RenderedChat chat = format.render(turns, seed % 2 == 0);
                for (int t = 0; t < turns.size(); t++) {
                    assertThat(content(chat, t))
                            .as(name + ", seed " + seed)
                            .isEqualTo(turns.get(t).text());
                }
                assertThat(chat.turns()).isEqualTo(turns);
            }
        });
    }

    /** Turns follow each other: a char's turn is never before that of an earlier char. */
    @Test
    void render_randomConversations_turnsStandInOrder() {
        FORMATS.forEach((name, format) -> {
            for (long seed = 0; seed < 20; seed++) {
                List<Turn> turns = conversation(seed);
                RenderedChat chat = format.render(turns, false);
                int last = -1;
                for (int i = 0; i < chat.text().length(); i++) {
                    int turn = chat.turn(i);
                    assertThat(turn).as(name).isBetween(-1, turns.size() - 1);
                    if (turn >= 0) {
                        assertThat(turn).as(name + " at " + i).isGreaterThanOrEqualTo(last);
                        last = turn;
                    }
                }
                assertThat(last).isEqualTo(turns.size() - 1);
            }
        });
    }

    /** The generation prompt goes behind the text and belongs to no turn; the reward form ends otherwise. */
    @Test
    void render_generationPrompt_isAddedBehindTheText() {
        FORMATS.forEach((name, format) -> {
            List<Turn> turns = conversation(3);
            String without = format.render(turns, false).text();
            RenderedChat with = format.render(turns, true);
            if (name.equals("reward")) {
                without = without.substring(0, without.length() - "<extra_id_2>".length());
            }
            assertThat(with.text()).as(name).startsWith(without);
            boolean adds = !name.equals("llama2"); // whose generation prompt is the end of the user's turn
            assertThat(with.text().length() > without.length()).as(name).isEqualTo(adds);
            for (int i = without.length(); i < with.text().length(); i++) {
                assertThat(with.turn(i)).as(name).isEqualTo(-1);
            }
        });
    }

    @Test
    void markers_ofTemplatesAreNone_andOfTheSteerLmFormItsThree() {
        FORMATS.forEach((name, format) -> assertThat(format.markers())
                .as(name)
                .isEqualTo(
                        List.of("reward", "policy", "labels").contains(name)
                                ? List.of("<extra_id_0>", "<extra_id_1>", "<extra_id_2>")
                                : List.of()));
    }

    /** Rendering leaves nothing behind: the same turns give the same text, whatever was rendered between. */
    @Test
    void render_twice_givesTheSameText() {
        FORMATS.forEach((name, format) -> {
            String first = format.render(conversation(5), true).text();
            format.render(conversation(6), false);
            assertThat(format.render(conversation(5), true).text()).as(name).isEqualTo(first);
        });
    }
}
