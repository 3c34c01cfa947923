package helpsteer.reward.folder;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.weights.InvalidWeightsException;
import java.nio.file.Path;

/**
 * What a saved model's {@code reward.json} says of it, read without opening the model.
 *
 * @param kind what the folder holds
 * @param input which state the head reads, or a decoder's template, in words
 * @param maxTokens longest text
 * @param python what Python does with it
 * @param notes what was recorded
 */
public record ArtefactDescription(
        ModelFolder.Kind kind, String input, int maxTokens, Python python, ArtefactNotes notes) {
    /**
     * What Python does with the folder.
     *
     * @param addedLayers layers that its class computes besides the encoder's own
     * @param trustRemoteCode whether it needs the code in the folder
     * @param label text whose tokens stand behind an encoder's last {@code [SEP]}; mostly empty
     */
    public record Python(int addedLayers, boolean trustRemoteCode, String label) {}

    /**
     * Reads a folder's description.
     *
     * @throws InvalidWeightsException where there is none, or it says too little
     */
    public static ArtefactDescription of(Path folder) {
        ModelFolder.Kind kind = ModelFolder.kindOf(folder);
        JsonNode root = ModelFolder.describedIn(folder);
        boolean encoder = kind == ModelFolder.Kind.ENCODER;
        JsonNode tokens = encoder ? root.path("reading").path("maxTokens") : root.path("maxTokens");
        String input = encoder
                ? root.path("reading").path("readOut").asText()
                : root.path("template").asText();
        if (!tokens.isInt() || input.isEmpty()) {
            throw new InvalidWeightsException(
                    ModelFolder.REWARD + " must say how the model reads, got no length or form; save it again");
        }
        return new ArtefactDescription(
                kind,
                input,
                tokens.intValue(),
                new Python(
                        root.path("python").path("addedLayers").asInt(),
                        root.path("python").path("trustRemoteCode").asBoolean(),
                        root.path("python").path("label").asText()),
                ArtefactNotes.of(root));
    }
}
