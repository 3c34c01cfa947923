package helpsteer.data.benchmark;

import helpsteer.data.fetch.DataHome;
import helpsteer.data.io.Row;
import helpsteer.data.io.Rows;
import helpsteer.data.io.Strictness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a judge is asked, with named gaps, as FastChat keeps it ({@code mt-bench/judge_prompts.jsonl}).
 *
 * @param name such as {@code "single-v1"}
 * @param system the system turn
 * @param template the user turn, with gaps such as <code>{question}</code>
 */
public record JudgePrompt(String name, String system, String template) {
    private static final String FILE = "mt-bench/judge_prompts.jsonl";
    private static final Pattern GAP = Pattern.compile("\\{(\\w*)}");

    /** All prompts by name. */
    public static Map<String, JudgePrompt> read(DataHome home) {
        Map<String, JudgePrompt> prompts = new LinkedHashMap<>();
        for (JudgePrompt each : Rows.read(home.need(FILE), Strictness.STRICT, JudgePrompt::parse)
                .rows()) {
            prompts.put(each.name, each);
        }
        return prompts;
    }

    private static JudgePrompt parse(Row row) {
        row.required(List.of("name", "system_prompt", "prompt_template"));
        return new JudgePrompt(row.text("name"), row.text("system_prompt"), row.text("prompt_template"));
    }

    /**
     * The user turn with its gaps filled in one pass, so that a gap's mark within a filling stays text.
     *
     * @throws IllegalArgumentException where a gap has no filling
     */
    public String filled(Map<String, String> fillings) {
        Matcher gap = GAP.matcher(template);
        StringBuilder out = new StringBuilder();
        while (gap.find()) {
            String filling = fillings.get(gap.group(1));
            if (filling == null) {
                throw new IllegalArgumentException(
                        "fillings of " + name + " must have " + gap.group(1) + ", got " + fillings.keySet());
            }
            gap.appendReplacement(out, Matcher.quoteReplacement(filling));
        }
        return gap.appendTail(out).toString();
    }
}
