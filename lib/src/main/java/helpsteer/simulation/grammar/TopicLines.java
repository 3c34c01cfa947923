package helpsteer.simulation.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The lines of one topic in an inventory's file, which become a topic when all have been read. */
final class TopicLines {
    /** Fewer objects leave too few wrong values. */
    private static final int FEWEST_OBJECTS = 4;

    private static final int LARGEST_NUMBER = 99;
    private static final String NAME = "{name}";

    private final InventoryLine head;
    private final List<InventoryLine> properties = new ArrayList<>();
    private final List<InventoryLine> words = new ArrayList<>();
    private final List<InventoryLine> objects = new ArrayList<>();

    TopicLines(InventoryLine head) {
        this.head = head.count(2).withoutEnd();
        if (!head.fields().get(1).contains(NAME)) {
            throw head.bad("topic must call its objects with " + NAME + ", got \""
                    + head.fields().get(1) + "\"");
        }
    }

    void addProperty(InventoryLine line) {
        if (words.size() < properties.size()) {
            throw line.bad("a property must have words before the next one, got none");
        }
        if (!objects.isEmpty()) {
            throw line.bad("a property must stand before the objects, got it after them");
        }
        properties.add(line.count(2).withoutEnd());
    }

    void addWords(InventoryLine line) {
        if (words.size() == properties.size()) {
            throw line.bad("words must follow a property, got them alone");
        }
        words.add(line.count(Wordings.LEVELS).withoutEnd().holding(Property.VALUE));
    }

    void addObject(InventoryLine line) {
        objects.add(line.count(1 + properties.size()).withoutEnd());
    }

    /** Makes an object "a plus b" with the value of the sum of each two numbers; sums of equal numbers come first. */
    void addSums(InventoryLine line) {
        if (properties.size() != 1) {
            throw line.bad("sums must stand in a topic of one property, got " + properties.size());
        }
        int from = line.count(2).integer(0, 0, LARGEST_NUMBER);
        int to = line.integer(1, from, LARGEST_NUMBER);
        int numbers = to - from + 1;
        for (int apart = 0; apart < numbers; apart++) {
            for (int a = from; a <= to; a++) {
                int b = from + (a - from + apart) % numbers;
                List<String> fields = List.of(a + " plus " + b, Integer.toString(a + b));
                addObject(new InventoryLine(line.file(), line.number(), line.key(), fields));
            }
        }
    }

    /**
     * The topic, whose statements are entered in the lexicon.
     *
     * @param names the objects of all topics before, to which this one's are added
     * @param most objects; those after so many are left out
     */
    Topic topic(Lexicon lexicon, Set<String> names, int most) {
        if (objects.size() > most) {
            objects.subList(most, objects.size()).clear();
        }
        if (properties.isEmpty() || words.size() < properties.size() || objects.size() < FEWEST_OBJECTS) {
            throw head.bad("topic must have a property, words for each and at least " + FEWEST_OBJECTS
                    + " objects, got " + properties.size() + ", " + words.size() + " and " + objects.size());
        }
        List<String> called = new ArrayList<>();
        for (InventoryLine object : objects) {
            String name = head.fields().get(1).replace(NAME, object.fields().get(0));
            if (!names.add(name)) {
                throw object.bad("an object must have a name of its own, got \"" + name + "\" again");
            }
            called.add(name);
        }
        List<Property> made = new ArrayList<>();
        for (int i = 0; i < properties.size(); i++) {
            made.add(property(i));
        }
        Topic topic = new Topic(called, made);
        called.forEach(lexicon::addObject);
        for (int i = 0; i < properties.size(); i++) {
            enter(topic, i, lexicon);
        }
        return topic;
    }

    private Property property(int number) {
        InventoryLine line = properties.get(number);
        List<String> values =
                objects.stream().map(object -> object.fields().get(number + 1)).toList();
        try {
            return new Property(line.fields().get(1), words.get(number).wordings(), values);
        } catch (IllegalArgumentException e) {
            throw line.bad(String.valueOf(e.getMessage()));
        }
    }

    private void enter(Topic topic, int property, Lexicon lexicon) {
        Set<String> values = new TreeSet<>(topic.properties().get(property).values());
        for (String value : values) {
            for (int level = 0; level < Wordings.LEVELS; level++) {
                lexicon.addPredicate(topic.properties().get(property), value, level);
            }
        }
        for (int object = 0; object < topic.objects().size(); object++) {
            Item item = new Item(topic, object, property);
            for (String value : values) {
                for (int level = 0; level < Wordings.LEVELS; level++) {
                    Fact fact = new Fact(item, value);
                    try {
                        lexicon.add(fact.words(level), new Sentence.Statement(fact), level);
                    } catch (IllegalArgumentException e) {
                        throw words.get(property).bad(String.valueOf(e.getMessage()));
                    }
                }
            }
        }
    }
}
