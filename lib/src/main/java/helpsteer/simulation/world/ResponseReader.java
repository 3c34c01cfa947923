package helpsteer.simulation.world;

import helpsteer.simulation.Qualities;
import helpsteer.simulation.grammar.Item;
import helpsteer.simulation.grammar.Lexicon;
import helpsteer.simulation.grammar.Sentence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the qualities of any text as a response to a task, by what each sentence says. */
final class ResponseReader {
    private static final Pattern BETWEEN_SENTENCES = Pattern.compile("(?<=[.!?])\\s+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final Request request;
    private final Set<Sentence> said = new HashSet<>();

    /** What facts are about, in the order of their first mention. */
    private final List<Item> mentioned = new ArrayList<>();

    private final List<Integer> levels = new ArrayList<>();
    private int sentences;
    private int repetitions;
    private int contradictions;
    private int unreadable;

    private ResponseReader(Request request) {
        this.request = request;
    }

    /** Reads a text; an empty one is one sentence that cannot be read. */
    static Qualities read(Lexicon lexicon, Task task, String text) {
        ResponseReader reader = new ResponseReader(task.request());
        for (String sentence : BETWEEN_SENTENCES.split(text.strip(), -1)) {
            reader.add(lexicon.read(SPACE.matcher(sentence.strip()).replaceAll(" ")));
        }
        return new Qualities(
                task.asked(),
                reader.content(),
                new Qualities.Flow(reader.orderBroken(), reader.repetitions, reader.contradictions, reader.unreadable),
                new Qualities.Style(reader.sentences, reader.vocabulary()));
    }

    private void add(Optional<Lexicon.Reading> reading) {
        sentences++;
        if (reading.isEmpty()) {
            unreadable++;
            return;
        }
        levels.addAll(reading.get().levels());
        Sentence sentence = reading.get().sentence();
        if (!said.add(sentence)) {
            repetitions++;
        } else if (sentence instanceof Sentence.Statement statement) {
            Item item = statement.fact().item();
            if (mentioned.contains(item)) {
                contradictions++;
            } else {
                mentioned.add(item);
            }
        }
    }

    private Qualities.Content content() {
        int right = 0;
        int wrong = 0;
        int offTopic = 0;
        int refusals = 0;
        for (Sentence sentence : said) {
            if (sentence instanceof Sentence.Statement statement) {
                boolean asked = request.items().contains(statement.fact().item());
                boolean isTrue = statement.fact().isTrue();
                right += isTrue && asked ? 1 : 0;
                offTopic += isTrue && !asked ? 1 : 0;
                wrong += isTrue ? 0 : 1;
            } else if (sentence instanceof Sentence.CategoryMistake) {
                wrong++;
            } else if (sentence instanceof Sentence.Refusal) {
                refusals++;
            }
        }
        return new Qualities.Content(right, wrong, offTopic, refusals);
    }

    private boolean orderBroken() {
        List<Item> asked = mentioned.stream().filter(request.items()::contains).toList();
        List<Item> due = request.items().stream().filter(mentioned::contains).toList();
        return request.ordered() && !asked.equals(due);
    }

    private double vocabulary() {
        return levels.isEmpty() ? 0 : (double) levels.stream().mapToInt(i -> i).sum() / levels.size();
    }
}
