package helpsteer.nn;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Between DJL's shapes and the lists that weight files use. */
public final class Shapes {
    private Shapes() {}

    public static Shape of(List<Long> sizes) {
        return new Shape(sizes);
    }

    public static List<Long> list(Shape shape) {
        List<Long> out = new ArrayList<>();
        for (long size : shape.getShape()) {
            out.add(size);
        }
        return out;
    }
}
