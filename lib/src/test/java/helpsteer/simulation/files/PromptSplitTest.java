package helpsteer.simulation.files;

import static helpsteer.simulation.files.SimulatedFiles.SETTINGS;
import static helpsteer.simulation.files.SimulatedFiles.SOURCE;
import static helpsteer.simulation.files.SimulatedFiles.released;
import static helpsteer.simulation.files.SimulatedFiles.rows;
import static helpsteer.simulation.files.SimulatedFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import helpsteer.data.Prompt;
import helpsteer.data.fetch.DataHome;
import helpsteer.data.sets.HelpSteer2;
import helpsteer.simulation.SimulatedPair;
import helpsteer.simulation.SimulatedResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptSplitTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** A source of few prompts, most of which come again and again. */
    private record FewPrompts(DataSource source, int count) implements DataSource {
        private Prompt prompt(long position) {
            return Prompt.ofUser("Prompt " + position % count);
        }

        private SimulatedPair with(long position, SimulatedPair pair) {
            return new SimulatedPair(pair.position(), prompt(position), pair.first(), pair.second());
        }

        @Override
        public SimulatedPair pair(long position) {
            return with(position, source.pair(position));
        }

        @Override
        public SimulatedPair planted(String subset, long position) {
            return with(position, source.planted(subset, position));
        }

        @Override
        public Prompt prompt(String domain, long position) {
            return prompt(position);
        }

        @Override
        public SimulatedResponse response(String domain, long position, int candidate) {
            return source.response(domain, position, candidate);
        }
    }

    private Set<String> prompts(String file, String field) throws IOException {
        Set<String> prompts = new HashSet<>();
        for (JsonNode row : rows(folder, file)) {
            prompts.add(row.path(field).toString());
        }
        return prompts;
    }

    @Test
    void write_promptsThatComeAgain_areInTrainingRowsOrHeldOut() throws IOException {
        write(SETTINGS, new FewPrompts(SOURCE, 200), folder);
        Set<String> train = prompts("helpsteer2/train.jsonl.gz", "prompt");
        Set<String> heldOut = prompts("helpsteer2/validation.jsonl.gz", "prompt");
        assertThat(train).hasSizeGreaterThan(140).doesNotContainAnyElementsOf(heldOut);
        assertThat(heldOut).isNotEmpty();
        assertThat(HelpSteer2.train(DataHome.of(folder))).hasSize(300);
        assertThat(HelpSteer2.validation(DataHome.of(folder))).hasSize(15);
        assertThat(prompts("rewardbench-v1/filtered.jsonl.gz", "prompt")).doesNotContainAnyElementsOf(train);
        assertThat(prompts("rewardbench-v2/test.jsonl.gz", "prompt")).doesNotContainAnyElementsOf(train);
        assertThat(prompts("helpsteer3/preference/train.jsonl.gz", "context"))
                .doesNotContainAnyElementsOf(prompts("helpsteer3/preference/validation.jsonl.gz", "context"));
    }

    /** What one reads as the paper's last filter is what was released, though prompts come again. */
    @Test
    void write_promptsThatComeAgain_leaveTheLastFilterAsItIs() {
        write(SETTINGS, new FewPrompts(SOURCE, 200), folder);
        assertThat(released(DataHome.of(folder))).hasSize(630);
    }

    @Test
    void write_onePrompt_isRefused() {
        assertThatThrownBy(() -> SimulatedFolder.write(SETTINGS.withRows(20), new FewPrompts(SOURCE, 1), folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("prompts must be so many different ones that one in twenty can be held out, got"
                        + " too few of those to hold out among ")
                .hasMessageEndingWith("; add objects to the inventory");
    }
}
