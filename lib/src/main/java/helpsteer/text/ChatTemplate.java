package helpsteer.text;

import helpsteer.data.Turn;
import helpsteer.text.jinja.Template;
import helpsteer.text.jinja.value.Callable;
import helpsteer.text.jinja.value.None;
import helpsteer.text.jinja.value.Text;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's own Jinja template, rendered as transformers' apply_chat_template renders it.
 *
 * <p>There is no clock: {@code strftime_now} is undefined, so that a template which asks whether it is defined takes its
 * fixed date and one which does not is refused, until a date is given by {@link #withDate}.
 */
public final class ChatTemplate implements ChatFormat {
    private final Template template;
    private final Map<String, Object> variables;

    private ChatTemplate(Template template, Map<String, Object> variables) {
        this.template = template;
        this.variables = variables;
    }

    /**
     * The template of a model's files.
     *
     * @throws IllegalArgumentException where there is none or it cannot be read
     */
    public static ChatTemplate of(TokenizerConfig config) {
        String source = config.chatTemplate();
        if (source == null) {
            throw new IllegalArgumentException(
                    "chat_template must be given beside the tokenizer.json, got none; give chat_template.jinja");
        }
        Map<String, Object> variables = new HashMap<>();
        variables.put("tools", None.NONE);
        variables.put("documents", None.NONE);
        put(variables, "bos_token", config.bosToken());
        put(variables, "eos_token", config.eosToken());
        put(variables, "pad_token", config.padToken());
        put(variables, "unk_token", config.unkToken());
        return new ChatTemplate(Template.parse(source), variables);
    }

    private static void put(Map<String, Object> variables, String name, @Nullable String token) {
        if (token != null) {
            variables.put(name, Text.of(token));
        }
    }

    /** The same with one more variable, such as {@code enable_thinking}. */
    public ChatTemplate with(String name, boolean value) {
        return with(name, (Object) value);
    }

    /** The same with one more variable, such as {@code date_string}. */
    public ChatTemplate with(String name, String value) {
        return with(name, Text.of(value));
    }

    /** The same where it is always this day. */
    public ChatTemplate withDate(LocalDate date) {
        return with("strftime_now", (Callable)
                args -> Text.of(formatted(date, args.text(0, "format").toString())));
    }

    private ChatTemplate with(String name, Object value) {
        Map<String, Object> more = new HashMap<>(variables);
        more.put(name, value);
        return new ChatTemplate(template, more);
    }

    @Override
    public RenderedChat render(List<Turn> turns, boolean generationPrompt) {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("role", Text.of(turns.get(i).role().name().toLowerCase(Locale.ROOT)));
            message.put("content", Text.content(turns.get(i).text(), i));
            messages.add(message);
        }
        Map<String, Object> all = new HashMap<>(variables);
        all.put("messages", messages);
        all.put("add_generation_prompt", generationPrompt);
        return new RenderedChat(turns, template.render(all, messages));
    }

    /** A template's markers are the tokenizer's special tokens; it names none of its own. */
    @Override
    public List<String> markers() {
        return List.of();
    }

    /** C's strftime for a day, without hours. */
    private static String formatted(LocalDate date, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) != '%') {
                out.append(format.charAt(i));
                continue;
            }
            char code = ++i < format.length() ? format.charAt(i) : ' ';
            String pattern =
                    switch (code) {
                        case 'd' -> "%1$td";
                        case 'b' -> "%1$tb";
                        case 'B' -> "%1$tB";
                        case 'm' -> "%1$tm";
                        case 'y' -> "%1$ty";
                        case 'Y' -> "%1$tY";
                        case 'a' -> "%1$ta";
                        case 'A' -> "%1$tA";
                        case '%' -> "%%";
                        default ->
                            throw new IllegalArgumentException(
                                    "strftime_now must ask for a day by %d %b %B %m %y %Y %a %A, got %" + code);
                    };
            out.append(String.format(Locale.ENGLISH, pattern, date));
        }
        return out.toString();
    }
}
