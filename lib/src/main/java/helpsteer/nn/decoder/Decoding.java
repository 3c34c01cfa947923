package helpsteer.nn.decoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import helpsteer.nn.Torch;
import helpsteer.nn.TorchScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of text that a decoder goes on with, token by token, from the keys and values of what stands before (KV cache).
 *
 * <p>A prompt's keys and values are computed and kept once for all of its rows, a row's own token by token; memory is that
 * of the tokens kept. Rows may leave and prompts may join between any two steps. The script is {@code decoding.py}. The
 * decoder's parameters are used as they are at each step, so they must not change while rows are open. One thread.
 */
public final class Decoding implements AutoCloseable {
    /** Slots for new tokens that are added at a time, at least. */
    private static final int SLOTS = 64;

    /**
     * What is known of a row.
     *
     * @param prompt number of its prompt among those kept
     * @param length tokens of its prompt
     * @param first slot of its first new token
     */
    private record Row(int prompt, int length, int first) {}

    private final Decoder decoder;
    private final TorchScript script;
    private final LogitsProcessor choice;
    private final NDManager manager;
    private final NDManager cpu;
    private final NDArray numbers;
    private final List<NDArray> all; // each once, as a call may hold a tensor once; the output may be the embedding
    private List<Row> rows = List.of();
    private int prompts;
    private int used; // slots
    private @Nullable NDArray prefix;
    private @Nullable NDArray suffix;
    private NDArray seen;
    private @Nullable Plan plan;

    /** Tensors that change only where rows leave or join. */
    private record Plan(NDManager scope, List<NDArray> tensors, int places, boolean masked) {}

    /** Opens a decoding without rows; it is closed before the decoder is. */
    public Decoding(Decoder decoder, LogitsProcessor choice) {
        Torch.inferenceByDefault();
        this.decoder = decoder;
        this.choice = choice;
        all = new ArrayList<>(decoder.ordered());
        NDArray output = decoder.output(); // refuses a decoder that gives no logits
        if (!decoder.config().tied()) {
            all.add(output);
        }
        script = decoder.continuing();
        manager = decoder.manager().newSubManager();
        cpu = manager.newSubManager(Device.cpu());
        numbers = cpu.create(choice.numbers());
        seen = manager.create(new Shape(0), DataType.BOOLEAN);
    }

