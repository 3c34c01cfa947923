package helpsteer.text;

import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.text.jinja.value.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paper's own text form: {@code <extra_id_0>System}, {@code <extra_id_1>User}, {@code <extra_id_1>Assistant}.
 *
 * <p>Source: NeMo-Aligner, examples/nlp/data/steerlm/common.py and docs/user-guide/steerlm.rst. A conversation without a
 * system turn gets the default one.
 */
public final class SteerLmTemplate implements ChatFormat {
    /** The system turn of every text in the paper. */
    public static final String SYSTEM = "A chat between a curious user and an artificial intelligence assistant. "
            + "The assistant gives helpful, detailed, and polite answers to the user's questions.";

    private static final String SYSTEM_START = "<extra_id_0>";
    private static final String LABEL_START = "<extra_id_2>";

    private final boolean readOut;
    private final @Nullable String labels;

    private SteerLmTemplate(boolean readOut, @Nullable String labels) {
        this.readOut = readOut;
        this.labels = labels;
    }

    /** For a reward model: the text ends with {@code <extra_id_2>}, at whose last token the scores are read. */
    public static SteerLmTemplate forReward() {
        return new SteerLmTemplate(true, null);
    }

    /** For a policy without attributes: the response ends with the next turn's start, which stops it. */
    public static SteerLmTemplate forPolicy() {
        return new SteerLmTemplate(false, null);
    }

    /** For a policy told which ratings its last response shall have. */
    public static SteerLmTemplate forPolicy(Ratings wanted) {
        return new SteerLmTemplate(false, labels(wanted));
    }

    /** The label line's text, such as {@code helpfulness:4,correctness:4,coherence:4,complexity:2,verbosity:2}. */
    public static String labels(Ratings ratings) {
        return ratings.label();
    }

    @Override
    public RenderedChat render(List<Turn> turns, boolean generationPrompt) {
        boolean hasSystem = !turns.isEmpty() && turns.get(0).role() == Role.SYSTEM;
        Text text = hasSystem ? Text.of("") : Text.of(SYSTEM_START + "System\n" + SYSTEM + "\n");
        for (int i = 0; i < turns.size(); i++) {
            boolean last = i == turns.size() - 1 && turns.get(i).role() == Role.ASSISTANT;
            text = text.plus(turn(turns.get(i), i, last));
        }
        if (generationPrompt) {
            text = text.plus(Text.of(opening(Role.ASSISTANT) + labelLine()));
        } else if (readOut) {
            text = text.plus(Text.of(LABEL_START));
        }
        return new RenderedChat(turns, text);
    }

    private Text turn(Turn turn, int position, boolean lastAnswer) {
        Text header = Text.of(opening(turn.role()) + (lastAnswer ? labelLine() : ""));
        Text body = Text.content(turn.text(), position).plus(Text.of("\n"));
        if (lastAnswer && !readOut) {
            body = body.plus(Text.of(Prompt.TURN_START));
        }
        return header.plus(turn.role() == Role.ASSISTANT ? body.asGenerated() : body)
                .during(position);
    }

    private static String opening(Role role) {
        return switch (role) {
            case SYSTEM -> SYSTEM_START + "System\n";
            case USER -> Prompt.TURN_START + "User\n";
            case ASSISTANT -> Prompt.TURN_START + "Assistant\n";
        };
    }

    private String labelLine() {
        return labels == null ? "" : LABEL_START + labels + "\n";
    }

    @Override
    public List<String> markers() {
        return List.of(SYSTEM_START, Prompt.TURN_START, LABEL_START);
    }
}
