package helpsteer.simulation.grammar;

/**
 * What can be asked: one property of one object.
 *
 * @param object its number in the topic
 * @param property its number in the topic
 */
public record Item(Topic topic, int object, int property) {
    /** The question, which is the object's name in a topic of one property. */
    public String question() {
        return topic.single() ? name() : about().question();
    }

    /** What the object is called. */
    public String name() {
        return topic.objects().get(object);
    }

    /** The property. */
    public Property about() {
        return topic.properties().get(property);
    }
}
