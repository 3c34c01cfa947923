package helpsteer.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import helpsteer.run.Hash;
import helpsteer.run.Json;
import helpsteer.run.Json.Difference;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.TrainingResult.Validation;
import helpsteer.train.optim.AdamW;
import helpsteer.train.optim.Schedule;
import helpsteer.weights.TensorMap;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * A run between two steps.
 *
 * @param place where the next batch stands
 * @param history what was seen so far
 * @param parameters the trained parameters, now
 * @param optimizer moments and step counts
 * @param best the trained parameters at the lowest validation loss
 */
record Checkpoint(Place place, History history, TensorMap parameters, TensorMap optimizer, TensorMap best) {
    /** The next batch: its epoch and its position there, both from 0. */
    record Place(int epoch, int batch) {
        static final Place START = new Place(0, 0);
    }

    /** Steps and validations in order, and the best of the latter. */
    record History(List<StepRecord> steps, List<Validation> validations, int bestStep, double bestLoss) {
        History {
            steps = List.copyOf(steps);
            validations = List.copyOf(validations);
        }
    }

    /** What must be equal for a checkpoint to be of a run, by name; the parameters must be those that the run begins with. */
    static ObjectNode settings(Objective objective, Schedule schedule, LoopConfig config, AdamW optimizer) {
        ObjectNode out = settings(optimizer);
        out.put("data", objective.dataHash());
        out.set("schedule", Json.canonical(schedule));
        out.set("loop", Json.canonical(config));
        return out;
    }

    /** The part of it that optimiser and parameters decide. */
    static ObjectNode settings(AdamW optimizer) {
        ObjectNode out = Json.object();
        out.set("optimizer", Json.canonical(optimizer.config()));
        out.set("decaying", Json.tree(optimizer.decaying()));
        out.set("trained", Json.tree(optimizer.names()));
        MessageDigest digest = Hash.digest();
        optimizer.liveParameters().all().forEach(tensor -> tensor.update(digest));
        out.put("start", Hash.hex(digest));
        return out;
    }

    /** Each setting that differs, in words; long lists of names by what one has more than the other. */
    static List<String> differences(JsonNode theirs, JsonNode ours) {
        return Json.differences(theirs, ours).stream()
                .map(d -> d.before().isArray() && d.now().isArray() ? names(d) : d.toString())
                .toList();
    }

    private static String names(Difference lists) {
        List<String> more = names(lists.before());
        List<String> less = names(lists.now());
        more.removeAll(names(lists.now()));
        less.removeAll(names(lists.before()));
        return lists.path() + (more.isEmpty() && less.isEmpty() ? " in another order" : ": " + more + " → " + less);
    }

    private static List<String> names(JsonNode list) {
        List<String> out = new ArrayList<>();
        list.forEach(name -> out.add(name.asText()));
        return out;
    }
}
