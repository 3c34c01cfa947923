package helpsteer.text.jinja;

import java.util.HashMap;
import java.util.Map;

/** The one thing whose attributes a template may set, also from within a loop. */
final class Namespace {
    final Map<String, Object> attributes = new HashMap<>();
}
