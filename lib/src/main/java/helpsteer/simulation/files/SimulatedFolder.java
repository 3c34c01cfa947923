package helpsteer.simulation.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.fetch.SimulatedMark;
import helpsteer.data.io.InvalidDataException;
import helpsteer.run.AtomicFile;
import helpsteer.run.FolderLock;
import helpsteer.run.Json;
import helpsteer.run.Progress;
import helpsteer.simulation.raters.RaterPool;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a simulated world into a folder, in the layout and the fields of the official files.
 *
 * <p>The folder is marked as simulated before anything else stands in it. Files grow under {@value #PART} and get their names
 * when all of them are whole; a folder that is not complete cannot be read. The same call goes on with what was cut off. Memory
 * does not grow with the rows.
 */
public final class SimulatedFolder {
    /** Truth of the whole folder: settings, ceilings, ties. */
    public static final String TRUTH = "truth.json";

    private static final String PART = ".part";
    private static final String STATE = "state.json";

    private final SimulationSettings settings;
    private final RaterPool pool;
    private final RatingsPass ratings;
    private final List<Pass> passes;
    private final Path folder;

    /**
     * How far writing has come.
     *
     * @param pass number of the pass at work
     * @param at where its next chunk begins
     * @param lengths bytes of each file behind its last whole chunk
     */
    private record State(int pass, Pass.At at, Map<String, Long> lengths) {
        static final State START = new State(0, Pass.At.START, Map.of());
    }

    private SimulatedFolder(SimulationSettings settings, DataSource source, Path folder) {
        this.settings = settings;
        this.folder = folder;
        pool = settings.pool();
        ratings = new RatingsPass(settings, source, pool);
        passes = List.of(
                ratings,
                new RewardBenchPass(source, settings.split()),
                new RewardBench2Pass(source, settings.split()),
                new HelpSteer3Pass(settings, source, pool));
    }

    /**
     * Writes all files, or goes on with it; where they are there already nothing happens.
     *
     * @param folder new, empty, or of the same simulation
     * @throws IllegalArgumentException where the folder holds other files, or a simulation with other settings, naming them
     * @throws IllegalStateException where another process writes into it
     * @throws IOException where writing fails, as on a full disk
     * @throws InterruptedException where the thread was interrupted; what is written is kept
     */
    public static void write(SimulationSettings settings, Path folder) throws IOException, InterruptedException {
        write(settings, new WorldSource(settings.world()), folder);
    }

    /** The same from another source, which decides the texts in place of the settings' world. */
    static void write(SimulationSettings settings, DataSource source, Path folder)
            throws IOException, InterruptedException {
        new SimulatedFolder(settings, source, folder).write();
    }

    private void write() throws IOException, InterruptedException {
        refuseOthers(); // before the lock, which is a file
        try (FolderLock held = FolderLock.of(folder)) {
            assert held != null;
            refuseOthers();
            if (isComplete()) {
                return;
            }
            Json.save(folder.resolve(SimulatedMark.FILE), mark(false));
            finish(written(state()));
        } catch (ClosedByInterruptException e) {
            throw interrupted();
        } catch (IOException e) {
            throw new IOException(
                    "cannot write " + folder + ": " + e.getMessage()
                            + "; what is written is kept, so make room and run the same again",
                    e);
        }
    }

    private void refuseOthers() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Optional<SimulatedMark> found = SimulatedMark.of(folder);
        List<Json.Difference> differences =
                found.map(m -> Json.differences(m.settings(), settings.tree())).orElse(List.of());
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("simulation must have the settings of " + folder.getFileName() + ", got "
                    + differences.stream().map(Json.Difference::toString).collect(Collectors.joining(", "))
                    + "; choose another folder");
        }
        SimulatedMark mark = found.orElseGet(
                () -> new SimulatedMark(SimulatedMark.FORMAT, settings.label(), false, settings.tree(), List.of()));
        mark.others(folder).ifPresent(name -> {
            throw new IllegalArgumentException("folder must be new, empty or of this simulation, got " + name + " in "
                    + folder.getFileName() + "; choose another folder");
        });
    }

    private boolean isComplete() {
        return SimulatedMark.of(folder).filter(SimulatedMark::complete).isPresent()
                && files().stream().allMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    private SimulatedMark mark(boolean complete) {
        return new SimulatedMark(SimulatedMark.FORMAT, settings.label(), complete, settings.tree(), files());
    }

    private List<String> files() {
        List<String> all = new ArrayList<>();
        passes.forEach(pass -> all.addAll(pass.files()));
        all.add(TRUTH);
        return all;
    }

    private Path part(String name) {
        return folder.resolve(PART).resolve(name);
    }

    /** Where the last call got to; the start where that cannot be relied upon. */
    private State state() throws IOException {
        Files.createDirectories(folder.resolve(PART));
        State state = State.START;
        try {
            if (Files.exists(part(STATE))) {
                JsonNode tree = Json.read(part(STATE));
                state = Json.read(tree, State.class);
            }
        } catch (JsonProcessingException e) {
            state = State.START; // what a failing disk left of it
        }
        if (state.pass < passes.size()) {
            for (Pass pass : passes) {
                for (String name : pass.files()) {
                    if (!GzipMembers.cut(part(name), state.lengths.getOrDefault(name, 0L))) {
                        return cutToNothing();
                    }
                }
            }
        }
        return state;
    }

    private State cutToNothing() throws IOException {
        for (Pass pass : passes) {
            for (String name : pass.files()) {
                GzipMembers.cut(part(name), 0);
            }
        }
        return State.START;
    }

    private State written(State from) throws IOException, InterruptedException {
        State state = from;
        while (state.pass < passes.size()) {
            Pass pass = passes.get(state.pass);
            Optional<Pass.Chunk> chunk = pass.chunk(state.at);
            Map<String, Long> lengths = new TreeMap<>(state.lengths);
            if (chunk.isPresent()) {
                for (String name : pass.files()) {
                    long added =
                            GzipMembers.append(part(name), chunk.get().lines().getOrDefault(name, List.of()));
                    lengths.merge(name, added, Long::sum);
                }
                state = new State(state.pass, chunk.get().end(), lengths);
                Progress.current().update(pass.task(), state.at.made(), pass.total(), "");
            } else {
                state = new State(state.pass + 1, Pass.At.START, lengths);
            }
            Json.save(part(STATE), state);
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
        }
        return state;
    }

    private static InterruptedException interrupted() {
        Thread.interrupted(); // who throws this clears the flag
        return new InterruptedException("simulation was interrupted; the same call goes on");
    }

    /** Gives the files their names. Where it was cut off before, some have theirs already. */
    private void finish(State state) throws IOException, InterruptedException {
        List<String> waiting = new ArrayList<>();
        for (Pass pass : passes) {
            for (String name : pass.files()) {
                if (isWaiting(name, state.lengths.getOrDefault(name, 0L))) {
                    waiting.add(name);
                }
            }
        }
        Json.save(folder.resolve(TRUTH), Truth.of(settings, ratings, pool).tree());
        for (String name : waiting) {
            Path target = folder.resolve(name);
            Files.createDirectories(target.resolveSibling(""));
            AtomicFile.move(part(name), target);
        }
        Json.save(folder.resolve(SimulatedMark.FILE), mark(true));
        remove(folder.resolve(PART));
    }

    /**
     * Whether a file still has to get its name.
     *
     * @throws InvalidDataException where neither the part nor the file is there with all that was written
     */
    private boolean isWaiting(String name, long length) throws IOException {
        Path part = part(name);
        boolean waiting = Files.exists(part);
        Path found = waiting ? part : folder.resolve(name);
        String size = Files.exists(found) ? String.format(Locale.ROOT, "%,d", Files.size(found)) : "none";
        String due = String.format(Locale.ROOT, "%,d", length);
        if (!size.equals(due)) {
            throw new InvalidDataException(name + ":0: file must have the " + due + " bytes that were written, got "
                    + size + "; delete the folder " + PART + " in " + folder.getFileName()
                    + " and run the same again, which writes all files anew");
        }
        return waiting;
    }

    private static void remove(Path tree) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(tree)) {
            all = walk.sorted(Comparator.reverseOrder()).toList(); // what lies in a folder before the folder
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
