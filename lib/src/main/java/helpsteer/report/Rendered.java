package helpsteer.report;

import java.util.Map;

/**
 * A thing in every form that a screen may choose from.
 *
 * @param data the form by MIME type, a text each; {@code image/png} is base64
 * @param metadata hints by MIME type, such as the width of an image in CSS pixels
 */
public record Rendered(Map<String, Object> data, Map<String, Object> metadata) {
    /** Every rendering has this form, for terminals and for readers who cannot see pictures. */
    public static final String PLAIN = "text/plain";

    /** The form of tables, checks and listings in a browser. */
    public static final String HTML = "text/html";

    /** The form of charts; the data are base64. */
    public static final String PNG = "image/png";

    public Rendered {
        data = Map.copyOf(data);
        metadata = Map.copyOf(metadata);
        if (!data.containsKey(PLAIN)) {
            throw new IllegalArgumentException("data must have " + PLAIN + ", got " + data.keySet());
        }
    }

    /** A rendering for browsers with its plain twin. */
    public static Rendered html(String html, String plain) {
        return new Rendered(Map.of(HTML, html, PLAIN, plain), Map.of());
    }

    /** A line of text with renderings below it; of each its form for browsers where it has one, else the plain one. */
    public static Rendered stacked(String line, Rendered... parts) {
        StringBuilder html = new StringBuilder("<p>" + Html.escape(line) + "</p>");
        StringBuilder plain = new StringBuilder(line);
        for (Rendered part : parts) {
            html.append(
                    part.data().containsKey(HTML) ? part.form(HTML) : "<pre>" + Html.escape(part.plain()) + "</pre>");
            plain.append("\n\n").append(part.plain());
        }
        return html(html.toString(), plain.toString());
    }

    /** A picture that is shown at the given width, whatever its resolution. */
    public static Rendered png(String base64, int width, String plain) {
        return new Rendered(Map.of(PNG, base64, PLAIN, plain), Map.of(PNG, Map.of("width", width)));
    }

    /** The form that every screen can show. */
    public String plain() {
        return form(PLAIN);
    }

    /** The form of a MIME type, which must be one of {@link #data}. */
    public String form(String type) {
        Object form = data.get(type);
        if (form == null) {
            throw new IllegalArgumentException("type must be one of " + data.keySet() + ", got " + type);
        }
        return form.toString();
    }
}
