package helpsteer.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EndpointTest {
    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void parse_webAddresses_areTakenAsTheyStand() {
        for (String address : List.of(
                "https://huggingface.co",
                "http://127.0.0.1:8080/v1",
                "HTTPS://Hub.Example/a%20b/",
                "http://[::1]:9/x",
                "https://hub.example:443")) {
            assertThat(Endpoint.parse("HF_ENDPOINT", address)).hasToString(address);
        }
    }

    @Test
    void parse_whatIsNoWebAddress_isRefused() {
        for (String address :
                List.of("ftp://hub.example", "file:///etc/passwd", "hub.example", "/v1", "https:///x", "")) {
            refused(
                    () -> Endpoint.parse("HF_ENDPOINT", address),
                    "HF_ENDPOINT must be an http or https address, got " + address);
        }
    }

    /** The JDK's own message would quote the address, in which a password may stand. */
    @Test
    void parse_faultyAddressWithAPassword_tellsThePlaceAlone() {
        refused(
                () -> Endpoint.parse("HF_ENDPOINT", "https://user:hidden secret@hub.example"),
                "HF_ENDPOINT must be an http or https address, got one with a fault at character 8");
        refused(
                () -> Endpoint.parse("URL", "https:"),
                "URL must be an http or https address, got one with a fault at character 6");
        refused(
                () -> Endpoint.parse("URL", "https://hub.example/{x}"),
                "URL must be an http or https address, got one with a fault at character 20");
    }

    @Test
    void checked_userOrPassword_isRefusedWithoutShowingIt() {
        refused(
                () -> Endpoint.parse("HF_ENDPOINT", "https://me:secret@hub.example/x"),
                "HF_ENDPOINT must hold no user name or password, got one for hub.example; put the key or token into its"
                        + " environment variable");
        for (String address : List.of(
                "https://secret@hub.example",
                "https://hub.example/secret@x",
                "http://a:se_cret@b_c/",
                "mailto:secret@x")) {
            assertThatThrownBy(() -> Endpoint.parse("HF_ENDPOINT", address))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("HF_ENDPOINT must hold no user name or password, got one")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void checked_queryOrFragment_isRefusedWithoutShowingIt() {
        for (String address : List.of(
                "https://hub.example?key=hidden",
                "https://hub.example/#hidden",
                "https://hub.example?",
                "https://hub.example#")) {
            refused(
                    () -> Endpoint.parse("URL", address),
                    "URL must end before any \"?\" or \"#\", got more behind it; give the base address alone");
        }
    }

    @Test
    void checkSecure_clearTextToAnotherMachine_isRefused() {
        for (String safe : List.of(
                "https://hub.example",
                "HTTPS://hub.example",
                "http://localhost:1",
                "http://127.0.0.1",
                "http://127.9.9.9:8",
                "http://[::1]/x")) {
            Endpoint.checkSecure("HF_ENDPOINT", URI.create(safe), "token");
        }
        for (String open : List.of(
                "http://192.0.2.1", "http://no-such-host.invalid/x", "http://0.0.0.1", "http://[2001:db8::1]")) {
            refused(
                    () -> Endpoint.checkSecure("HF_ENDPOINT", URI.create(open), "token"),
                    "HF_ENDPOINT must be https where a token is sent, got " + open + "; use https, or no token");
        }
    }

    @Test
    void checkSecret_charactersThatCannotStandInAHeader_areRefusedByTheirNumber() {
        Endpoint.checkSecret("HF_TOKEN", "hf_aZ09-._~!{}\"'");
        for (String secret : List.of("hf_SECRET\nfoo", "hf SECRET", "", "hf_SECRET\u00e9", "\thf", "hf\u007f")) {
            refused(
                    () -> Endpoint.checkSecret("HF_TOKEN", secret),
                    "HF_TOKEN must hold visible ASCII characters alone, got others among its " + secret.length()
                            + "; set it again without spaces, quotes or line ends");
        }
    }

    @Test
    void isScheme_capitalLetters_countAsSmallOnes() {
        assertThat(Endpoint.isScheme(URI.create("HtTp://x"), "http")).isTrue();
        assertThat(Endpoint.isScheme(URI.create("https://x"), "http")).isFalse();
        assertThat(Endpoint.isScheme(URI.create("x/y"), "http")).isFalse();
    }
}
