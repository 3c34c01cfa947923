package helpsteer.bench.judge;

import java.time.Duration;

/** The clock that pauses are taken by; tests have one of their own. */
interface Sleeper {
    /** The clock of this machine. */
    Sleeper REAL = new Sleeper() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis());
        }
    };

    long nanoTime();

    void pause(Duration time) throws InterruptedException;
}
