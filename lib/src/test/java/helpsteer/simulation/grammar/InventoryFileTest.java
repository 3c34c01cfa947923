package helpsteer.simulation.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import helpsteer.data.io.InvalidDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InventoryFileTest {
    /** A whole inventory as small as can be. */
    private static final String SMALL =
            """
            topic: fruit | the {name}
            property: taste | how it tastes
            words: is {value} | tastes {value} | mostly tastes {value} | usually tastes {value} | often tastes {value}
            object: pear | sweet
            object: fig | sweet
            object: lime | sour
            object: lemon | sour
            connective: Also, | Besides, | Too, | Further, | Moreover,
            padding: A. | B. | C. | D. | E.
            padding: F. | G. | H. | I. | J.
            padding: K. | L. | M. | N. | O.
            padding: P. | Q. | R. | S. | T.
            padding: U. | V. | W. | X. | Y.
            refusal: No. | No way. | I refuse. | I decline. | I abstain.
            refusal: Stop. | Halt. | Cease. | Desist. | Refrain.
            refusal: Bad. | Wrong. | Unfair. | Unjust. | Iniquitous.
            refusal: Think. | Ponder. | Reflect. | Reconsider. | Contemplate.
            harmful: I want to do harm.
            harmless: I want to do good.
            ask: Tell me about {object}: {list}.
            work-out: Say of {list} how each tastes.
            follow: And {list}?
            avoid: Leave out {property}.
            length: Use {count} sentences.
            """;

    private final Path folder;

    InventoryFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Inventory read(String text) throws IOException {
        return InventoryFile.read(Files.writeString(folder.resolve("mine.txt"), text));
    }

    @Test
    void standard_hasManyObjectsWithFewValues() {
        Inventory inventory = InventoryFile.standard();
        assertThat(inventory.topics().stream()
                        .mapToInt(topic -> topic.objects().size())
                        .sum())
                .isBetween(200, 300);
        assertThat(inventory.topics().stream().filter(topic -> !topic.single()))
                .hasSizeGreaterThan(5)
                .allSatisfy(topic -> assertThat(topic.properties())
                        .allSatisfy(property ->
                                assertThat(Set.copyOf(property.values()).size()).isBetween(2, 10)));
    }

    @Test
    void read_standardFileCopied_isTheSameWorld() throws IOException {
        try (InputStream in = InventoryFile.class.getResourceAsStream("/helpsteer/simulation/world.txt")) {
            assertThat(in).isNotNull();
            Inventory copied = read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(copied.requests()).isEqualTo(InventoryFile.standard().requests());
            assertThat(copied.assistants()).isEqualTo(InventoryFile.standard().assistants());
        }
    }

    @Test
    void lexicon_knowsEachSentenceWithItsLevel() throws IOException {
        Inventory inventory = read(SMALL);
        Item lime = new Item(inventory.topics().get(0), 2, 0);
        assertThat(inventory.lexicon().read("The lime usually tastes sour."))
                .contains(new Lexicon.Reading(new Sentence.Statement(new Fact(lime, "sour")), List.of(3)));
        assertThat(inventory.lexicon().read("moreover, THE LIME is sweet."))
                .contains(new Lexicon.Reading(new Sentence.Statement(new Fact(lime, "sweet")), List.of(0, 4)));
        assertThat(inventory.lexicon().read("Desist."))
                .contains(new Lexicon.Reading(new Sentence.Refusal(1), List.of(3)));
        assertThat(inventory.lexicon().read("The lime is bitter.")).isEqualTo(Optional.empty());
        assertThat(inventory.lexicon().read("Also, besides, the lime is sour.")).isEqualTo(Optional.empty());
    }

    @Test
    void lexicon_anObjectWithWhatIsSaidOfAnotherKind_isACategoryMistake() throws IOException {
        Inventory inventory = read(
                SMALL + "topic: sums | {name}\nproperty: sum | what it makes\n"
                        + "words: is {value} | makes {value} | equals {value} | totals {value} | sums to {value}\nsums: 1 | 3\n");
        Sentence mistake = new Sentence.CategoryMistake(
                "2 plus 3", inventory.topics().get(0).properties().get(0), "sour");
        assertThat(inventory.words(mistake, 3)).isEqualTo("2 plus 3 usually tastes sour.");
        assertThat(inventory.lexicon().read("2 plus 3 usually tastes sour."))
                .contains(new Lexicon.Reading(mistake, List.of(3)));
        assertThat(inventory.lexicon().read("Moreover, 2 plus 3 is sour."))
                .contains(new Lexicon.Reading(mistake, List.of(0, 4)));
        assertThat(inventory.isReadAsMeant(mistake)).isTrue();
        assertThat(inventory.isReadAsMeant(new Sentence.CategoryMistake(
                        "the lime", inventory.topics().get(0).properties().get(0), "sour")))
                .as("a statement of its own topic")
                .isFalse();
        assertThat(inventory.lexicon().read("4 plus 5 is sour.")).isEmpty();
    }

    @Test
    void sums_areObjectsOfATopicOfOneProperty() throws IOException {
        Inventory inventory = read(
                SMALL + "topic: sums | {name}\nproperty: sum | what it makes\n"
                        + "words: is {value} | makes {value} | equals {value} | totals {value} | sums to {value}\nsums: 1 | 3\n");
        Topic sums = inventory.topics().get(1);
        assertThat(sums.objects()).hasSize(9).contains("2 plus 3");
        assertThat(Fact.right(new Item(sums, sums.objects().indexOf("2 plus 3"), 0))
                        .words(2))
                .isEqualTo("2 plus 3 equals 5.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    object: pear | sweet ~ objekt: pear | sweet ~ 4: key must be one of ask, avoid, connective, follow, harmful, harmless, length, object, padding, property, refusal, sums, topic, words, work-out, got "objekt"
                    object: pear | sweet ~ a pear ~ 4: a line must be "key: field | field", got "a pear"
                    object: pear | sweet ~ object: pear | ~ 4: a field must not be empty, got "object: pear |"
                    object: pear | sweet ~ object: pear ~ 4: object must have 2 fields, got 1
                    object: pear | sweet ~ object: pear | so  sweet ~ 4: words must be divided by one space, got "so  sweet"
                    object: pear | sweet ~ object: pear | sweet. ~ 4: object must be part of a sentence without . ! or ?, got "sweet."
                    object: pear | sweet ~ object: fig | sour ~ 5: an object must have a name of its own, got "the fig" again
                    object: pear | sweet ~ object: pear | sour ~ 2: value "sour" must belong to at most half of the 4 objects; change a value or add objects
                    object: pear | sweet ~ sums: 1 | x ~ 4: sums must be a whole number, got "x"
                    object: pear | sweet ~ sums: 1 | 0 ~ 4: sums must be in 1..99, got 0
                    object: pear | sweet ~ property: size | how big it is ~ 5: object must have 3 fields, got 2
                    is {value} ~ is ~ 3: words must hold {value} once, got "is"
                    is {value} ~ tastes {value} ~ 3: a sentence must say one thing at one level, got "the pear tastes sour." twice
                    the {name} ~ the fruit ~ 1: topic must call its objects with {name}, got "the fruit"
                    B. ~ F. ~ 10: a sentence must say one thing at one level, got "F." twice
                    B. ~ B ~ 9: padding must be one sentence with its mark at the end, got "B"
                    B. ~ B. C. ~ 9: padding must be one sentence with its mark at the end, got "B. C."
                    Besides, ~ Also, ~ 8: a connective must stand at one level, got "Also," twice
                    {object}: {list} ~ {list} ~ 20: ask must hold {object} once, got "Tell me about {list}."
                    harmless: I want ~ harmful: I want ~ 24: file must have at least 1 lines of harmless, got 0
                    """)
    void read_brokenLine_isRefusedWithFileAndLine(String right, String broken, String message) {
        assertThatThrownBy(() -> read(SMALL.replace(right, broken)))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("mine.txt:" + message);
    }

    @Test
    void read_lineOfATopicBeforeAny_isRefused() {
        assertThatThrownBy(() -> read("# mine\n\nobject: pear | sweet\n"))
                .hasMessage("mine.txt:3: object must stand below a topic, got none before");
    }

    @Test
    void read_topicWithoutObjects_isRefused() {
        assertThatThrownBy(() -> read("topic: fruit | the {name}\n"))
                .hasMessage(
                        "mine.txt:1: topic must have a property, words for each and at least 4 objects, got 0, 0 and 0");
    }

    @Test
    void read_noTopic_isRefused() {
        assertThatThrownBy(() -> read("")).hasMessage("mine.txt:0: file must have a topic, got none");
    }

    @Test
    void read_notUtf8_isRefused() throws IOException {
        Path file = Files.write(folder.resolve("mine.txt"), new byte[] {(byte) 0xC3, 0x28});
        assertThatThrownBy(() -> InventoryFile.read(file))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("mine.txt:1: file must be readable UTF-8, got");
    }
}
