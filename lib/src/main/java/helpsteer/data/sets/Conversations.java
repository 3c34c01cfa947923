package helpsteer.data.sets;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Strictness;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The conversations of several data sets, for a reward model to annotate. */
public final class Conversations {
    /** Name of Open Assistant's file of trees, without its ending, as {@link DataHome#table} takes it. */
    public static final String OPEN_ASSISTANT = "oasst1/2023-04-12_oasst_all.trees";

    private Conversations() {}

    /** HelpSteer2's training rows, then HelpSteer 1 and Open Assistant where they are among the data; each conversation once. */
    public static List<Conversation> of(DataHome home) {
        Set<Conversation> all = new LinkedHashSet<>();
        HelpSteer2.samples(HelpSteer2.train(home)).forEach(row -> all.add(Conversation.of(row)));
        HelpSteer1.find(home).ifPresent(rows -> rows.forEach(row -> all.add(Conversation.of(row))));
        home.table(OPEN_ASSISTANT).ifPresent(file -> OpenAssistant.read(file, Strictness.STRICT)
                .rows()
                .forEach(path -> path.chat().ifPresent(all::add)));
        return List.copyOf(all);
    }
}
