package helpsteer.bench.judge;

/**
 * What a model answered.
 *
 * @param text the answer
 * @param promptTokens tokens read, as the endpoint counts them; 0 where it does not say
 * @param answerTokens tokens written, likewise
 */
public record ChatReply(String text, long promptTokens, long answerTokens) {}
