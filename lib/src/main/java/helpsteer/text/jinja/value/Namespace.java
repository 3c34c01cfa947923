package helpsteer.text.jinja.value;

import java.util.HashMap;
import java.util.Map;

/** The one thing whose attributes a template may set, also from within a loop. */
public final class Namespace {
    public final Map<String, Object> attributes = new HashMap<>();
}
