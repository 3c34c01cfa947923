package helpsteer.simulation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was put into a simulated response, and what its prompt asked for: all that its gold ratings depend on.
 *
 * @param asked what the prompt asks for
 * @param content what the response states
 * @param flow how the statements follow each other
 * @param style how much is said, and in which vocabulary
 */
public record Qualities(Asked asked, Content content, Flow flow, Style style) {
    /**
     * What a prompt asks for.
     *
     * @param facts number of facts, at least 1
     * @param refusal whether the request should be refused
     * @param sentences number of sentences that is right, at least 1
     */
    public record Asked(int facts, boolean refusal, int sentences) {
        public Asked {
            check("facts asked for", facts, 1);
            check("sentences asked for", sentences, 1);
        }
    }

    /**
     * What a response states, each fact counted once however often it is said.
     *
     * @param right true facts that were asked for
     * @param wrong false facts
     * @param offTopic true facts that were not asked for
     * @param refusals different sentences that refuse
     */
    public record Content(int right, int wrong, int offTopic, int refusals) {
        public Content {
            check("right facts", right, 0);
            check("wrong facts", wrong, 0);
            check("facts off the topic", offTopic, 0);
            check("refusals", refusals, 0);
        }
    }

    /**
     * How sentences follow each other.
     *
     * @param orderBroken whether facts came in another order than the prompt demands
     * @param repetitions sentences that say again what was said before
     * @param contradictions facts that deny a fact stated elsewhere in the response
     * @param unreadable sentences that say nothing this world knows
     */
    public record Flow(boolean orderBroken, int repetitions, int contradictions, int unreadable) {
        public Flow {
            check("repetitions", repetitions, 0);
            check("contradictions", contradictions, 0);
            check("unreadable sentences", unreadable, 0);
        }
    }

    /**
     * How much is said and how.
     *
     * @param sentences number of sentences, at least 1
     * @param vocabulary mean level of the words that have one, 0 (plainest) to 4 (most learned); 0 where none has
     */
    public record Style(int sentences, double vocabulary) {
        public Style {
            check("sentences", sentences, 1);
            if (!(vocabulary >= 0 && vocabulary <= 4)) {
                throw new IllegalArgumentException("vocabulary must be in 0..4, got " + vocabulary);
            }
        }
    }

    public Qualities {
        if (flow.unreadable() > style.sentences()) {
            throw new IllegalArgumentException("unreadable sentences must be no more than all sentences, got "
                    + flow.unreadable() + " and " + style.sentences());
        }
    }

    /** All of it by plain names, always in the same order; yes is 1 and no is 0. */
    public Map<String, Number> values() {
        Map<String, Number> values = new LinkedHashMap<>();
        values.put("facts_asked", asked.facts());
        values.put("refusal_due", asked.refusal() ? 1 : 0);
        values.put("sentences_asked", asked.sentences());
        values.put("facts_right", content.right());
        values.put("facts_wrong", content.wrong());
        values.put("facts_off_topic", content.offTopic());
        values.put("refusals", content.refusals());
        values.put("order_broken", flow.orderBroken() ? 1 : 0);
        values.put("repetitions", flow.repetitions());
        values.put("contradictions", flow.contradictions());
        values.put("unreadable", flow.unreadable());
        values.put("sentences", style.sentences());
        values.put("vocabulary", style.vocabulary());
        return Collections.unmodifiableMap(values);
    }

    private static void check(String name, int value, int min) {
        if (value < min) {
            throw new IllegalArgumentException(name + " must be at least " + min + ", got " + value);
        }
    }
}
