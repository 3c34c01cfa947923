package helpsteer.generate;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.run.Json;
import helpsteer.text.ChatEncoding;
import helpsteer.text.EncodedChat;
import helpsteer.text.Tokenizer;
import helpsteer.text.TokenizerConfig;
import helpsteer.weights.model.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tokens that end an answer. */
final class StopTokens {
    private static final String KEY = "eos_token_id";

    private StopTokens() {}

    /**
     * The end of text that generation_config.json, config.json and tokenizer_config.json name, together, and the special
     * token by which the format ends an assistant's turn, if it is one.
     */
    static Set<Integer> of(ModelFiles files, Tokenizer tokenizer, TokenizerConfig config, ChatEncoding encoding) {
        Set<Integer> out = new TreeSet<>();
        try {
            add(Json.read(files.config().json()).path(KEY), out);
            Optional<Path> file = files.tokenizer().map(t -> t.resolveSibling("generation_config.json"));
            if (file.isPresent() && Files.exists(file.get())) {
                add(Json.read(file.get()).path(KEY), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the generation config: " + e.getMessage(), e);
        }
        if (config.eosToken() != null) {
            out.add(tokenizer.idOf(config.eosToken()));
        }
        EncodedChat chat = encoding.encode(List.of(new Turn(Role.USER, "a"), new Turn(Role.ASSISTANT, "a")));
        for (int i = 0; i < chat.length(); i++) {
            if (chat.isResponse(i) && !chat.isContent(i)) {
                if (tokenizer.specialTokens().containsValue(chat.id(i))) {
                    out.add(chat.id(i));
                }
                break; // what follows the first token after the content is not written any more
            }
        }
        return out;
    }

    private static void add(JsonNode ids, Set<Integer> out) {
        if (ids.isIntegralNumber()) {
            out.add(ids.intValue());
        }
        for (JsonNode id : ids) {
            add(id, out);
        }
    }
}
