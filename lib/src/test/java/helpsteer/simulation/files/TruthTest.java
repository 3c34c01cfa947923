package helpsteer.simulation.files;

import static helpsteer.simulation.files.SimulatedFiles.SETTINGS;
import static helpsteer.simulation.files.SimulatedFiles.SOURCE;
import static helpsteer.simulation.files.SimulatedFiles.ratings;
import static helpsteer.simulation.files.SimulatedFiles.rows;
import static helpsteer.simulation.files.SimulatedFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Attribute;
import helpsteer.data.fetch.DataHome;
import helpsteer.run.Json;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.raters.AnnotatedPair;
import helpsteer.simulation.raters.RaterPool;
import helpsteer.simulation.raters.Raters;
import helpsteer.stats.Moments;
import helpsteer.stats.fit.FitQuality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void truth_perfectRaters_leaveNothingToNoise() throws IOException {
        write(SETTINGS.withRaters(Raters.none()), folder);
        JsonNode truth = Json.read(folder.resolve("truth.json"));
        assertThat(truth.at("/label").asText()).isEqualTo("simulated data, seed 7, not HelpSteer2");
        assertThat(truth.at("/helpfulness/bayes_accuracy_of_labels/value").asDouble())
                .isEqualTo(1);
        assertThat(truth.at("/helpfulness/removed_by_the_last_filter/value").asDouble())
                .isZero();
        assertThat(truth.at("/r_squared_ceiling/verbosity/value").asDouble()).isEqualTo(1);
    }

    @Test
    void truth_defaults_isWhatThePairsShow() throws IOException {
        SimulationSettings settings = SETTINGS.withRows(4_000);
        write(settings, folder);
        JsonNode truth = Json.read(folder.resolve("truth.json"));
        double bayes = truth.at("/helpfulness/bayes_accuracy_of_labels/value").asDouble();
        double error =
                truth.at("/helpfulness/bayes_accuracy_of_labels/standard_error").asDouble();
        assertThat(bayes)
                .isBetween(0.8, 0.98)
                .isEqualTo(
                        truth.at("/helpfulness/gold_accuracy_of_labels/value").asDouble());
        assertThat(error).isBetween(0.0005, 0.01);
        assertThat(truth.at("/helpfulness/bayes_accuracy_of_gold/value").asDouble())
                .isEqualTo(1);
        for (Attribute attribute : Attribute.values()) {
            double ofGold =
                    truth.at("/r_squared_of_gold/" + attribute.key() + "/value").asDouble();
            assertThat(ofGold).isCloseTo(rSquaredOfGold(attribute), within(1e-9));
            assertThat(truth.at("/r_squared_ceiling/" + attribute.key() + "/value")
                            .asDouble())
                    .isGreaterThan(ofGold - 0.02);
        }
    }

    /** Of the gold values against the released ratings, response by response. */
    private double rSquaredOfGold(Attribute attribute) throws IOException {
        List<Double> gold = new ArrayList<>();
        List<JsonNode> truth = rows(folder, "truth/helpsteer2.jsonl.gz");
        for (String part : List.of("train", "validation")) {
            truth.stream()
                    .filter(row -> row.path("part").asText().equals(part))
                    .forEach(row ->
                            gold.add(row.path("gold").path(attribute.key()).asDouble()));
        }
        return FitQuality.of(
                        gold.stream().mapToDouble(each -> each).toArray(),
                        ratings(DataHome.of(folder)).stream()
                                .mapToDouble(each -> each.of(attribute))
                                .toArray())
                .rSquared();
    }

    /** Annotators so noisy that many pairs fail the filter, with other repetitions than those of the truth. */
    @Test
    void truth_noisyRaters_isOfWhatPassesTheFilter() throws IOException {
        SimulationSettings settings =
                SETTINGS.withRows(1_000).withRaters(Raters.defaults().withNoise(2));
        write(settings, folder);
        JsonNode truth = Json.read(folder.resolve("truth.json"));
        Set<Long> positions = rows(folder, "truth/helpsteer2.jsonl.gz").stream()
                .filter(row -> !row.path("part").asText().equals("removed"))
                .map(row -> row.path("position").asLong())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(truth.path("pairs").asInt()).isEqualTo(positions.size()).isEqualTo(526);
        RaterPool pool = settings.pool();
        double noise = 0;
        double ties = 0;
        List<Double> all = new ArrayList<>();
        for (long position : positions) {
            SimulatedPair pair = SOURCE.pair(position);
            List<AnnotatedPair> again = IntStream.range(1_000, 1_200)
                    .mapToObj(repetition -> pool.annotate(pair, repetition))
                    .filter(AnnotatedPair::agrees)
                    .limit(20)
                    .toList();
            double[] ratings = again.stream()
                    .mapToDouble(each -> each.released().first().ratings().helpfulness())
                    .toArray();
            noise += Math.pow(Moments.of(ratings).sampleSd(), 2) / positions.size();
            DoubleStream.of(ratings).forEach(all::add);
            ties += again.stream()
                            .mapToInt(each -> each.verdict().overall().strength() == 0 ? 1 : 0)
                            .average()
                            .orElseThrow()
                    / positions.size();
        }
        double whole =
                Moments.of(all.stream().mapToDouble(each -> each).toArray()).populationSd();
        assertThat(truth.at("/r_squared_ceiling/helpfulness/value").asDouble())
                .isCloseTo(1 - noise / (whole * whole), within(0.015));
        assertThat(truth.at("/preference/ties/value").asDouble()).isCloseTo(ties, within(0.01));
    }
}
