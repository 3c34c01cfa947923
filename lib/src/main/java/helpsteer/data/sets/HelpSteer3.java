package helpsteer.data.sets;

import helpsteer.data.AnnotatorPreference;
import helpsteer.data.PreferencePair;
import helpsteer.data.Prompt;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.ChatMessages;
import helpsteer.data.io.ReadResult;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of HelpSteer3-Preference (arXiv 2505.11475): a comparison in one of four domains.
 *
 * @param domain such as {@code "code"}
 * @param language natural or programming language
 * @param pair the comparison with the overall strength
 * @param opinions up to three single verdicts; the reasoning is the statement
 */
public record HelpSteer3(String domain, String language, PreferencePair pair, List<AnnotatorPreference> opinions) {
    private static final List<String> FIELDS = List.of(
            "domain", "language", "context", "response1", "response2", "overall_preference", "individual_preference");
    private static final List<String> NEEDED_OF_OPINION = List.of("score", "reasoning");
    private static final List<String> FIELDS_OF_OPINION = List.of("score", "reasoning", "feedback1", "feedback2");

    public HelpSteer3 {
        opinions = List.copyOf(opinions);
    }

    /** The training rows. */
    public static List<HelpSteer3> train(DataHome home) {
        return read(home.needTable("helpsteer3/preference/train"), Strictness.STRICT)
                .rows();
    }

    /** The validation rows. */
    public static List<HelpSteer3> validation(DataHome home) {
        return read(home.needTable("helpsteer3/preference/validation"), Strictness.STRICT)
                .rows();
    }

    /** The rows of a file of that form. */
    public static ReadResult<HelpSteer3> read(Path file, Strictness reading) {
        return Rows.read(file, reading, HelpSteer3::parse);
    }

    private static HelpSteer3 parse(Row row) {
        row.only(FIELDS);
        Prompt prompt = new Prompt(ChatMessages.turns(row.objects("context")));
        int overall = row.integer("overall_preference", -PreferencePair.STRONGEST, PreferencePair.STRONGEST);
        List<AnnotatorPreference> opinions = new ArrayList<>();
        for (Row opinion : row.objects("individual_preference")) {
            opinion.required(NEEDED_OF_OPINION).noneBeyond(FIELDS_OF_OPINION);
            int score = opinion.integer("score", -PreferencePair.STRONGEST, PreferencePair.STRONGEST);
            opinions.add(new AnnotatorPreference(score, opinion.textOrEmpty("reasoning"), ""));
        }
        PreferencePair pair = PreferencePair.ofSigned(prompt, row.text("response1"), row.text("response2"), overall);
        return new HelpSteer3(row.text("domain"), row.text("language"), pair, opinions);
    }
}
