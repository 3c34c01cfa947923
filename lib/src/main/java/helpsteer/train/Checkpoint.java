package helpsteer.train;

import helpsteer.run.Hash;
import helpsteer.train.TrainingResult.Validation;
import helpsteer.weights.TensorMap;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

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
    static Map<String, String> settings(Objective objective, Schedule schedule, LoopConfig config, AdamW optimizer) {
        Map<String, String> out = settings(optimizer);
        out.put("data", objective.dataHash());
        out.put("schedule", schedule.toString());
        out.put("loop", config.toString());
        return out;
    }

    /** The part of it that optimiser and parameters decide. */
    static Map<String, String> settings(AdamW optimizer) {
        Map<String, String> out = new TreeMap<>();
        out.put("optimizer", optimizer.config().toString());
        out.put("decaying", String.join(" ", optimizer.decaying()));
        out.put("trained", String.join(" ", optimizer.names()));
        MessageDigest digest = Hash.digest();
        optimizer.liveParameters().all().forEach(tensor -> digest.update(tensor.bytes()));
        out.put("start", Hash.hex(digest));
        return out;
    }

    /** Each setting that differs, in words; long lists of names by what one has more than the other. */
    static List<String> differences(Map<String, String> theirs, Map<String, String> ours) {
        List<String> out = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        for (String name : names) {
            String there = theirs.getOrDefault(name, "none");
            String here = ours.getOrDefault(name, "none");
            if (!here.equals(there)) {
                boolean list = name.equals("trained") || name.equals("decaying");
                out.add(name + (list ? names(there, here) : " " + there + " instead of " + here));
            }
        }
        return out;
    }

    private static String names(String there, String here) {
        List<String> more = new ArrayList<>(List.of(there.split(" ", -1)));
        List<String> less = new ArrayList<>(List.of(here.split(" ", -1)));
        more.removeAll(List.of(here.split(" ", -1)));
        less.removeAll(List.of(there.split(" ", -1)));
        return more.isEmpty() && less.isEmpty() ? " in another order" : " " + more + " instead of " + less;
    }
}
