package helpsteer.simulation.grammar;

import java.util.List;
import java.util.stream.IntStream;

/** All that can be said in a simulated world, as {@link InventoryFile} reads and checks it. */
public final class Inventory {
    private final List<Topic> topics;
    private final Assistants assistants;
    private final Requests requests;
    private final Lexicon lexicon;

    /**
     * What assistants say besides facts.
     *
     * @param connectives stand before a statement
     * @param padding sentences that say nothing
     * @param refusals sentences that refuse
     */
    public record Assistants(List<Wordings> connectives, List<Wordings> padding, List<Wordings> refusals) {
        public Assistants {
            connectives = List.copyOf(connectives);
            padding = List.copyOf(padding);
            refusals = List.copyOf(refusals);
        }
    }

    Inventory(List<Topic> topics, Assistants assistants, Requests requests, Lexicon lexicon) {
        this.topics = List.copyOf(topics);
        this.assistants = assistants;
        this.requests = requests;
        this.lexicon = lexicon;
    }

    /** What can be asked about. */
    public List<Topic> topics() {
        return topics;
    }

    /**
     * The same with its first topics only, for models too small to learn what all of them are; sentences of the others keep
     * their meaning.
     *
     * @param count at least 1, at most as many as there are
     */
    public Inventory firstTopics(int count) {
        if (count < 1 || count > topics.size()) {
            throw new IllegalArgumentException("topics must be 1 to " + topics.size() + ", got " + count);
        }
        return new Inventory(topics.subList(0, count), assistants, requests, lexicon);
    }

    /** What assistants say besides facts. */
    public Assistants assistants() {
        return assistants;
    }

    /** The sentences of users. */
    public Requests requests() {
        return requests;
    }

    /** The meaning of every sentence of an assistant. */
    public Lexicon lexicon() {
        return lexicon;
    }

    /**
     * Whether all wordings of a sentence are read as what it says; not so where it happens to have the words of another one, as
     * what is said of one topic's objects can be true of another's.
     */
    public boolean isReadAsMeant(Sentence sentence) {
        return IntStream.range(0, Wordings.LEVELS).allMatch(level -> lexicon.read(words(sentence, level))
                .filter(new Lexicon.Reading(sentence, List.of(level))::equals)
                .isPresent());
    }

    /** The words for a sentence at a level of vocabulary, 0 to 4, as they stand within a sentence. */
    public String words(Sentence sentence, int level) {
        if (sentence instanceof Sentence.Statement statement) {
            return statement.fact().words(level);
        } else if (sentence instanceof Sentence.CategoryMistake mistake) {
            return mistake.words(level);
        } else if (sentence instanceof Sentence.Refusal refusal) {
            return assistants.refusals().get(refusal.number()).at(level);
        } else if (sentence instanceof Sentence.Padding padding) {
            return assistants.padding().get(padding.number()).at(level);
        }
        throw new IllegalStateException("a sentence must state, refuse or pad, got " + sentence);
    }
}
