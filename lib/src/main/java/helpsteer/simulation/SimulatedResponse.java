package helpsteer.simulation;

import helpsteer.data.RatedResponse;

/**
 * A response that was written to have known qualities.
 *
 * @param text the response, not empty
 * @param qualities what was put into it
 * @param gold the five true ratings, a function of the qualities
 */
public record SimulatedResponse(String text, Qualities qualities, GoldRatings gold) {
    public SimulatedResponse {
        RatedResponse.checkedResponse("response", text);
    }
}
