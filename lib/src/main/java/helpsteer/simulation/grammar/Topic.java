package helpsteer.simulation.grammar;

import java.util.List;

/** A kind of objects and the properties they have. Two topics are equal only if they are one and the same. */
public final class Topic {
    private final List<String> objects;
    private final List<Property> properties;

    /**
     * A topic.
     *
     * @param objects what each object is called within a sentence, such as "the lion"
     * @param properties at least one
     */
    Topic(List<String> objects, List<Property> properties) {
        this.objects = List.copyOf(objects);
        this.properties = List.copyOf(properties);
    }

    /** What each object is called within a sentence. */
    public List<String> objects() {
        return objects;
    }

    /** What can be asked of each object. */
    public List<Property> properties() {
        return properties;
    }

    /** Whether a request names several objects and no property, as there is only one. */
    public boolean single() {
        return properties.size() == 1;
    }
}
