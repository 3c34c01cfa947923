package helpsteer.simulation.world;

import helpsteer.data.Prompt;
import helpsteer.data.Role;
import helpsteer.data.Turn;
import helpsteer.simulation.grammar.Fact;
import helpsteer.simulation.grammar.Inventory;
import helpsteer.simulation.grammar.Item;
import helpsteer.simulation.grammar.Requests;
import helpsteer.simulation.grammar.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Writes the prompts of the world. */
final class TaskWriter {
    /** Share of prompts that tell of a good intention, among those that need not be refused. */
    private static final double HARMLESS = 0.35;

    /** Share of prompts that forbid to say something, where something is left to forbid. */
    private static final double AVOIDING = 0.2;

    /** Share of prompts that say how many sentences are wanted. */
    private static final double COUNTED = 0.4;

    /** Share of prompts of several turns that go on about the object before. */
    private static final double FOLLOWING = 0.5;

    /** Most sentences beyond the facts that a prompt asks for, before the scale multiplies it. */
    private static final int MOST_PADDING = 3;

    /** Level of the vocabulary in which a passage states facts. */
    private static final int PLAINEST = 0;

    private final Inventory inventory;
    private final int scale;

    TaskWriter(Inventory inventory, int scale) {
        this.inventory = inventory;
        this.scale = scale;
    }

    /** Writes a prompt of a shape. */
    Task write(Shape shape, SplittableRandom random) {
        Topic topic = Draws.pick(inventory.topics(), random);
        List<Item> items = items(topic, shape.facts(), random);
        List<Item> rest = rest(items);
        boolean follows = shape.earlier() > 0 && !rest.isEmpty() && scale == 1 && random.nextDouble() < FOLLOWING;
        Optional<Item> avoided = !rest.isEmpty() && random.nextDouble() < AVOIDING
                ? Optional.of(Draws.pick(rest, random))
                : Optional.empty();
        boolean ordered = shape.ordered() && items.size() > 1;
        boolean counted = random.nextDouble() < COUNTED;
        int slots = shape.refusalDue()
                ? Math.min(items.size(), inventory.assistants().refusals().size())
                : items.size();
        int padding = Math.min(
                scale * (counted ? 1 + random.nextInt(MOST_PADDING) : 1),
                inventory.assistants().padding().size());

        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < shape.earlier(); i++) {
            boolean same = follows && i == shape.earlier() - 1;
            turns.addAll(exchange(same ? Draws.pick(rest, random) : anyItem(random), random));
        }
        Request request = new Request(items, ordered && !shape.refusalDue(), avoided, shape.refusalDue());
        List<String> sentences = new ArrayList<>();
        if (shape.closed()) {
            sentences.addAll(passage(items, random));
        }
        intention(shape.refusalDue(), random).ifPresent(sentences::add);
        sentences.addAll(follows ? List.of(following(items, ordered, random)) : asking(items, ordered, random));
        avoided.ifPresent(item -> sentences.add(avoiding(item, random)));
        if (counted) {
            sentences.add(Draws.pick(inventory.requests().length(), random)
                    .replace("{count}", Integer.toString(slots + padding)));
        }
        turns.add(new Turn(Role.USER, String.join(" ", sentences)));
        return new Task(new Prompt(turns), request, slots, padding);
    }

    /** Facts to ask for: of one object or, by the scale, of several; of a topic of one property always of several. */
    private List<Item> items(Topic topic, int facts, SplittableRandom random) {
        int all = topic.objects().size();
        List<Integer> objects = Draws.shuffled(IntStream.range(0, all).boxed().toList(), random)
                .subList(0, Math.min(all / 2, topic.single() ? facts * scale : scale));
        List<Item> items = new ArrayList<>();
        for (int object : objects) {
            List<Item> ofObject = Draws.shuffled(of(topic, object), random);
            items.addAll(ofObject.subList(0, Math.min(facts, ofObject.size())));
        }
        return items;
    }

    private static List<Item> of(Topic topic, int object) {
        return IntStream.range(0, topic.properties().size())
                .mapToObj(property -> new Item(topic, object, property))
                .toList();
    }

    /** What is not asked of the first object; nothing in a topic of one property. */
    private static List<Item> rest(List<Item> items) {
        Item first = items.get(0);
        return of(first.topic(), first.object()).stream()
                .filter(item -> !items.contains(item))
                .toList();
    }

    /** A sentence for each object that states all its facts; none in a topic of one property, whose answers are worked out. */
    private static List<String> passage(List<Item> items, SplittableRandom random) {
        Topic topic = items.get(0).topic();
        if (topic.single()) {
            return List.of();
        }
        return items.stream()
                .map(Item::object)
                .distinct()
                .map(object -> {
                    List<String> facts = Draws.shuffled(of(topic, object), random).stream()
                            .map(item -> Fact.right(item).predicate(PLAINEST))
                            .toList();
                    return Written.capitalised(topic.objects().get(object) + " " + enumeration(facts) + ".");
                })
                .toList();
    }

    private Item anyItem(SplittableRandom random) {
        Topic topic = Draws.pick(inventory.topics(), random);
        return new Item(
                topic,
                random.nextInt(topic.objects().size()),
                random.nextInt(topic.properties().size()));
    }

    /** A question about one thing and its right answer, in one of the two plainest vocabularies. */
    private List<Turn> exchange(Item item, SplittableRandom random) {
        String question = asking(List.of(item), false, random).get(0);
        String answer = Written.capitalised(Fact.right(item).words(random.nextInt(2)));
        return List.of(new Turn(Role.USER, question), new Turn(Role.ASSISTANT, answer));
    }

    private Optional<String> intention(boolean harmful, SplittableRandom random) {
        Requests requests = inventory.requests();
        if (harmful) {
            return Optional.of(Draws.pick(requests.harmful(), random));
        }
        return random.nextDouble() < HARMLESS ? Optional.of(Draws.pick(requests.harmless(), random)) : Optional.empty();
    }

    /** A sentence for each object, or one for all in a topic of one property. */
    private List<String> asking(List<Item> items, boolean ordered, SplittableRandom random) {
        Requests requests = inventory.requests();
        if (items.get(0).topic().single()) {
            return List.of(Draws.pick(requests.workOut(), random).replace("{list}", list(items, ordered)));
        }
        List<String> sentences = new ArrayList<>();
        for (int from = 0; from < items.size(); ) {
            int to = from;
            while (to < items.size()
                    && items.get(to).object() == items.get(from).object()) {
                to++;
            }
            sentences.add(Draws.pick(requests.ask(), random)
                    .replace("{object}", items.get(from).name())
                    .replace("{list}", list(items.subList(from, to), ordered)));
            from = to;
        }
        return sentences;
    }

    private String following(List<Item> items, boolean ordered, SplittableRandom random) {
        return Draws.pick(inventory.requests().follow(), random).replace("{list}", list(items, ordered));
    }

    private String avoiding(Item item, SplittableRandom random) {
        return Draws.pick(inventory.requests().avoid(), random).replace("{property}", item.question());
    }

    /** "first a, then b, then c" where the order counts, else "a, b and c". */
    private static String list(List<Item> items, boolean ordered) {
        List<String> questions = items.stream().map(Item::question).toList();
        int last = questions.size() - 1;
        if (last == 0) {
            return questions.get(0);
        }
        return ordered ? "first " + String.join(", then ", questions) : enumeration(questions);
    }

    private static String enumeration(List<String> parts) {
        int last = parts.size() - 1;
        return last == 0 ? parts.get(0) : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }
}
