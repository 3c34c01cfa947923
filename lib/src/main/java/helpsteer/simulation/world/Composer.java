package helpsteer.simulation.world;

import helpsteer.simulation.Qualities;
import helpsteer.simulation.grammar.Fact;
import helpsteer.simulation.grammar.Inventory;
import helpsteer.simulation.grammar.Item;
import helpsteer.simulation.grammar.Property;
import helpsteer.simulation.grammar.Sentence;
import helpsteer.simulation.grammar.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Makes one response of a recipe. What the task leaves no room for is left out or becomes a wrong fact, and is counted so. */
final class Composer {
    /** Share of facts off the topic that say what the prompt forbids, where it forbids something. */
    private static final double FORBIDDEN = 0.6;

    /** How often a fact off the topic or a category mistake is drawn before a wrong fact is stated instead. */
    private static final int TRIES = 20;

    private final Inventory inventory;
    private final Task task;
    private final SplittableRandom random;

    /** The sentences of each slot: one, or two where the second contradicts the first. */
    private final List<List<Placed>> units = new ArrayList<>();

    private final Set<Fact> offTopic = new HashSet<>();
    private final Set<Sentence> mistakes = new HashSet<>();

    private Composer(Inventory inventory, Task task, SplittableRandom random) {
        this.inventory = inventory;
        this.task = task;
        this.random = random;
    }

    /** Writes a response. */
    static Composition compose(Inventory inventory, Task task, Recipe recipe, SplittableRandom random) {
        return new Composer(inventory, task, random).compose(recipe);
    }

    private Composition compose(Recipe recipe) {
        fill(recipe.slots());
        boolean orderBroken = arrange(recipe.orderBroken());
        List<Placed> sentences = new ArrayList<>();
        units.forEach(sentences::addAll);
        sentences.addAll(padding(recipe, sentences));
        Written written = Written.of(inventory, sentences, recipe.vocabulary(), random);
        return new Composition(
                written.text(),
                new Qualities(
                        task.asked(),
                        content(sentences),
                        new Qualities.Flow(
                                orderBroken,
                                count(sentences, Part.REPETITION),
                                count(sentences, Part.CONTRADICTION),
                                0),
                        new Qualities.Style(sentences.size(), written.vocabulary())));
    }

    private static Qualities.Content content(List<Placed> sentences) {
        return new Qualities.Content(
                count(sentences, Part.RIGHT),
                count(sentences, Part.WRONG)
                        + count(sentences, Part.CATEGORY_MISTAKE)
                        + count(sentences, Part.CONTRADICTION),
                count(sentences, Part.OFF_TOPIC),
                count(sentences, Part.REFUSAL));
    }

    private static int count(List<Placed> sentences, Part part) {
        return (int) sentences.stream().filter(placed -> placed.part() == part).count();
    }

    private void fill(List<Part> slots) {
        List<Integer> refusals =
                shuffledNumbers(inventory.assistants().refusals().size());
        int refused = 0;
        for (int slot = 0; slot < slots.size(); slot++) {
            Part part = slots.get(slot);
            if (part == Part.REFUSAL) {
                add(part, new Sentence.Refusal(refusals.get(refused++)));
            } else {
                state(part, task.request().items().get(slot));
            }
        }
    }

    private void state(Part part, Item item) {
        switch (part) {
            case RIGHT -> state(part, Fact.right(item));
            case OFF_TOPIC -> offTopic(item).ifPresentOrElse(fact -> state(part, fact), () -> wrong(item));
            case REPETITION -> repeat(item);
            case CONTRADICTION -> contradict(item);
            case WRONG -> wrong(item);
            case CATEGORY_MISTAKE ->
                categoryMistake(item).ifPresentOrElse(mistake -> add(part, mistake), () -> wrong(item));
            case REFUSAL, PADDING -> throw new IllegalArgumentException("part must state something, got " + part);
        }
    }

    private void state(Part part, Fact fact) {
        add(part, new Sentence.Statement(fact));
    }

    private void wrong(Item item) {
        state(Part.WRONG, Fact.wrong(item, random));
    }

