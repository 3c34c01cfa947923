package helpsteer.simulation.world;

import helpsteer.data.Prompt;
import helpsteer.run.Seed;
import helpsteer.simulation.GoldRatings;
import helpsteer.simulation.PairSource;
import helpsteer.simulation.Qualities;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import helpsteer.simulation.grammar.Inventory;
import helpsteer.simulation.grammar.InventoryFile;
import java.util.SplittableRandom;

/**
 * A world of prompts and responses whose truth is known.
 *
 * <p>Each prompt and each response is a function of the settings and its position alone: the same on every machine, in every
 * locale and on any thread. A world keeps no state between calls.
 */
public final class SimulatedWorld implements PairSource {
    /** How often another second response is written where both would be the same text. */
    private static final int TRIES = 100;

    private final Inventory inventory;
    private final WorldSettings settings;
    private final TaskWriter tasks;
    private final QualityLaw law;
    private final Seed seed;

    private SimulatedWorld(WorldSettings settings, Inventory inventory) {
        this.settings = settings;
        this.inventory = inventory;
        tasks = new TaskWriter(inventory, settings.extent().scale());
        law = new QualityLaw(settings, inventory.assistants().refusals().size());
        seed = new Seed(settings.seed());
    }

    /**
     * The world of the standard inventory's first topics and objects.
     *
     * @throws IllegalArgumentException where the settings ask for more topics than it has
     */
    public static SimulatedWorld of(WorldSettings settings) {
        WorldSettings.Extent extent = settings.extent();
        return of(settings, InventoryFile.standard(extent.objects()).firstTopics(extent.topics()));
    }

    /** A world in which all is said that an inventory holds, whatever the settings say of topics and objects. */
    public static SimulatedWorld of(WorldSettings settings, Inventory inventory) {
        return new SimulatedWorld(settings, inventory);
    }

    /** What the world was made with. */
    public WorldSettings settings() {
        return settings;
    }

    /**
     * A prompt with its first two responses; where they are the same text, with the next one that differs.
     *
     * @param position at least 0
     */
    @Override
    public SimulatedPair pair(long position) {
        Task task = task(position);
        SimulatedResponse first = response(task, position, 0);
        SimulatedResponse second = response(task, position, 1);
        for (int candidate = 2; candidate < TRIES && second.text().equals(first.text()); candidate++) {
            second = response(task, position, candidate);
        }
        return new SimulatedPair(position, task.prompt(), first, second);
    }

    /** The prompt at a position, at least 0. */
    public Prompt prompt(long position) {
        return task(position).prompt();
    }

    /**
     * One of endlessly many responses to the prompt at a position, drawn independently from one law.
     *
     * @param position at least 0
     * @param candidate at least 0; 0 and 1 are those of {@link #pair}
     */
    public SimulatedResponse response(long position, long candidate) {
        return response(task(position), position, candidate);
    }

    /**
     * The qualities of any text as a response to the prompt at a position.
     *
     * <p>The text is divided into sentences at . ! and ? followed by space. Each is looked up among the sentences of the
     * inventory, a connective before it allowed, capital letters ignored. One that is not found is unreadable.
     */
    public Qualities read(long position, String text) {
        return ResponseReader.read(inventory.lexicon(), task(position), text);
    }

    /** The gold ratings of any text as a response to the prompt at a position. */
    public GoldRatings judge(long position, String text) {
        return GoldRatings.of(read(position, text));
    }

    /**
     * A pair of a kind, the better response first. Its prompt is not that of {@link #pair} at the position.
     *
     * @param position at least 0
     */
    public SimulatedPair pairOfKind(PairKind kind, long position) {
        SplittableRandom random = stream("pair of kind " + kind.name(), position);
        Task task = tasks.write(Shape.draw(settings, random).demanding(kind.refusalDue()), random);
        PairRecipes recipes = PairRecipes.draw(kind, task, law, random);
        return new SimulatedPair(
                position,
                task.prompt(),
                Composer.compose(inventory, task, recipes.better(), random).response(),
                Composer.compose(inventory, task, recipes.worse(), random).response());
    }

    private Task task(long position) {
        SplittableRandom random = stream("prompt", position);
        return tasks.write(Shape.draw(settings, random), random);
    }

    private SimulatedResponse response(Task task, long position, long candidate) {
        if (candidate < 0) {
            throw new IllegalArgumentException("candidate must be at least 0, got " + candidate);
        }
        SplittableRandom random = stream("response " + candidate, position);
        return Composer.compose(inventory, task, law.draw(task, random), random).response();
    }

    private SplittableRandom stream(String purpose, long position) {
        if (position < 0) {
            throw new IllegalArgumentException("position must be at least 0, got " + position);
        }
        return seed.stream(purpose, position);
    }
}
