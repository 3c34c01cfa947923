package helpsteer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import helpsteer.data.fetch.Download;
import helpsteer.data.fetch.FetchSettings;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A token goes to the hub over https alone, and no message shows one. */
class SecretsTest {
    private static final String TOKEN = "hf_SECRET123";

    private static FetchSettings settings(String endpoint, String token) {
        return FetchSettings.of(Map.of("HF_ENDPOINT", endpoint, "HF_TOKEN", token));
    }

    @Test
    void settings_tokenOverHttp_isRefusedUnlessOnThisMachine() {
        assertThatThrownBy(() -> settings("http://192.0.2.1", TOKEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "endpoint must be https where a token is sent, got http://192.0.2.1; use https, or no token");
        assertThat(settings("http://192.0.2.1", "").token()).isEmpty();
        assertThat(settings("http://127.0.0.1:8080", TOKEN).token()).isEqualTo(TOKEN);
        assertThat(settings("http://localhost", TOKEN).token()).isEqualTo(TOKEN);
        assertThat(settings("http://[::1]:8080", TOKEN).token()).isEqualTo(TOKEN);
        assertThat(settings("https://192.0.2.1", TOKEN).token()).isEqualTo(TOKEN);
    }

    @Test
    void settings_tokenThatCannotStandInAHeader_isRefusedUnseen() {
        for (String bad : new String[] {TOKEN + "\nfoo", TOKEN + " foo", "\u00fc" + TOKEN, TOKEN + "\u0000"}) {
            Throwable refusal = catchThrowable(() -> settings("https://hub.example", bad));
            assertThat(refusal)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("HF_TOKEN must hold visible ASCII characters alone, got others among its "
                            + bad.length() + "; set it again without spaces, quotes or line ends");
        }
        assertThat(settings("https://hub.example", " " + TOKEN + "\n").token()).isEqualTo(TOKEN);
    }

    @Test
    void settings_addressWithAPassword_isRefusedUnseen() {
        String[] addresses = {
            "http://user:SECRET@hub.example",
            "https://user:SECRET@hub.example/x",
            "https://SECRET@hub.example",
            "user:SECRET@hub.example",
            "https://user:SECRET@hub_example",
            "https://user:SEC RET@hub.example",
            "https://hub.example?key=SECRET",
            "https://hub.example/#SECRET",
        };
        for (String address : addresses) {
            assertThat(catchThrowable(() -> settings(address, "")))
                    .as(address)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("HF_ENDPOINT must ")
                    .hasMessageNotContaining("SEC");
        }
    }

    @Test
    void redirected_downgradeOrNoWebAddress_isRefused() throws IOException {
        URI secure = URI.create("https://hub.example/a/b");
        URI plain = URI.create("http://hub.example/a/b");
        assertThatThrownBy(() -> Download.redirected(secure, "http://store.example/x"))
                .isInstanceOf(IOException.class)
                .hasMessage("redirect of the hub must stay with https, got http to store.example; check HF_ENDPOINT");
        for (String bad : new String[] {"file:///etc/passwd", "gopher://x/", "https:///x", "ht tp://x"}) {
            assertThatThrownBy(() -> Download.redirected(plain, bad))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("redirect of the hub must lead to an http or https address, got ");
        }
        assertThat(Download.redirected(secure, "/c")).hasToString("https://hub.example/c");
        assertThat(Download.redirected(secure, "HTTPS://store.example/x")).hasHost("store.example");
        assertThat(Download.redirected(plain, "https://store.example/x")).hasScheme("https");
        assertThat(Download.redirected(plain, "http://127.0.0.1:9/x")).hasPort(9);
    }
}
