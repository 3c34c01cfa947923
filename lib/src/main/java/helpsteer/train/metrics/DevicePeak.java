package helpsteer.train.metrics;

import ai.djl.Device;
import helpsteer.nn.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What a GPU can do at best, in 10^12 operations a second.
 *
 * @param name pattern of the device's name as the driver gives it
 * @param fp32 without tensor cores, as libtorch computes by default
 * @param bf16 on tensor cores, summed in fp32, without sparsity; 0 where it has none
 */
public record DevicePeak(Pattern name, double fp32, double bf16) {
    private static final double TERA = 1e12;
    private static final int TIMEOUT_SECONDS = 5;

    /** From NVIDIA's data sheets; a name that fits none has no peak, rather than a guessed one. */
    private static final List<DevicePeak> KNOWN = List.of(
            of("NVIDIA H200", 67, 989),
            of("NVIDIA H100 80GB HBM3", 67, 989),
            of("NVIDIA H100 PCIe", 51, 756),
            of("(NVIDIA )?A100-(SXM4|PCIE)-(40|80)GB|NVIDIA A100 80GB PCIe", 19.5, 312),
            of("NVIDIA L40S", 91.6, 362),
            of("NVIDIA L4", 30.3, 121),
            of("NVIDIA A10", 31.2, 125),
            of("Tesla V100-SXM2-(16|32)GB", 15.7, 0),
            of("Tesla T4", 8.1, 0),
            of("NVIDIA GeForce RTX 4090", 82.6, 165.2),
            of("NVIDIA GeForce RTX 3090", 35.6, 71));

    private static DevicePeak of(String name, double fp32, double bf16) {
        return new DevicePeak(Pattern.compile(name), fp32, bf16);
    }

    /** Operations a second of a device; empty for a CPU and wherever the table has no entry. */
    public static OptionalDouble flops(Device device, Precision precision) {
        if (!device.isGpu()) {
            return OptionalDouble.empty();
        }
        return driverName(device.getDeviceId())
                .map(name -> flops(name, precision))
                .orElse(OptionalDouble.empty());
    }

    /** The same by the name that the driver gives. */
    public static OptionalDouble flops(String deviceName, Precision precision) {
        return KNOWN.stream()
                .filter(peak -> peak.name.matcher(deviceName).matches())
                .mapToDouble(peak -> TERA * (precision == Precision.BFLOAT16 ? peak.bf16 : peak.fp32))
                .filter(flops -> flops > 0)
                .findFirst();
    }

    /** Asks the driver's own program, as neither DJL nor TorchScript tells a device's name. */
    private static Optional<String> driverName(int index) {
        String visible = System.getenv().getOrDefault("CUDA_VISIBLE_DEVICES", "");
        String[] ids = visible.split(",", -1);
        String id = visible.isBlank() || index >= ids.length ? Integer.toString(index) : ids[index].strip();
        try {
            Process process = new ProcessBuilder(
                            "nvidia-smi", "--query-gpu=name", "--format=csv,noheader", "--id=" + id)
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String name = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 ? Optional.of(name) : Optional.empty();
        } catch (UncheckedIOException | IOException e) {
            return Optional.empty(); // a machine without the program: the utilisation is left out
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
