package helpsteer.simulation;

/**
 * What was put into a simulated response.
 *
 * @param factsRight facts stated that are true and asked for, at least 0
 * @param factsWrong facts stated that are false, at least 0
 */
public record Qualities(int factsRight, int factsWrong) {}
