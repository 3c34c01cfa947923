package helpsteer.run;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service that belongs to the place in which code runs, not to what it computes, and is therefore no parameter.
 *
 * @param <T> the service, such as {@link Progress}
 */
public final class Ambient<T> {
    static final Ambient<Progress> PROGRESS = new Ambient<>(Progress.SILENT);

    @SuppressWarnings("ThreadLocalUsage") // the services are few and as long-lived as the process
    private final InheritableThreadLocal<@Nullable T> used = new InheritableThreadLocal<>();

    private volatile Supplier<T> installed;

    /**
     * A service that is always there.
     *
     * @param silent what is current where nothing is installed
     */
    public Ambient(T silent) {
        installed = () -> silent;
    }

    /** What is current in this thread. */
    public T current() {
        T here = used.get();
        return here != null ? here : installed.get();
    }

    /**
     * Calls with a service that is the current one of this thread, and of threads that it starts, until the call is over.
     *
     * @return what the call gives
     */
    public <R, E extends Exception> R during(T service, Call<R, E> call) throws E {
        T before = used.get();
        used.set(service);
        try {
            return call.run();
        } finally {
            if (before == null) {
                used.remove();
            } else {
                used.set(before);
            }
        }
    }

    /** Chooses what is current in every thread that uses no other. */
    public void install(Supplier<T> service) {
        installed = service;
    }

    /** What runs while a service is current. */
    @FunctionalInterface
    public interface Call<R, E extends Exception> {
        R run() throws E;
    }
}
