package helpsteer.reward.scoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.run.Hash;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The output of a run that is done, for the same call once more: all of it stays, and nothing is added. */
final class FinishedOutput implements ScoreOutput {
    private final Path file;
    private final BufferedReader lines;
    private int rows;

    FinishedOutput(Path file, ObjectNode settings) throws IOException {
        this.file = file;
        Path note = ScoreOutput.note(file);
        if (!Files.exists(note)) {
            throw new IllegalArgumentException(
                    "output must be a new file, got " + file + "; name another or remove it");
        }
        String hash = ScoreOutput.refuseOther(file, note, settings).path(HASH).asText();
        if (!hash.equals(Hash.ofFile(file))) {
            throw new IllegalArgumentException(file.getFileName() + " must be as it was written, got other bytes; name"
                    + " another output, or remove it to begin again");
        }
        lines = Files.newBufferedReader(file);
    }

    @Override
    public List<String> next(int count) throws IOException {
        List<String> out = new ArrayList<>();
        while (out.size() < count) {
            String line = lines.readLine();
            if (line == null) {
                throw new IllegalArgumentException("output must have all rows of the input, got " + (rows + out.size())
                        + " of them; it was made of another input, so name another output");
            }
            out.add(line);
        }
        rows += count;
        return out;
    }

    @Override
    public void keep() {}

    @Override
    public boolean more() throws IOException {
        return lines.read() >= 0;
    }

    @Override
    public String damage() {
        return "";
    }

    @Override
    public void write(List<String> more) {
        throw new IllegalStateException(
                "nothing must be added to an output that is done, got " + more.size() + " lines");
    }

    /** Removes what a run that was killed in its last moment left. */
    @Override
    public void finish() throws IOException {
        Files.deleteIfExists(PartialOutput.sums(file));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
