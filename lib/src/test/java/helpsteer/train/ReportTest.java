package helpsteer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import helpsteer.nn.Precision;
import helpsteer.train.metrics.DevicePeak;
import helpsteer.train.metrics.MemoryGauge;
import helpsteer.train.metrics.MemoryUse;
import helpsteer.train.metrics.ModelFlops;
import helpsteer.train.metrics.StepRecord;
import helpsteer.train.metrics.StepReport;
import helpsteer.train.metrics.StepStats;
import helpsteer.train.metrics.Throughput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a step took: tokens, time, memory, share of the device's peak. */
class ReportTest {
    private static StepRecord step(int step, long tokens, long padded, double flops, double seconds) {
        return new StepRecord(step, 1, 1, 0.1, new StepStats(tokens, padded, flops, seconds));
    }

    @Test
    void throughput_threeSteps_isWhatTheHandGives() {
        Throughput speed =
                Throughput.of(List.of(step(0, 100, 0, 1e9, 10), step(1, 100, 50, 1e9, 1), step(2, 200, 50, 2e9, 1)));
        assertThat(speed.total()).isEqualTo(new StepStats(400, 100, 4e9, 12));
        assertThat(speed.medianTokensPerSecond()).isEqualTo(100); // of 10, 100 and 200: the slow start does not count
        assertThat(speed.tokensPerSecond()).isCloseTo(400 / 12.0, within(1e-12));
        assertThat(speed.paddingShare()).isEqualTo(0.2);
        assertThat(speed.utilisation(1e9)).hasValueCloseTo(1 / 3.0, within(1e-12));
        assertThat(Throughput.of(List.of(step(0, 10, 0, 0, 1), step(1, 30, 0, 0, 1)))
                        .medianTokensPerSecond())
                .isEqualTo(20);
    }

    @Test
    void throughput_noTokensOrNoTime_isZeroAndNoUtilisation() {
        Throughput speed = Throughput.of(List.of(step(0, 0, 0, 0, 0)));
        assertThat(speed.tokensPerSecond()).isZero();
        assertThat(speed.paddingShare()).isZero();
        assertThat(speed.utilisation(1e12)).isEmpty();
        assertThatThrownBy(() -> Throughput.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("steps must hold at least one, got none");
        assertThatThrownBy(() -> new StepStats(1, -1, Double.NaN, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokens, paddedTokens, flops and seconds must be at least 0, got 1, -1, NaN and 0.0");
    }

    @Test
    void speedAndMemory_whatIsKnown_isSaid() {
        StepRecord step = step(0, 1840, 160, 5e12, 1);
        Throughput speed = Throughput.of(List.of(step));
        MemoryUse memory = new MemoryUse(3L << 29, 1L << 31, 1L << 30);
        assertThat(new StepReport(step, speed, memory, 1e13).speedAndMemory())
                .isEqualTo("1,840 tokens/s, padding 8 %, 50.0 % of the device's peak, memory 1.50 GiB (peak 2.00),"
                        + " GPU 1.00 GiB");
        assertThat(new StepReport(step, speed, MemoryUse.UNKNOWN, 0).speedAndMemory())
                .isEqualTo("1,840 tokens/s, padding 8 %");
        StepRecord untold = step(0, 0, 0, 0, 1);
        assertThat(new StepReport(untold, Throughput.of(List.of(untold)), MemoryUse.UNKNOWN, 1e13).speedAndMemory())
                .isEmpty();
    }

    @Test
    void memoryGauge_askedOften_readsOnceASecond() {
        AtomicLong time = new AtomicLong(-5_000_000_000L);
        List<Long> reads = new ArrayList<>();
        MemoryGauge gauge = new MemoryGauge(
                () -> {
                    reads.add(time.get());
                    return new MemoryUse(reads.size(), 9, -1);
                },
                time::get);
        assertThat(gauge.now().resident()).isEqualTo(1);
        time.addAndGet(999_999_999);
        assertThat(gauge.now().resident()).isEqualTo(1);
        time.addAndGet(1);
        assertThat(gauge.now().resident()).isEqualTo(2);
        assertThat(reads).containsExactly(-5_000_000_000L, -4_000_000_000L);
        assertThat(MemoryGauge.of(Device.cpu()).now().device()).isEqualTo(-1);
    }

    @Test
    void devicePeak_nameOfTheTable_isTheDataSheets_othersAreUnknown() {
        assertThat(DevicePeak.flops("NVIDIA H100 80GB HBM3", Precision.BFLOAT16))
                .hasValue(989e12);
        assertThat(DevicePeak.flops("NVIDIA H100 PCIe", Precision.BFLOAT16)).hasValue(756e12);
        assertThat(DevicePeak.flops("NVIDIA A100-SXM4-80GB", Precision.FLOAT32)).hasValue(19.5e12);
        assertThat(DevicePeak.flops("NVIDIA A100 80GB PCIe", Precision.BFLOAT16))
                .hasValue(312e12);
        assertThat(DevicePeak.flops("Tesla V100-SXM2-32GB", Precision.BFLOAT16)).isEmpty();
        assertThat(DevicePeak.flops("NVIDIA L40", Precision.BFLOAT16)).isEmpty();
        assertThat(DevicePeak.flops("NVIDIA H100 80GB HBM3 MIG 1g.10gb", Precision.BFLOAT16))
                .isEmpty();
        assertThat(DevicePeak.flops(Device.cpu(), Precision.FLOAT32)).isEmpty();
    }

    /** GPT-3's 175 billion parameters, 96 layers of width 12288 and 2048 tokens, as in the PaLM paper's appendix. */
    @Test
    void modelFlops_gpt3_isTheFormula() {
        assertThat(ModelFlops.perToken(175_000_000_000L, 96, 12288, 2048)).isEqualTo(1.05e12 + 28_991_029_248.0);
        assertThatThrownBy(() -> ModelFlops.perToken(0, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameters, layers, width and tokens must be at least 1, got 0, 1, 1 and 1");
    }
}
