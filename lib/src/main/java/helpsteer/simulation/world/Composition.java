package helpsteer.simulation.world;

import helpsteer.simulation.GoldRatings;
import helpsteer.simulation.Qualities;
import helpsteer.simulation.SimulatedResponse;

/** A text and the qualities that were put into it. */
record Composition(String text, Qualities qualities) {
    SimulatedResponse response() {
        return new SimulatedResponse(text, qualities, GoldRatings.of(qualities));
    }
}
