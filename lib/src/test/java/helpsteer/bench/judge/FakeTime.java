package helpsteer.bench.judge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A clock that pauses move on at once. */
final class FakeTime implements Sleeper {
    final List<Long> pausedMillis = Collections.synchronizedList(new ArrayList<>());
    private long nanos;

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    @Override
    public synchronized void pause(Duration time) {
        pausedMillis.add(time.toMillis());
        nanos += time.toNanos();
    }
}