    /** Of the object what is said of another topic's; empty where there is no other one. */
    private Optional<Sentence> categoryMistake(Item item) {
        List<Topic> others = inventory.topics().stream()
                .filter(topic -> topic != item.topic() && !topic.single())
                .toList();
        for (int i = 0; i < TRIES && !others.isEmpty(); i++) {
            Property about = Draws.pick(Draws.pick(others, random).properties(), random);
            Sentence mistake = new Sentence.CategoryMistake(item.name(), about, Draws.pick(about.values(), random));
            if (inventory.isReadAsMeant(mistake) && mistakes.add(mistake)) {
                return Optional.of(mistake);
            }
        }
        return Optional.empty();
    }

    private void add(Part part, Sentence sentence) {
        units.add(new ArrayList<>(List.of(new Placed(part, sentence))));
    }

    /** Says again what was said before; states a wrong fact about the item where nothing was. */
    private void repeat(Item item) {
        if (units.isEmpty()) {
            wrong(item);
        } else {
            add(Part.REPETITION, Draws.pick(units, random).get(0).sentence());
        }
    }

    /** Lets a false fact follow a right one about the same thing; states a wrong fact about the item where there is none. */
    private void contradict(Item item) {
        List<List<Placed>> right = units.stream()
                .filter(unit -> unit.size() == 1 && unit.get(0).part() == Part.RIGHT)
                .toList();
        if (right.isEmpty()) {
            wrong(item);
            return;
        }
        List<Placed> unit = Draws.pick(right, random);
        if (unit.get(0).sentence() instanceof Sentence.Statement statement) {
            Fact denial = Fact.wrong(statement.fact().item(), random);
            unit.add(new Placed(Part.CONTRADICTION, new Sentence.Statement(denial)));
        }
    }

    /** A true fact that was not asked for and not stated yet. */
    private Optional<Fact> offTopic(Item asked) {
        Optional<Item> avoided = task.request().avoided();
        for (int i = 0; i < TRIES; i++) {
            boolean forbidden = i == 0 && avoided.isPresent() && random.nextDouble() < FORBIDDEN;
            Item item = forbidden ? avoided.get() : beside(asked);
            if (!task.request().items().contains(item) && offTopic.add(Fact.right(item))) {
                return Optional.of(Fact.right(item));
            }
        }
        return Optional.empty();
    }

    /** Another property of the object, or the same property of another object. */
    private Item beside(Item item) {
        Topic topic = item.topic();
        return !topic.single() && random.nextBoolean()
                ? new Item(
                        topic, item.object(), random.nextInt(topic.properties().size()))
                : new Item(topic, random.nextInt(topic.objects().size()), item.property());
    }

    /** Puts the units in order, and tells whether the order that was demanded is broken. */
    private boolean arrange(boolean broken) {
        if (!task.request().ordered()) {
            List<List<Placed>> shuffled = Draws.shuffled(units, random);
            units.clear();
            units.addAll(shuffled);
            return false;
        }
        List<Integer> answers = IntStream.range(0, units.size())
                .filter(i -> answers(units.get(i).get(0).part()))
                .boxed()
                .toList();
        if (!broken || answers.size() < 2) {
            return false;
        }
        List<Integer> two = Draws.shuffled(answers, random);
        List<Placed> moved = units.get(two.get(0));
        units.set(two.get(0), units.get(two.get(1)));
        units.set(two.get(1), moved);
        return true;
    }

    private static boolean answers(Part part) {
        return part == Part.RIGHT || part == Part.WRONG;
    }

    private List<Placed> padding(Recipe recipe, List<Placed> before) {
        List<Integer> numbers = shuffledNumbers(inventory.assistants().padding().size());
        int count = Math.max(0, Math.min(numbers.size(), task.padding() + recipe.extraSentences()));
        List<Placed> padding = new ArrayList<>();
        for (int number : numbers.subList(0, count)) {
            padding.add(new Placed(Part.PADDING, new Sentence.Padding(number)));
        }
        if (recipe.repeatedPadding() && count > 0) {
            Sentence again = Draws.pick(before, random).sentence();
            padding.set(random.nextInt(count), new Placed(Part.REPETITION, again));
        }
        return padding;
    }

    private List<Integer> shuffledNumbers(int count) {
        return Draws.shuffled(IntStream.range(0, count).boxed().toList(), random);
    }
}
