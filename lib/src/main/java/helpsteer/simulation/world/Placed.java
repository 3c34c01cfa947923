package helpsteer.simulation.world;

import helpsteer.simulation.grammar.Sentence;

/** A sentence and what it does in its response. */
record Placed(Part part, Sentence sentence) {}