    /** Random numbers that one draw takes: as many as the vocabulary can be halved. */
    public int levels() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(decoder.config().vocabulary() - 1);
    }

    /** Rows that are open. */
    public int rows() {
        return rows.size();
    }

    /**
     * Reads prompts and draws the first token of each of their rows, which are put after those that are open.
     *
     * @param samples rows of each prompt
     * @param uniforms {@link #levels} numbers in [0, 1) for each new row
     * @return a draw for each new row, the rows of one prompt together
     */
    public List<SampledToken> add(List<int[]> texts, int samples, double[] uniforms) {
        int before = rows.size();
        List<Row> more = new ArrayList<>(rows);
        for (int g = 0; g < texts.size(); g++) {
            more.addAll(Collections.nCopies(samples, new Row(prompts + g, texts.get(g).length, used)));
        }
        int[] promptOf =
                IntStream.range(0, more.size() - before).map(i -> i / samples).toArray();
        try (NDManager scope = manager.newSubManager()) {
            DecoderInput input = DecoderInput.of(texts, scope);
            NDArray table = decoder.tableFor(input.longest());
            NDList read = script.callAll(
                    "prefill", input.ids(), input.positions(), table, input.last(), input.plan(), decoder.ordered());
            join(read.get(1), promptOf);
            rows = List.copyOf(more);
            prompts += texts.size();
            replan();
            NDArray marked = markSeen(texts, samples, scope);
            NDArray index = longs(promptOf, scope);
            List<SampledToken> draws = draws(script.call(
                    "first_choose",
                    read.get(0),
                    index,
                    decoder.output(),
                    marked,
                    numbers,
                    scope.create(uniforms, new Shape(promptOf.length, levels()))));
            if (choice.looksBack()) {
                replaceSeen(before == 0 ? marked : script.call("concat_rows", seen, marked));
            }
            return draws;
        }
    }

    private void join(NDArray added, int[] promptOf) {
        NDArray old = prefix;
        try (NDManager scope = manager.newSubManager()) {
            if (old == null || suffix == null) {
                suffix = reordered(added, longs(promptOf, scope), 0, 0, SLOTS);
                suffix.attach(manager);
                prefix = added;
            } else {
                int width = Math.max(slots(old), slots(added));
                NDArray a = reordered(old, range(prompts, scope), 0, slots(old), width);
                NDArray b = reordered(added, range((int) added.getShape().get(2), scope), 0, slots(added), width);
                a.attach(scope);
                prefix = script.call("concat_cache", a, b);
                old.close();
                int[] index = Arrays.copyOf(IntStream.range(0, rows.size()).toArray(), rows.size() + promptOf.length);
                resize(index, 0, slots(suffix)); // what new rows find there of the first row is masked
            }
            prefix.attach(manager);
        }
    }

    private static int slots(NDArray kept) {
        return (int) kept.getShape().get(4);
    }

    private NDArray reordered(NDArray x, NDArray index, int first, int slots, int room) {
        return script.call("reorder_cache", x, index, cpuLongs(index.getManager(), first, slots, room));
    }

    /** Gives the suffix these rows and so many slots, without those before the first one. */
    private void resize(int[] index, int first, int room) {
        NDArray old = Objects.requireNonNull(suffix);
        try (NDManager scope = manager.newSubManager()) {
            suffix = reordered(old, longs(index, scope), first, used - first, room);
        }
        old.close();
        used -= first;
    }

    private NDArray markSeen(List<int[]> texts, int samples, NDManager scope) {
        if (!choice.looksBack()) {
            return seen;
        }
        long vocabulary = decoder.config().vocabulary();
        long[] at = IntStream.range(0, texts.size() * samples)
                .boxed()
                .flatMapToLong(r -> Arrays.stream(texts.get(r / samples)).mapToLong(id -> r * vocabulary + id))
                .toArray();
        NDArray shape = scope.zeros(new Shape((long) texts.size() * samples));
        return script.call("mark_seen", shape, scope.create(at));
    }

    private void replaceSeen(NDArray other) {
        seen.close();
        seen = other;
        other.attach(manager);
    }

    /**
     * Goes on by one token a row.
     *
     * @param tokens the token last drawn for each row
     * @param uniforms {@link #levels} numbers in [0, 1) for each row
     */
    public List<SampledToken> step(int[] tokens, double[] uniforms) {
        if (tokens.length != rows.size() || uniforms.length != rows.size() * levels() || rows.isEmpty()) {
            throw new IllegalArgumentException("tokens and uniforms must be 1 and " + levels() + " for each of "
                    + rows.size() + " rows, at least one, got " + tokens.length + " and " + uniforms.length);
        }
        NDArray near = Objects.requireNonNull(suffix);
        if (used == slots(near)) {
            int first = firstSlot();
            rows = rows.stream()
                    .map(r -> new Row(r.prompt(), r.length(), r.first() - first))
                    .toList();
            resize(
                    IntStream.range(0, rows.size()).toArray(),
                    first,
                    used - first + Math.max(SLOTS, (used - first) / 2));
            replan();
        }
        Plan current = Objects.requireNonNull(plan);
        used++;
        int[] positions =
                rows.stream().mapToInt(r -> r.length() + used - 1 - r.first()).toArray();
        NDArray table = decoder.tableFor(Arrays.stream(positions).max().orElseThrow() + 1);
        try (NDManager scope = manager.newSubManager()) {
            NDArray settings = cpuLongs(scope, current.places(), used, current.masked() ? 1 : 0);
            return draws(script.call(
                    "step_choose",
                    longs(tokens, scope),
                    longs(positions, scope),
                    table,
                    settings,
                    current.tensors(),
                    List.of(Objects.requireNonNull(prefix), Objects.requireNonNull(suffix)),
                    all,
                    seen,
                    numbers,
                    scope.create(uniforms, new Shape(tokens.length, levels()))));
        }
    }

    private int firstSlot() {
        return rows.stream().mapToInt(Row::first).min().orElse(used);
    }

    /** Keeps these rows, in this order, and forgets the others, and prompts that have no row left. */
    public void keep(int[] kept) {
        if (kept.length == 0) {
            clear();
            return;
        }
        List<Row> chosen = Arrays.stream(kept).mapToObj(rows::get).toList();
        int[] groups = chosen.stream().mapToInt(Row::prompt).distinct().toArray();
        int[] renumbered = new int[prompts];
        for (int g = 0; g < groups.length; g++) {
            renumbered[groups[g]] = g;
        }
        int longest = chosen.stream().mapToInt(Row::length).max().orElseThrow();
        int first = chosen.stream().mapToInt(Row::first).min().orElseThrow();
        rows = chosen.stream()
                .map(r -> new Row(renumbered[r.prompt()], r.length(), r.first() - first))
                .toList();
        NDArray old = Objects.requireNonNull(prefix);
        try (NDManager scope = manager.newSubManager()) {
            if (groups.length < prompts) {
                prefix = reordered(old, longs(groups, scope), 0, longest, longest);
                old.close();
            }
            if (choice.looksBack()) {
                replaceSeen(script.call("rows", seen, longs(kept, scope)));
            }
        }
        prompts = groups.length;
        int room = slots(Objects.requireNonNull(suffix)) - first;
        resize(kept, first, room);
        replan();
    }

    private void clear() {
        for (NDArray array : Arrays.asList(prefix, suffix)) {
            if (array != null) {
                array.close();
            }
        }
        prefix = null;
        suffix = null;
        rows = List.of();
        prompts = 0;
        used = 0;
        if (plan != null) {
            plan.scope().close();
            plan = null;
        }
    }

    private void replan() {
        if (plan != null) {
            plan.scope().close();
        }
        int[] count = new int[prompts];
        rows.forEach(r -> count[r.prompt()]++);
        int places = Arrays.stream(count).max().orElseThrow();
        int[] rowAt = new int[prompts * places];
        int[] placeOf = new int[rows.size()];
        Arrays.fill(count, 0);
        for (int r = 0; r < rows.size(); r++) {
            int prompt = rows.get(r).prompt();
            placeOf[r] = prompt * places + count[prompt]++;
            rowAt[placeOf[r]] = r;
        }
        boolean inPlace = rowAt.length == placeOf.length
                && IntStream.range(0, placeOf.length).allMatch(r -> placeOf[r] == r);
        NDManager scope = manager.newSubManager();
        int longest = slots(Objects.requireNonNull(prefix));
        plan = new Plan(
                scope,
                List.of(
                        longs(rows.stream().mapToInt(Row::length).toArray(), scope),
                        longs(rows.stream().mapToInt(Row::first).toArray(), scope),
                        inPlace ? none(scope) : longs(rowAt, scope),
                        inPlace ? none(scope) : longs(placeOf, scope)),
                places,
                rows.stream().anyMatch(r -> r.first() > 0 || r.length() < longest));
    }

    private static NDArray none(NDManager scope) {
        return scope.create(new Shape(0), DataType.INT64);
    }

    private NDArray range(int count, NDManager scope) {
        return longs(IntStream.range(0, count).toArray(), scope);
    }

    private static NDArray longs(int[] values, NDManager scope) {
        return scope.create(Arrays.stream(values).asLongStream().toArray());
    }

    private static NDArray cpuLongs(NDManager scope, long... values) {
        return scope.newSubManager(Device.cpu()).create(values);
    }

    private static List<SampledToken> draws(NDArray table) {
        double[] values = table.toDoubleArray();
        List<SampledToken> out = new ArrayList<>();
        for (int i = 0; i < values.length; i += 3) {
            out.add(new SampledToken((int) values[i], values[i + 1], values[i + 2]));
        }
        return out;
    }

    @Override
    public void close() {
        clear();
        manager.close();
    }
}
