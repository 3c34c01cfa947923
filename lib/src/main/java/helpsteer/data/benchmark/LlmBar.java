package helpsteer.data.benchmark;

import helpsteer.data.PreferencePair;
import helpsteer.data.Preferred;
import helpsteer.data.Prompt;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** LLMBar (arXiv 2310.07641): 419 instructions with one output that follows and one that only looks better. */
public final class LlmBar {
    private static final List<String> PARTS = List.of("Natural", "Neighbor", "GPTInst", "GPTOut", "Manual");
    private static final List<String> FIELDS = List.of("input", "output_1", "output_2", "label");

    private LlmBar() {}

    /** The pairs of each part, in the order of the paper; strength 1 throughout. */
    public static Map<String, List<PreferencePair>> read(DataHome home) {
        Map<String, List<PreferencePair>> parts = new LinkedHashMap<>();
        for (String part : PARTS) {
            parts.put(
                    part,
                    Rows.read(home.need("llmbar/" + part + ".json"), Strictness.STRICT, LlmBar::parse)
                            .rows());
        }
        return parts;
    }

    static PreferencePair parse(Row row) {
        row.only(FIELDS);
        Preferred preferred = row.integer("label", 1, 2) == 1 ? Preferred.FIRST : Preferred.SECOND;
        return new PreferencePair(
                Prompt.ofUser(row.text("input")), row.text("output_1"), row.text("output_2"), preferred, 1);
    }
}
