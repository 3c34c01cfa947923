package helpsteer.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.text.TextGoldens;
import helpsteer.text.jinja.value.JinjaException;
import helpsteer.text.jinja.value.None;
import helpsteer.text.jinja.value.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Random templates against jinja2; make_random_expressions.py beside the golden file says how they are drawn. */
class RandomTemplatesTest {
    private static final JsonNode GOLDEN = TextGoldens.json("random-expressions.json");

    private static Object value(JsonNode json) {
        if (json.isTextual()) {
            return Text.of(json.asText());
        } else if (json.isDouble()) {
            return json.asDouble();
        } else if (json.isNumber()) {
            return json.asLong();
        } else if (json.isArray()) {
            List<Object> items = new ArrayList<>();
            json.forEach(item -> items.add(value(item)));
            return items;
        } else if (json.isObject()) {
            Map<String, Object> entries = new LinkedHashMap<>();
            json.properties().forEach(e -> entries.put(e.getKey(), value(e.getValue())));
            return entries;
        }
        return None.NONE;
    }

    private static String outcome(String template, Map<String, Object> variables) {
        try {
            return Template.parse(template).render(variables, List.of()).toString();
        } catch (JinjaException e) {
            assertThat(e).as(template).hasMessageMatching("(?s)template line \\d+: .+, got .+");
            return "refused";
        }
    }

    @Test
    void render_randomTemplates_equalsJinja2OrIsRefusedWhereJinja2Refuses() {
        Map<String, Object> variables = new LinkedHashMap<>();
        GOLDEN.get("variables").properties().forEach(e -> variables.put(e.getKey(), value(e.getValue())));
        int refused = 0;
        List<String> wrong = new ArrayList<>();
        for (JsonNode row : GOLDEN.get("rows")) {
            String template = row.get("template").asText();
            String expected = row.has("error") ? "refused" : row.get("text").asText();
            String found = outcome(template, variables);
            refused += row.has("error") ? 1 : 0;
            if (!found.equals(expected)) {
                wrong.add(template + " must be " + expected + ", got " + found);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(GOLDEN.get("rows")).hasSize(900);
        assertThat(refused).isBetween(50, 300);
    }
}
