package helpsteer.data.fetch;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The rules for the address of a server and for a key or token that is sent to it. No message holds a secret. */
public final class Endpoint {
    private static final Pattern SECRET = Pattern.compile("[!-~]+");

    private Endpoint() {}

    /** Reads an address; {@code name} is what the message calls it. */
    public static URI parse(String name, String text) {
        try {
            return checked(name, new URI(text));
        } catch (URISyntaxException e) {
            // the exception's own message quotes the text, in which a password may stand
            throw new IllegalArgumentException(
                    name + " must be an http or https address, got one with a fault at character " + e.getIndex());
        }
    }

    /** The address where it is one of http or https, without a user, a password, a query or a fragment. */
    public static URI checked(String name, URI address) {
        String host = address.getHost();
        boolean web = isScheme(address, "http") || isScheme(address, "https");
        if (address.toString().indexOf('@') >= 0) {
            throw new IllegalArgumentException(name + " must hold no user name or password, got one"
                    + (host == null ? "" : " for " + host) + "; put the key or token into its environment variable");
        }
        if (address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    name + " must end before any \"?\" or \"#\", got more behind it; give the base address alone");
        }
        if (!web || host == null) {
            throw new IllegalArgumentException(name + " must be an http or https address, got " + address);
        }
        return address;
    }

    /** Refuses to send a secret in clear: the address must be https, or on this machine. */
    public static void checkSecure(String name, URI address, String secretName) {
        if (!isScheme(address, "https") && !isThisMachine(address.getHost())) {
            throw new IllegalArgumentException(name + " must be https where a " + secretName + " is sent, got "
                    + address + "; use https, or no " + secretName);
        }
    }

    /**
     * Refuses a secret that cannot stand in a header: the JDK's own refusal would show it.
     *
     * @param name of the variable that holds it
     */
    public static void checkSecret(String name, String secret) {
        if (!SECRET.matcher(secret).matches()) {
            throw new IllegalArgumentException(name + " must hold visible ASCII characters alone, got others among its "
                    + secret.length() + "; set it again without spaces, quotes or line ends");
        }
    }

    /** Whether an address has a scheme, in capital letters or not. */
    public static boolean isScheme(URI address, String scheme) {
        return scheme.equals(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT));
    }

    private static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
