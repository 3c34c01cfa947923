package helpsteer.align.pipeline;

import helpsteer.data.fetch.DataHome;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the rows come from.
 *
 * @param home HelpSteer2's rows to learn where there are no conversations; its validation prompts are asked in any case
 * @param chats file of conversations to learn in place of HelpSteer2's rows
 * @param annotator folder of the reward model that rates the conversations
 */
public record AlignmentSource(DataHome home, Optional<Path> chats, Optional<Path> annotator) {
    public AlignmentSource {
        if (annotator.isPresent() && chats.isEmpty()) {
            throw new IllegalArgumentException("conversations must be given where an annotator is, got none;"
                    + " HelpSteer2's rows are rated by people");
        }
    }

    /** HelpSteer2's rows. */
    public static AlignmentSource of(DataHome home) {
        return new AlignmentSource(home, Optional.empty(), Optional.empty());
    }
}
