package helpsteer.data.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * How to reach the hub.
 *
 * @param endpoint address without a slash at the end
 * @param token sent to the endpoint's own host only, and never in clear over a network; empty for none
 * @param offline whether to refuse any download
 * @param attempts how often one file is tried, at least 1
 * @param pause before the second attempt; doubled before each later one
 */
public record FetchSettings(URI endpoint, String token, boolean offline, int attempts, Duration pause) {
    private static final String ENDPOINT_VARIABLE = "HF_ENDPOINT";
    private static final String TOKEN_VARIABLE = "HF_TOKEN";
    static final String OFFLINE_VARIABLE = "HF_HUB_OFFLINE";
    private static final String HUB = "https://huggingface.co";
    private static final int ATTEMPTS = 5;

    public FetchSettings {
        Endpoint.checked("endpoint", endpoint);
        if (!token.isEmpty()) {
            Endpoint.checkSecret(TOKEN_VARIABLE, token);
            Endpoint.checkSecure("endpoint", endpoint, "token");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, got " + attempts);
        }
    }

    /** From {@code HF_ENDPOINT}, {@code HF_TOKEN} and {@code HF_HUB_OFFLINE}, as Python's hub client reads them. */
    public static FetchSettings of(Map<String, String> environment) {
        String endpoint = environment.getOrDefault(ENDPOINT_VARIABLE, "");
        String offline = environment.getOrDefault(OFFLINE_VARIABLE, "");
        return new FetchSettings(
                Endpoint.parse(ENDPOINT_VARIABLE, (endpoint.isEmpty() ? HUB : endpoint).replaceAll("/+$", "")),
                environment.getOrDefault(TOKEN_VARIABLE, "").strip(),
                !offline.isEmpty() && !offline.equals("0"),
                ATTEMPTS,
                Duration.ofSeconds(1));
    }

    /** All but the token, which must not be printed. */
    @Override
    public String toString() {
        return endpoint + (offline ? " (offline)" : "") + (token.isEmpty() ? "" : " (with token)");
    }
}
