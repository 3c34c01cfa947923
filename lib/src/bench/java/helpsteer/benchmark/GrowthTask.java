package helpsteer.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.data.Attribute;
import helpsteer.data.RatedResponse;
import helpsteer.data.io.Strictness;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.run.Seed;
import helpsteer.stats.Bootstrap;
import helpsteer.stats.Summary;
import helpsteer.stats.agreement.Kappa;
import helpsteer.stats.fit.Correlation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Reading the rows of a file, then the statistics that the first notebooks compute of them. */
final class GrowthTask implements Task {
    private static final int RESAMPLES = 200;

    private List<RatedResponse> samples = List.of();

    @Override
    public ObjectNode answer(JsonNode request) {
        return switch (request.path("do").asText()) {
            case "load" -> load(Path.of(request.path("file").asText()));
            case "statistics" -> statistics();
            case "bootstrap" -> bootstrap();
            default -> throw Task.unknown(request);
        };
    }

    private ObjectNode load(Path file) {
        long start = System.nanoTime();
        samples = HelpSteer2.samples(file, Strictness.STRICT).rows();
        return Task.timed(start).put("rows", samples.size());
    }

    /** Summaries of the five ratings, their correlation matrix, kappa of helpfulness against correctness. */
    private ObjectNode statistics() {
        long start = System.nanoTime();
        double[][] columns = new double[Attribute.COUNT][];
        double sum = 0;
        for (Attribute a : Attribute.values()) {
            columns[a.index()] = column(a);
            sum += Summary.of(columns[a.index()]).mean();
        }
        double[][] matrix = Correlation.matrix(columns);
        Kappa kappa = Kappa.of(
                integers(Attribute.HELPFULNESS),
                integers(Attribute.CORRECTNESS),
                Attribute.MAX + 1,
                Kappa.Weights.QUADRATIC);
        ObjectNode answer = Task.timed(start);
        answer.set("check", JSON.valueToTree(List.of(sum, matrix[0][1], kappa.value())));
        return answer;
    }

    /** The interval of the mean helpfulness. */
    private ObjectNode bootstrap() {
        long start = System.nanoTime();
        double[] helpfulness = column(Attribute.HELPFULNESS);
        Bootstrap mean = Bootstrap.of(
                helpfulness.length,
                rows -> Arrays.stream(rows).mapToDouble(r -> helpfulness[r]).sum() / rows.length,
                RESAMPLES,
                0.95,
                new Seed(1).stream("bootstrap"));
        ObjectNode answer = Task.timed(start);
        answer.set("check", JSON.valueToTree(List.of(mean.estimate(), mean.standardError())));
        return answer;
    }

    private double[] column(Attribute attribute) {
        return samples.stream().mapToDouble(s -> s.ratings().of(attribute)).toArray();
    }

    private int[] integers(Attribute attribute) {
        return samples.stream().mapToInt(s -> s.ratings().of(attribute)).toArray();
    }
}
