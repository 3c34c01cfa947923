package helpsteer.study.coverage;

/**
 * A test and the samples it is tried on.
 *
 * @param underNull draws samples without an effect
 * @param underAlternative draws samples with the effect that the setting names
 */
public record TestScenario(Setting setting, PValueTrial underNull, PValueTrial underAlternative) {}
