package helpsteer.reward.scoring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.run.AppendLog;
import helpsteer.run.AtomicFile;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The output while it is not whole, under another name, with a file of checksums: a line for each window, written behind
 * it. A window without its checksum, or with another, is not kept, nor is what follows it.
 */
final class PartialOutput implements ScoreOutput {
    private final Path target;
    private final Path part;
    private final ObjectNode settings;
    private final AppendLog lines;
    private final AppendLog sums;
    private long kept;
    private long keptSums;
    private boolean begun;
    private String damage = "";

    private PartialOutput(Path target, Path part, ObjectNode settings, AppendLog lines) {
        this.target = target;
        this.part = part;
        this.settings = settings;
        this.lines = lines;
        sums = AppendLog.open(sums(target));
    }

    /** Begins an output, or goes on with one that was begun with the same settings. */
    static PartialOutput open(Path target, ObjectNode settings) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        AppendLog lines = AppendLog.open(part);
        try {
            if (Files.exists(target)) {
                throw new IllegalStateException("output must be written by one run at a time, got "
                        + target.getFileName() + ", which another has just finished; make the same call again");
            }
            begin(part, ScoreOutput.note(target), settings, lines.isEmpty());
            return new PartialOutput(target, part, settings, lines);
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    static Path sums(Path target) {
        return target.resolveSibling(target.getFileName() + ".part.crc");
    }

    private static void begin(Path part, Path note, ObjectNode settings, boolean isNew) throws IOException {
        if (isNew) {
            write(note, settings);
        } else if (Files.exists(note)) {
            ScoreOutput.refuseOther(part, note, settings);
        } else {
            throw new IllegalArgumentException(part.getFileName() + " must lie beside " + note.getFileName()
                    + ", got none, so nothing says what it is of; remove it to begin again");
        }
    }

    private static void write(Path note, ObjectNode content) throws IOException {
        byte[] json = Json.pretty(content);
        AtomicFile.write(note, temporary -> Files.write(temporary, json));
    }

    @Override
    public List<String> next(int rows) {
        Optional<String> sum = sums.next();
        if (sum.isEmpty()) {
            return List.of();
        }
        String count = sum.get().replaceFirst(" .*", "");
        int written = count.matches("[0-9]{1,9}") ? Integer.parseInt(count) : 0;
        List<String> window = new ArrayList<>();
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            window.add(line.get());
            if (window.size() == written) {
                break;
            }
        }
        if (sum.get().equals(sum(window))) {
            return window;
        }
        damage = window.isEmpty() ? "" : "kept rows were not as they were written and are scored again";
        return List.of();
    }

    private static String sum(List<String> window) {
        CRC32C crc = new CRC32C();
        for (String line : window) {
            crc.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return window.size() + " " + Long.toHexString(crc.getValue());
    }

    @Override
    public void keep() {
        kept = lines.read();
        keptSums = sums.read();
    }

    @Override
    public boolean more() {
        return lines.next().isPresent();
    }

    @Override
    public String damage() {
        return damage;
    }

    /** Takes away, once, what lies behind the last window that was kept. */
    private void cut() {
        if (!begun) {
            sums.cut(keptSums);
            lines.cut(kept);
            begun = true;
        }
    }

    @Override
    public void write(List<String> window) {
        cut();
        lines.append(window);
        sums.append(sum(window));
    }

    @Override
    public void finish() throws IOException {
        cut();
        lines.force();
        write(ScoreOutput.note(target), settings.deepCopy().put(HASH, Hash.ofFile(part)));
        lines.finish(target);
        sums.discard();
    }

    @Override
    public void close() {
        sums.close();
        lines.close();
    }
}
