package helpsteer.study.steering;

import helpsteer.align.sft.SftExample;
import helpsteer.data.Prompt;
import helpsteer.data.RatedPair;
import helpsteer.data.RatedResponse;
import helpsteer.run.Seed;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.raters.AnnotatedPair;
import helpsteer.simulation.raters.RaterPool;
import helpsteer.simulation.world.SimulatedWorld;
import helpsteer.text.PromptResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a study reads: texts, ratings and the prompts that no model learns from. */
final class SteeringWorld {
    /** Prompts of one part of the study; far more than any part takes. */
    private static final long PART = 1L << 32;

    private static final int PARTS_OF_REPETITION = 8;
    private static final int PARTS_OF_ALL = 8;

    private final SimulatedWorld texts;
    private final SteeringSettings settings;

    /** Positions of the prompts that all policies answer in the end. */
    private final Map<Prompt, Long> evaluated = new LinkedHashMap<>();

    /** A part of the prompts: no position is of two parts. */
    record Part(long start) {
        static final Part EVALUATED = new Part(0);
        static final Part BASE = new Part(PART);
        static final Part JUDGE = new Part(2 * PART);
        static final Part SECOND_JUDGE = new Part(3 * PART);

        /** A part that one repetition alone has, counted from 0. */
        static Part ofRepetition(int repetition, int part) {
            return new Part(PART * (PARTS_OF_ALL + (long) PARTS_OF_REPETITION * repetition + part));
        }
    }

    /**
     * Opens the world.
     *
     * @throws IllegalArgumentException where the inventory has fewer topics
     */
    SteeringWorld(SteeringSettings settings) {
        this.settings = settings;
        texts = SimulatedWorld.of(settings.texts().world());
        for (long position = Part.EVALUATED.start;
                evaluated.size() < settings.asked().evaluated();
                position++) {
            evaluated.putIfAbsent(texts.prompt(position), position);
        }
    }

    /** Annotators: those of one number are always the same. */
    RaterPool raters(int number) {
        return new RaterPool(settings.texts().raters(), new Seed(settings.seed() + number));
    }

    /** Positions of a part whose prompts are not evaluated, endlessly many. */
    private LongStream positions(Part part) {
        return LongStream.iterate(part.start, position -> position + 1)
                .filter(position -> !evaluated.containsKey(texts.prompt(position)));
    }

    /** So many responses of any quality, two to a prompt. */
    List<SftExample> plain(Part part, int count) {
        return positions(part)
                .mapToObj(texts::pair)
                .flatMap(pair -> Stream.of(pair.first().text(), pair.second().text())
                        .map(text -> new PromptResponse(pair.prompt(), text)))
                .limit(count)
                .map(exchange -> new SftExample(exchange, Optional.empty(), false))
                .toList();
    }

    /** So many rated responses, two to a prompt, that pass the paper's last filter. */
    List<RatedResponse> rated(Part part, RaterPool raters, int count) {
        return positions(part)
                .mapToObj(position -> raters.annotate(texts.pair(position)))
                .filter(AnnotatedPair::agrees)
                .map(AnnotatedPair::released)
                .flatMap(SteeringWorld::both)
                .limit(count)
                .toList();
    }

    private static Stream<RatedResponse> both(RatedPair pair) {
        return Stream.of(pair.first(), pair.second());
    }

    /** So many different prompts. */
    List<Prompt> prompts(Part part, int count) {
        return positions(part).mapToObj(texts::prompt).distinct().limit(count).toList();
    }

    /** The prompts that no model learns from. */
    List<Prompt> evaluated() {
        return List.copyOf(evaluated.keySet());
    }

    /** Two responses to each of these that the world itself gives. */
    List<SimulatedPair> evaluatedPairs() {
        List<SimulatedPair> out = new ArrayList<>();
        evaluated.values().forEach(position -> out.add(texts.pair(position)));
        return out;
    }

    /** The truth of any response to these. */
    GoldScorer gold() {
        return new GoldScorer(texts, evaluated);
    }
}
