package helpsteer.text;

import helpsteer.data.Turn;
import java.util.List;

/** How a model wants a conversation written. */
public interface ChatFormat {
    /**
     * The conversation as one text.
     *
     * @param generationPrompt whether the text ends where the assistant's next answer begins
     * @throws IllegalArgumentException where the format has no place for such a conversation
     */
    RenderedChat render(List<Turn> turns, boolean generationPrompt);

    /** Texts that divide turns in this format whether or not the tokenizer knows them as special tokens. */
    List<String> markers();
}
