package helpsteer.report.listing;

import helpsteer.report.Html;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Colours Java source in HTML, with shades that read on light and on dark pages. */
final class Highlight {
    private static final Pattern TOKEN = Pattern.compile("(?<comment>/\\*[\\s\\S]*?\\*/|//[^\\n]*)"
            + "|(?<string>\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+')"
            + "|(?<annotation>@\\w+)"
            + "|(?<keyword>\\b(?:abstract|assert|boolean|break|byte|case|catch|char|class|continue|default|do"
            + "|double|else|enum|extends|final|finally|float|for|if|implements|import|instanceof|int|interface"
            + "|long|new|null|package|permits|private|protected|public|record|return|sealed|short|static|super"
            + "|switch|synchronized|this|throw|throws|true|false|try|var|void|volatile|while|yield)\\b)");

    private Highlight() {}

    /** Escaped source with comments, strings, annotations and key words in colour. */
    static String html(String code) {
        StringBuilder out = new StringBuilder();
        Matcher token = TOKEN.matcher(code);
        int done = 0;
        while (token.find()) {
            out.append(Html.escape(code.substring(done, token.start())));
            out.append(Html.element("span", style(token), token.group()));
            done = token.end();
        }
        return out.append(Html.escape(code.substring(done))).toString();
    }

    private static String style(Matcher token) {
        if (token.group("comment") != null) {
            return "color:#808080;font-style:italic";
        }
        if (token.group("string") != null) {
            return "color:#2a9d63";
        }
        return token.group("annotation") != null ? "color:#b8860b" : "color:#3b82c4";
    }
}
