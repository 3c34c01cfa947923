package helpsteer.align;

import helpsteer.data.Prompt;
import helpsteer.data.Ratings;
import helpsteer.data.Turn;
import helpsteer.text.ChatFormat;
import helpsteer.text.ChatTemplate;
import helpsteer.text.SteerLmTemplate;
import helpsteer.text.TokenizerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The form of a policy's text, and where in it the ratings stand that its response shall have. */
public enum PolicyFormat {
    /** The paper's: ratings as {@code <extra_id_2>helpfulness:4,...} at the head of the answer. */
    STEERLM {
        @Override
        ChatFormat format(TokenizerConfig config, Optional<Ratings> wanted) {
            return wanted.map(SteerLmTemplate::forPolicy).orElseGet(SteerLmTemplate::forPolicy);
        }

        @Override
        Prompt with(Prompt prompt, Optional<Ratings> wanted) {
            return prompt;
        }
    },
    /**
     * The model's own chat template: ratings as a last line of the last user turn, since these templates write an assistant's
     * head themselves and some have a system turn of their own.
     */
    OWN {
        @Override
        ChatFormat format(TokenizerConfig config, Optional<Ratings> wanted) {
            return ChatTemplate.of(config);
        }

        @Override
        Prompt with(Prompt prompt, Optional<Ratings> wanted) {
            if (wanted.isEmpty()) {
                return prompt;
            }
            List<Turn> turns = new ArrayList<>(prompt.turns());
            Turn last = turns.remove(turns.size() - 1);
            turns.add(new Turn(last.role(), last.text() + "\n\n" + WISH + SteerLmTemplate.labels(wanted.get())));
            return new Prompt(turns);
        }
    };

    private static final String WISH = "Answer with ";

    abstract ChatFormat format(TokenizerConfig config, Optional<Ratings> wanted);

    abstract Prompt with(Prompt prompt, Optional<Ratings> wanted);
}
