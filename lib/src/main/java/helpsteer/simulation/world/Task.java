package helpsteer.simulation.world;

import helpsteer.data.Prompt;
import helpsteer.simulation.Qualities;

/**
 * A prompt and what it asks for.
 *
 * @param slots number of sentences that do what is asked: a fact each or, where a refusal is due, a refusing sentence each
 * @param padding number of sentences asked for beyond those
 */
record Task(Prompt prompt, Request request, int slots, int padding) {
    Task {
        if (slots < 1 || padding < 0) {
            throw new IllegalArgumentException(
                    "slots must be at least 1 and padding at least 0, got " + slots + " and " + padding);
        }
    }

    /** Number of sentences that is right. */
    int sentences() {
        return slots + padding;
    }

    /** The part of the qualities that the prompt decides. */
    Qualities.Asked asked() {
        return new Qualities.Asked(request.items().size(), request.refusalDue(), sentences());
    }
}
