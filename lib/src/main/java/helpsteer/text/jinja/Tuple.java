package helpsteer.text.jinja;

import java.util.AbstractList;
import java.util.List;

/** A list that prints in round brackets and equals no list in square ones. */
final class Tuple extends AbstractList<Object> {
    private final List<Object> items;

    Tuple(List<Object> items) {
        this.items = List.copyOf(items);
    }

    @Override
    public Object get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }
}
