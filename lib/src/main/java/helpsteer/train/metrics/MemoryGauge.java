package helpsteer.train.metrics;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import helpsteer.run.ResidentMemory;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reads the memory in use, at most once a second: every step may ask. */
public final class MemoryGauge {
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final Supplier<MemoryUse> source;
    private final LongSupplier nanoTime;
    private MemoryUse last = MemoryUse.UNKNOWN;
    private long lastTime;
    private boolean read;

    public MemoryGauge(Supplier<MemoryUse> source, LongSupplier nanoTime) {
        this.source = source;
        this.nanoTime = nanoTime;
    }

    public static MemoryGauge of(Device device) {
        return new MemoryGauge(() -> measure(device), System::nanoTime);
    }

    public MemoryUse now() {
        long time = nanoTime.getAsLong();
        if (!read || time - lastTime >= INTERVAL_NANOS) {
            last = source.get();
            lastTime = time;
            read = true;
        }
        return last;
    }

    private static MemoryUse measure(Device device) {
        long onDevice = device.isGpu() ? CudaUtils.getGpuMemory(device).getUsed() : -1;
        return ResidentMemory.read()
                .map(r -> new MemoryUse(r.now(), r.peak(), onDevice))
                .orElse(new MemoryUse(-1, -1, onDevice));
    }
}
