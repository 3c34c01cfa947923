package helpsteer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
    private record Point(int y, double x, Optional<String> name) {}

    private record Named(String name, int count) {}

    private record Noted(@JsonSetter(nulls = Nulls.SET) @Nullable String note) {}

    @Test
    void canonical_recordAndItsText_areEqualTreesWithSortedKeys() throws IOException {
        JsonNode written = Json.canonical(new Point(2, 3, Optional.of("a")));
        assertThat(Json.line(written)).isEqualTo("{\"name\":\"a\",\"x\":3.0,\"y\":2}");
        assertThat(Json.canonical(Json.read(Json.line(written)))).isEqualTo(written);
        assertThat(Json.canonical(Json.read("{\"y\": 2, \"x\": 3.0, \"name\": \"a\"}")))
                .isEqualTo(written);
        assertThat(Json.line(Json.canonical(new Point(2, 3, Optional.empty())))).contains("\"name\":null");
    }

    @Test
    void canonical_longAndFloat_areTheNumbersThatReadingGives() throws IOException {
        JsonNode written = Json.canonical(Map.of("long", 1L, "float", 0.05f, "list", List.of(1L, 2L)));
        assertThat(written).isEqualTo(Json.read("{\"float\": 0.05, \"list\": [1, 2], \"long\": 1}"));
    }

    @Test
    void hash_orderOfKeys_doesNotCountButValuesDo() throws IOException {
        String hash = Json.hash(Json.read("{\"a\": 1, \"b\": {\"c\": [1, 2], \"d\": true}}"));
        assertThat(hash).isEqualTo(Json.hash(Json.read("{\"b\": {\"d\": true, \"c\": [1, 2]}, \"a\": 1}")));
        assertThat(hash).isNotEqualTo(Json.hash(Json.read("{\"b\": {\"d\": true, \"c\": [2, 1]}, \"a\": 1}")));
        assertThat(hash).isNotEqualTo(Json.hash(Json.read("{\"b\": {\"d\": true, \"c\": [1, 2]}, \"a\": 1.0}")));
    }

    @Test
    void differences_changedAddedAndGone_areNamedByTheirPaths() throws IOException {
        JsonNode before = Json.read("{\"args\": {\"epochs\": 2, \"rate\": 0.5}, \"list\": [1], \"gone\": \"x\"}");
        JsonNode now = Json.read("{\"args\": {\"epochs\": 3, \"rate\": 0.5}, \"list\": [1, 2], \"new\": {\"a\": 1}}");
        List<Json.Difference> found = Json.differences(before, now);
        assertThat(found)
                .extracting(Json.Difference::toString)
                .containsExactly("args.epochs: 2 → 3", "list: [1] → [1,2]", "new: none → {\"a\":1}", "gone: x → none");
        assertThat(found.get(0).path()).isEqualTo("args.epochs");
        assertThat(found.get(0).before().asInt()).isEqualTo(2);
        assertThat(found.get(3).now().isMissingNode()).isTrue();
        assertThat(Json.differences(now, now)).isEmpty();
    }

    @Test
    void read_doubledKeyOrMoreBehindTheValue_isRefused() {
        assertThatThrownBy(() -> Json.read("{\"a\": 1, \"a\": 2}"))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("Duplicate field 'a'");
        assertThatThrownBy(() -> Json.read("{} {}")).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void read_recordWithoutOneComponent_isRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.json");
        Json.save(file, new Named("a", 1));
        assertThat(Files.readString(file)).isEqualTo("{\n  \"name\" : \"a\",\n  \"count\" : 1\n}");
        assertThat(Json.read(file, Named.class)).isEqualTo(new Named("a", 1));
        for (String each : List.of(
                "{\"name\": \"a\"}",
                "{\"name\": null, \"count\": 1}",
                "{\"name\": \"a\", \"count\": \"1\"}",
                "{\"name\": \"a\", \"count\": null}",
                "{\"name\": \"a\", \"count\": 1," + " \"more\": 2}")) {
            Files.writeString(file, each);
            assertThatThrownBy(() -> Json.read(file, Named.class)).as(each).isInstanceOf(JsonProcessingException.class);
        }
    }

    @Test
    void read_componentThatMayBeNull_mustStandThereAllTheSame() throws JsonProcessingException {
        assertThat(Json.read(Json.read("{\"note\": null}"), Noted.class)).isEqualTo(new Noted(null));
        assertThatThrownBy(() -> Json.read(Json.object(), Noted.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("Missing creator property 'note'");
    }
}
