package helpsteer.simulation.grammar;

import helpsteer.data.io.InvalidDataException;
import helpsteer.run.Hash;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text file that holds an inventory. Its first lines explain its form.
 *
 * <p>Who copies the standard file, changes it and reads it has another world.
 */
public final class InventoryFile {
    private static final String STANDARD = "world.txt";
    private static final String FOLDER = "/helpsteer/simulation/";

    /** Keys outside the topics, and the fewest lines of each. */
    private static final Map<String, Integer> FEWEST = Map.of(
            "connective", 1,
            "padding", 5,
            "refusal", 4,
            "harmful", 1,
            "harmless", 1,
            "ask", 1,
            "work-out", 1,
            "follow", 1,
            "avoid", 1,
            "length", 1);

    private static final List<String> IN_TOPICS = List.of("object", "property", "sums", "words");

    private static final int ALL = Integer.MAX_VALUE;

    private final String file;
    private final int objects;
    private final List<TopicLines> topics = new ArrayList<>();
    private final Map<String, List<InventoryLine>> others = new TreeMap<>();
    private final Lexicon lexicon = new Lexicon();
    private int read;

    private InventoryFile(String file, int objects) {
        this.file = file;
        this.objects = objects;
    }

    /** The inventory that comes with the library, whole. */
    public static Inventory standard() {
        return standard(ALL);
    }

    /**
     * The inventory that comes with the library, with the first objects of each topic only. Of the others it knows nothing.
     *
     * @param objects at least 4; a topic that has fewer is whole
     * @throws InvalidDataException where of these objects more than half share a value of a property
     */
    public static Inventory standard(int objects) {
        try (InputStream in = openStandard()) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
            return read(new InventoryFile(STANDARD, objects), lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STANDARD + ": " + e.getMessage(), e);
        }
    }

    /** SHA-256 of the file that comes with the library, all of which decides a world. */
    public static String standardSha256() {
        try (InputStream in = openStandard()) {
            return Hash.ofStream(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STANDARD + ": " + e.getMessage(), e);
        }
    }

    private static InputStream openStandard() {
        InputStream in = InventoryFile.class.getResourceAsStream(FOLDER + STANDARD);
        if (in == null) {
            throw new IllegalStateException(STANDARD + " must be in the library, got none");
        }
        return in;
    }

    /**
     * Reads another inventory.
     *
     * @throws InvalidDataException where the file breaks the form; the message begins with file and line
     */
    public static Inventory read(Path file) {
        String name = String.valueOf(file.getFileName());
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return read(new InventoryFile(name, ALL), in);
        } catch (IOException e) {
            throw new InvalidDataException(name + ":1: file must be readable UTF-8, got " + e, e);
        }
    }

    private static Inventory read(InventoryFile file, BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            file.read++;
            if (!line.isBlank() && !line.startsWith("#")) {
                file.add(InventoryLine.parse(file.file, file.read, line));
            }
        }
        return file.inventory();
    }

    private void add(InventoryLine line) {
        if (line.key().equals("topic")) {
            topics.add(new TopicLines(line));
        } else if (FEWEST.containsKey(line.key())) {
            others.computeIfAbsent(line.key(), key -> new ArrayList<>()).add(line);
        } else if (!IN_TOPICS.contains(line.key())) {
            throw line.bad("key must be one of "
                    + Stream.concat(Stream.of("topic"), Stream.concat(IN_TOPICS.stream(), FEWEST.keySet().stream()))
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + ", got \"" + line.key() + "\"");
        } else if (topics.isEmpty()) {
            throw line.bad(line.key() + " must stand below a topic, got none before");
        } else {
            addTo(topics.get(topics.size() - 1), line);
        }
    }

    private static void addTo(TopicLines topic, InventoryLine line) {
        switch (line.key()) {
            case "property" -> topic.addProperty(line);
            case "words" -> topic.addWords(line);
            case "sums" -> topic.addSums(line);
            default -> topic.addObject(line);
        }
    }

    private Inventory inventory() {
        Set<String> names = new HashSet<>();
        List<Topic> made = new ArrayList<>();
        for (TopicLines topic : topics) {
            made.add(topic.topic(lexicon, names, objects));
        }
        if (made.isEmpty()) {
            throw new InvalidDataException(file + ":" + read + ": file must have a topic, got none");
        }
        return new Inventory(made, assistants(), requests(), lexicon);
    }

    private Inventory.Assistants assistants() {
        List<Wordings> connectives = new ArrayList<>();
        for (InventoryLine line : lines("connective")) {
            connectives.add(line.withoutEnd().wordings());
            for (int level = 0; level < Wordings.LEVELS; level++) {
                try {
                    lexicon.addConnective(line.fields().get(level), level);
                } catch (IllegalArgumentException e) {
                    throw line.bad(String.valueOf(e.getMessage()));
                }
            }
        }
        List<Wordings> padding = new ArrayList<>();
        for (InventoryLine line : lines("padding")) {
            padding.add(sentences(line, new Sentence.Padding(padding.size())));
        }
        List<Wordings> refusals = new ArrayList<>();
        for (InventoryLine line : lines("refusal")) {
            refusals.add(sentences(line, new Sentence.Refusal(refusals.size())));
        }
        return new Inventory.Assistants(connectives, padding, refusals);
    }

    private Wordings sentences(InventoryLine line, Sentence sentence) {
        Wordings wordings = line.sentences().wordings();
        for (int level = 0; level < Wordings.LEVELS; level++) {
            try {
                lexicon.add(wordings.at(level), sentence, level);
            } catch (IllegalArgumentException e) {
                throw line.bad(String.valueOf(e.getMessage()));
            }
        }
        return wordings;
    }

    private Requests requests() {
        return new Requests(
                requests("harmful"),
                requests("harmless"),
                requests("ask", "{object}", "{list}"),
                requests("work-out", "{list}"),
                requests("follow", "{list}"),
                requests("avoid", "{property}"),
                requests("length", "{count}"));
    }

    private List<String> requests(String key, String... placeholders) {
        return lines(key).stream()
                .map(line -> line.count(1).holding(placeholders).fields().get(0))
                .toList();
    }

    private List<InventoryLine> lines(String key) {
        List<InventoryLine> lines = others.getOrDefault(key, List.of());
        int fewest = FEWEST.getOrDefault(key, 1);
        if (lines.size() < fewest) {
            throw new InvalidDataException(file + ":" + read + ": file must have at least " + fewest + " lines of "
                    + key + ", got " + lines.size());
        }
        return lines;
    }
}
