package helpsteer.generate;

import helpsteer.nn.decoder.Decoder;
import helpsteer.nn.decoder.Decoding;
import helpsteer.nn.decoder.SampledToken;
import helpsteer.run.Seed;
import helpsteer.text.Tokenizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Writes answers to many prompts, as many at a time as there is room for: those that are done leave, waiting prompts join.
 * Prompts are taken from the longest to the shortest, so that little is padded.
 */
final class Generator {
    private final Decoder decoder;
    private final Tokenizer tokenizer;
    private final Set<Integer> stopTokens;
    private final KvBudget room;

    Generator(Decoder decoder, Tokenizer tokenizer, Set<Integer> stopTokens, KvBudget room) {
        this.decoder = decoder;
        this.tokenizer = tokenizer;
        this.stopTokens = stopTokens;
        this.room = room;
    }

    /** One call's work. */
    private final class Work {
        private final List<int[]> prompts;
        private final SamplingParams sampling;
        private final GenerationListener listener;
        private final Deque<Integer> waiting = new ArrayDeque<>();
        private final List<ActiveSequence> all = new ArrayList<>();
        private List<ActiveSequence> rows = new ArrayList<>(); // those in the decoding, done or not, in its order

        Work(List<int[]> prompts, SamplingParams sampling, Seed seed, GenerationListener listener) {
            this.prompts = prompts;
            this.sampling = sampling;
            this.listener = listener;
            IntStream.range(0, prompts.size())
                    .boxed()
                    .sorted(Comparator.comparingInt((Integer p) -> -prompts.get(p).length))
                    .forEach(waiting::add);
            for (int p = 0; p < prompts.size(); p++) {
                int limit = Math.min(sampling.maxTokens(), decoder.config().positions() - prompts.get(p).length);
                for (int s = 0; s < sampling.samples(); s++) {
                    long key = TokenRandom.key(seed, prompts.get(p), s);
                    all.add(new ActiveSequence(
                            p, s, key, limit, new IncrementalDetokenizer(tokenizer, sampling.stops())));
                }
            }
        }

        void run() {
            try (Decoding decoding = new Decoding(decoder, sampling.choice())) {
                while (!waiting.isEmpty() || !rows.isEmpty()) {
                    if (Thread.interrupted()) {
                        throw new CancellationException("sampling was interrupted");
                    }
                    if (!rows.isEmpty()) {
                        step(decoding);
                    }
                    leave(decoding);
                    join(decoding);
                }
            }
        }

        private void step(Decoding decoding) {
            int[] last = rows.stream().mapToInt(ActiveSequence::last).toArray();
            take(rows, decoding.step(last, uniforms(rows, decoding)));
        }

        private static double[] uniforms(List<ActiveSequence> answers, Decoding decoding) {
            int count = decoding.levels();
            return answers.stream()
                    .flatMapToDouble(a -> Arrays.stream(a.uniforms(count)))
                    .toArray();
        }

        private void take(List<ActiveSequence> answers, List<SampledToken> draws) {
            for (int i = 0; i < answers.size(); i++) {
                if (answers.get(i).isOpen()) {
                    answers.get(i).add(draws.get(i), stopTokens, listener);
                }
            }
        }

        /** Lets those go that are done, once they are a quarter: moving the others costs about as much as a step. */
        private void leave(Decoding decoding) {
            int[] open = IntStream.range(0, rows.size())
                    .filter(r -> rows.get(r).isOpen())
                    .toArray();
            int done = rows.size() - open.length;
            if (done > 0 && (4 * done >= rows.size() || open.length == 0)) {
                decoding.keep(open);
                rows = new ArrayList<>(IntStream.of(open).mapToObj(rows::get).toList());
            }
        }

        /** Takes in waiting prompts once a quarter of the room is free. */
        private void join(Decoding decoding) {
            while (!waiting.isEmpty() && (rows.isEmpty() || 4 * rows.size() <= 3 * room.rows())) {
                List<Integer> next = new ArrayList<>();
                long tokens = IntStream.range(0, rows.size())
                        .mapToLong(r -> kept(rows.get(r).prompt()))
                        .sum();
                int count = rows.size();
                while (!waiting.isEmpty()) {
                    tokens += kept(waiting.peek()) * sampling.samples();
                    count += sampling.samples();
                    if (count > sampling.samples() && !room.holds(count, tokens)) {
                        break;
                    }
                    next.add(waiting.remove());
                }
                if (next.isEmpty()) {
                    return;
                }
                begin(decoding, next);
                leave(decoding);
            }
        }

        /** Tokens of one of the answers at its longest, and its share of the prompt. */
        private long kept(int prompt) {
            return sampling.maxTokens() + (long) prompts.get(prompt).length / sampling.samples() + 1;
        }

        private void begin(Decoding decoding, List<Integer> next) {
            List<ActiveSequence> answers = new ArrayList<>();
            for (int p : next) {
                answers.addAll(all.subList(p * sampling.samples(), (p + 1) * sampling.samples()));
            }
            List<int[]> texts = next.stream().map(prompts::get).toList();
            List<SampledToken> draws = decoding.add(texts, sampling.samples(), uniforms(answers, decoding));
            rows.addAll(answers);
            take(answers, draws);
        }

        List<List<Completion>> results() {
            int n = sampling.samples();
            return IntStream.range(0, prompts.size())
                    .mapToObj(p -> all.subList(p * n, (p + 1) * n).stream()
                            .map(ActiveSequence::generated)
                            .toList())
                    .toList();
        }
    }

    List<List<Completion>> write(List<int[]> prompts, SamplingParams sampling, Seed seed, GenerationListener listener) {
        int positions = decoder.config().positions();
        for (int p = 0; p < prompts.size(); p++) {
            int length = prompts.get(p).length;
            if (length < 1 || length >= positions) {
                throw new IllegalArgumentException("prompt " + p + " must have 1 to " + (positions - 1)
                        + " tokens for this model, got " + length + "; "
                        + (length == 0 ? "give it a text" : "cut it or leave it out"));
            }
        }
        Work work = new Work(prompts, sampling, seed, listener);
        work.run();
        return work.results();
    }
}
