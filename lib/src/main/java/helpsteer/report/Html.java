package helpsteer.report;

import java.util.Locale;

/** Text that is safe to stand in HTML, and colours that read on light and on dark pages. */
public final class Html {
    /** Half-transparent grey: a visible line on white and on black. */
    public static final String RULE = "rgba(128,128,128,.4)";

    /** Keeps JupyterLab and nbconvert from typesetting what stands between two dollar signs. */
    private static final String NO_MATHS = "class=\"tex2jax_ignore mathjax_ignore\"";

    private Html() {}

    /** A block of finished HTML that stands alone in an output. */
    public static String block(String html) {
        return "<div " + NO_MATHS + ">" + html + "</div>";
    }

    /** Escapes what HTML gives a meaning to; also safe inside a double-quoted attribute. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** Escaped text in an element with an inline style: a style sheet would be stripped by GitHub's viewer. */
    public static String element(String tag, String style, String text) {
        return String.format(Locale.ROOT, "<%s style=\"%s\">%s</%s>", tag, style, escape(text), tag);
    }
}
