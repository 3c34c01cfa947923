package helpsteer.simulation.files;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Prompt;
import helpsteer.data.RatedResponse;
import helpsteer.data.Ratings;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.fetch.SimulatedMark;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.data.sets.RaterScores;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.Seed;
import helpsteer.simulation.FakeSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What the tests of simulated files share. */
final class SimulatedFiles {
    static final SimulationSettings SETTINGS =
            SimulationSettings.defaults().withSeed(7).withRows(600);
    static final DataSource SOURCE = new FakeSource(new Seed(7));

    private SimulatedFiles() {}

    static void write(SimulationSettings settings, Path into) {
        write(settings, SOURCE, into);
    }

    static void write(SimulationSettings settings, DataSource source, Path into) {
        try {
            SimulatedFolder.write(settings, source, into);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The hash of each file of a folder. */
    static Map<String, String> hashes(Path of) {
        Map<String, String> hashes = new TreeMap<>();
        SimulatedMark.visible(of).forEach(name -> hashes.put(name, Hash.ofFile(of.resolve(name))));
        return hashes;
    }

    /** The rows of a file of the folder. */
    static List<JsonNode> rows(Path folder, String file) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(file))), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                rows.add(Json.read(line));
            }
        }
        return rows;
    }

    /** The released ratings, those of the validation rows last. */
    static List<Ratings> ratings(DataHome home) {
        return HelpSteer2.samples(HelpSteer2.pairs(home)).stream()
                .map(RatedResponse::ratings)
                .toList();
    }

    /** What the paper's last filter makes of the single scores; the validation rows last. */
    static List<Ratings> released(DataHome home) {
        List<RaterScores> agreeing = RaterScores.agreeing(RaterScores.read(home).stream()
                        .map(RaterScores::mostAgreeing)
                        .toList())
                .items();
        Set<Prompt> heldOut = HelpSteer2.validation(home).stream()
                .map(pair -> pair.first().prompt())
                .collect(Collectors.toSet());
        return Stream.concat(
                        agreeing.stream().filter(row -> !heldOut.contains(row.prompt())),
                        agreeing.stream().filter(row -> heldOut.contains(row.prompt())))
                .map(RaterScores::released)
                .toList();
    }
}
