package helpsteer.train;

import static org.assertj.core.api.Assertions.assertThat;

import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepStats;
import helpsteer.train.metrics.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingListenersTest {
    private final List<String> heard = new ArrayList<>();

    private TrainingListener named(String name) {
        return new TrainingListener() {
            @Override
            public void resumed(int stepsDone) {
                heard.add(name + " resumed " + stepsDone);
            }

            @Override
            public void step(StepRecord record) {
                heard.add(name + " step " + record.step());
            }

            @Override
            public void withoutGradient(List<String> parameters) {
                heard.add(name + " without " + parameters);
            }

            @Override
            public void validation(TrainingResult.Validation evaluation) {
                heard.add(name + " loss " + evaluation.loss());
            }

            @Override
            public void ended() {
                heard.add(name + " ended");
            }
        };
    }

    @Test
    void events_severalListeners_areToldToEachInOrder() {
        TrainingListener both = new TrainingListener.Several(List.of(named("a"), named("b")));
        both.resumed(3);
        both.step(new StepRecord(4, 1, 1, 1, new StepStats(0, 0, 0, 0)));
        both.withoutGradient(List.of("w"));
        both.validation(new TrainingResult.Validation(5, 0.25));
        both.ended();
        assertThat(heard)
                .containsExactly(
                        "a resumed 3",
                        "b resumed 3",
                        "a step 4",
                        "b step 4",
                        "a without [w]",
                        "b without [w]",
                        "a loss 0.25",
                        "b loss 0.25",
                        "a ended",
                        "b ended");
    }

    /** A run's own log hears beside what the place shows, and only until the call is over. */
    @Test
    void alsoDuring_listener_hearsAfterTheCurrentOne() {
        TrainingListener before = TrainingListener.current();
        TrainingListener.during(named("place"), () -> {
            TrainingListener.alsoDuring(named("log"), () -> {
                TrainingListener.current().ended();
                return "";
            });
            TrainingListener.current().resumed(1);
            return "";
        });
        assertThat(heard).containsExactly("place ended", "log ended", "place resumed 1");
        assertThat(TrainingListener.current()).isSameAs(before);
    }
}
