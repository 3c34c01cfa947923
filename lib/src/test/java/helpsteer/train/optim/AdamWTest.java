package helpsteer.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import helpsteer.Goldens;
import helpsteer.nn.Gradients;
import helpsteer.nn.Parameters;
import helpsteer.nn.Torch;
import helpsteer.weights.TensorMap;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final TensorMap GOLDEN = Goldens.tensors("adamw.safetensors");
    private static final AdamWConfig CONFIG = new AdamWConfig(0.9, 0.98, 1e-8, 0.25, 1.4);
    private static final List<String> NAMES = List.of("weight", "bias");

    private final NDManager manager = Torch.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static float[] golden(String name) {
        return Goldens.floats(GOLDEN, name);
    }

    private Parameters parameters() {
        Parameters parameters = new Parameters(manager);
        parameters.add("weight", new Shape(3, 4), golden("weight"));
        parameters.add("bias", new Shape(3), golden("bias"));
        return parameters;
    }

    /** Records the gradient of the mean squared error of the linear map, times a factor. */
    private void backward(Parameters parameters, float factor) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray x = scope.create(golden("x"), new Shape(6, 4));
            NDArray y = scope.create(golden("y"), new Shape(6, 3));
            NDArray predicted = x.matMul(parameters.get("weight").transpose()).add(parameters.get("bias"));
            collector.backward(predicted.sub(y).square().mean().mul(factor));
        }
    }

    /** Clipping acts in some of the steps; weights decay by 0.25 times the rate, biases do not. */
    @Test
    void step_tenTimes_equalsTorchOptim() {
        Parameters parameters = parameters();
        try (AdamW adamW = new AdamW(parameters, NAMES, CONFIG, manager)) {
            for (int step = 0; step < 10; step++) {
                backward(parameters, 1);
                double norm = adamW.step(golden("rates")[step]);
                assertThat(norm).isCloseTo(golden("norms")[step], within(1e-5));
                assertThat(Goldens.distance(
                                parameters.get("weight").toFloatArray(),
                                Arrays.copyOfRange(golden("weights"), 12 * step, 12 * step + 12)))
                        .as("weight at step " + step)
                        .isLessThan(2e-6);
                assertThat(Goldens.distance(
                                parameters.get("bias").toFloatArray(),
                                Arrays.copyOfRange(golden("biases"), 3 * step, 3 * step + 3)))
                        .as("bias at step " + step)
                        .isLessThan(2e-6);
            }
        }
    }

    @Test
    void step_afterStep_gradientsAreZero() {
        Parameters parameters = parameters();
        try (AdamW adamW = new AdamW(parameters, NAMES, CONFIG, manager)) {
            backward(parameters, 1);
            assertThat(parameters.get("bias").getGradient().toFloatArray()).doesNotContain(0);
            adamW.step(0.01);
            assertThat(parameters.get("bias").getGradient().toFloatArray()).containsOnly(0);
            assertThat(parameters.get("weight").getGradient().toFloatArray()).containsOnly(0);
        }
    }

    @Test
    void step_gradientNotFinite_changesNothingAndRecovers() {
        Parameters parameters = parameters();
        try (AdamW adamW = new AdamW(parameters, NAMES, CONFIG, manager)) {
            backward(parameters, Float.NaN);
            assertThat(adamW.step(0.01)).isNaN();
            backward(parameters, Float.POSITIVE_INFINITY);
            assertThat(Double.isFinite(adamW.step(0.01))).isFalse();
            assertThat(parameters.get("weight").toFloatArray()).containsExactly(golden("weight"));
            backward(parameters, 1);
            assertThat(adamW.step(golden("rates")[0])).isCloseTo(golden("norms")[0], within(1e-5));
            assertThat(Goldens.distance(parameters.get("weight").toFloatArray(), Arrays.copyOf(golden("weights"), 12)))
                    .isLessThan(2e-6);
        }
    }

    @Test
    void restore_stateOfFiveSteps_goesOnBitByBit() {
        Parameters parameters = parameters();
        try (AdamW first = new AdamW(parameters, NAMES, CONFIG, manager)) {
            steps(first, parameters, 5);
            TensorMap state = first.state();
            TensorMap values = parameters.snapshot();
            steps(first, parameters, 3);
            float[] expected = parameters.get("weight").toFloatArray();
            Parameters others = parameters();
            try (AdamW second = new AdamW(others, NAMES, CONFIG, manager)) {
                others.restore(values);
                second.restore(state);
                steps(second, others, 3);
            }
            assertThat(others.get("weight").toFloatArray()).containsExactly(expected);
            assertThat(state.names())
                    .containsExactlyInAnyOrder(
                            "first.weight", "second.weight", "steps.weight", "first.bias", "second.bias", "steps.bias");
            assertThat(state.require("steps.bias", List.of()).floats()).containsExactly(5);
        }
    }

    /** LoRA trains matrices only; a head's intercepts alone are vectors only. */
    @Test
    void step_onlyMatricesOrOnlyVectors_movesThemAlone() {
        for (String name : NAMES) {
            Parameters parameters = parameters();
            String other = name.equals("weight") ? "bias" : "weight";
            try (AdamW adamW = new AdamW(parameters, List.of(name), CONFIG, manager)) {
                backward(parameters, 1);
                double norm = adamW.step(0.02);
                assertThat(norm).isPositive().isLessThan(golden("norms")[0]);
                assertThat(parameters.get(name).toFloatArray()).isNotEqualTo(golden(name));
                assertThat(parameters.get(name).getGradient().toFloatArray()).containsOnly(0);
            }
            assertThat(parameters.get(other).toFloatArray()).containsExactly(golden(other));
        }
    }

    /** Two ways to say "nothing decays" agree, and differ from the default. */
    @Test
    void step_decayChosenByName_isAppliedToThose() {
        float[] chosen = afterThreeSteps(CONFIG, List.of(), "none");
        AdamWConfig without = new AdamWConfig(0.9, 0.98, 1e-8, 0, 1.4);
        assertThat(chosen).containsExactly(afterThreeSteps(without, NAMES, "both"));
        float[] biasToo = afterThreeSteps(CONFIG, NAMES, "both");
        float[] weightOnly = afterThreeSteps(CONFIG, List.of("weight"), "weight");
        assertThat(Arrays.copyOf(biasToo, 12)).isNotEqualTo(Arrays.copyOf(chosen, 12));
        assertThat(Arrays.copyOfRange(biasToo, 12, 15)).isNotEqualTo(Arrays.copyOfRange(weightOnly, 12, 15));
        Parameters parameters = parameters();
        try (AdamW byDefault = new AdamW(parameters, NAMES, CONFIG, manager)) {
            assertThat(byDefault.decaying()).containsExactly("weight");
            steps(byDefault, parameters, 3);
        }
        assertThat(parameters.get("weight").toFloatArray()).containsExactly(Arrays.copyOf(weightOnly, 12));
    }

    private float[] afterThreeSteps(AdamWConfig config, List<String> decaying, String what) {
        Parameters parameters = parameters();
        try (AdamW adamW = new AdamW(parameters, NAMES, config, decaying::contains, manager)) {
            assertThat(adamW.decaying()).as(what).containsExactlyElementsOf(decaying);
            steps(adamW, parameters, 3);
        }
        float[] out = Arrays.copyOf(parameters.get("weight").toFloatArray(), 15);
        System.arraycopy(parameters.get("bias").toFloatArray(), 0, out, 12, 3);
        return out;
    }

    @Test
    void step_parameterThatNoLossUses_staysAndIsNamed() {
        Parameters parameters = parameters();
        parameters.add("unused", new Shape(2, 2), new float[] {1, 2, 3, 4});
        parameters.add("idle", new Shape(2), new float[] {5, 6});
        try (AdamW adamW = new AdamW(parameters, List.of("weight", "unused", "bias", "idle"), CONFIG, manager)) {
            for (int step = 0; step < 2; step++) {
                backward(parameters, 1);
                assertThat(adamW.step(golden("rates")[step])).isCloseTo(golden("norms")[step], within(1e-5));
                assertThat(adamW.withoutGradient()).containsExactly("unused", "idle");
            }
            assertThat(adamW.state().require("steps.unused", List.of()).floats())
                    .containsExactly(0);
            assertThat(adamW.state().require("steps.weight", List.of()).floats())
                    .containsExactly(2);
        }
        assertThat(parameters.get("unused").toFloatArray()).containsExactly(1, 2, 3, 4);
        assertThat(Goldens.distance(
                        parameters.get("weight").toFloatArray(), Arrays.copyOfRange(golden("weights"), 12, 24)))
                .isLessThan(2e-6);
    }

    @Test
    void step_noGradientAtAll_isRefused() {
        Parameters parameters = parameters();
        try (AdamW adamW = new AdamW(parameters, NAMES, CONFIG, manager)) {
            assertThatThrownBy(() -> adamW.step(0.1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a backward pass must reach at least one trained parameter, got none of [weight, bias];"
                            + " check that the loss uses them");
        }
        assertThat(parameters.get("weight").toFloatArray()).containsExactly(golden("weight"));
    }

    /** A run that failed between backward and step must not leak its gradient into the next run. */
    @Test
    void adamW_gradientsLeftBehind_areForgotten() {
        Parameters parameters = parameters();
        try (AdamW failed = new AdamW(parameters, NAMES, CONFIG, manager)) {
            backward(parameters, 100);
            assertThat(failed.names()).containsExactly("weight", "bias");
        }
        try (AdamW fresh = new AdamW(parameters, NAMES, CONFIG, manager)) {
            backward(parameters, 1);
            assertThat(fresh.step(0.1)).isCloseTo(golden("norms")[0], within(1e-5));
        }
    }

    /** A parameter that some step reached and later ones do not still decays; so it must after a restore. */
    @Test
    void restore_parameterReachedOnlyBefore_goesOnBitByBit() {
        Parameters parameters = parameters();
        try (AdamW first = new AdamW(parameters, NAMES, CONFIG, manager)) {
            backward(parameters, 1);
            first.step(0.02);
            TensorMap state = first.state();
            TensorMap values = parameters.snapshot();
            biasOnly(parameters);
            first.step(0.02);
            Parameters others = parameters();
            try (AdamW second = new AdamW(others, NAMES, CONFIG, manager)) {
                others.restore(values);
                second.restore(state);
                biasOnly(others);
                second.step(0.02);
                assertThat(second.withoutGradient()).isEmpty();
            }
            for (String name : NAMES) {
                assertThat(others.get(name).toFloatArray())
                        .containsExactly(parameters.get(name).toFloatArray());
            }
            assertThat(state.require("steps.weight", List.of()).floats()).containsExactly(1);
        }
    }

    private static void biasOnly(Parameters parameters) {
        assertThat(Gradients.of(1, () -> parameters.get("bias").square().sum())).isPositive();
    }

    private void steps(AdamW adamW, Parameters parameters, int count) {
        for (int i = 0; i < count; i++) {
            backward(parameters, 1);
            adamW.step(0.02);
        }
    }

    @Test
    void adamW_noneTwiceOrBadConfig_isRefused() {
        Parameters parameters = parameters();
        assertThatThrownBy(() -> new AdamW(parameters, List.of(), CONFIG, manager))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trained must hold at least one parameter, got []");
        assertThatThrownBy(() -> new AdamW(parameters, List.of("bias", "bias"), CONFIG, manager))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trained must name each parameter once, got [bias, bias]");
        assertThatThrownBy(() -> new AdamWConfig(1, 0.9, 1e-8, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("beta1 and beta2 must be in [0, 1), got 1.0 and 0.9");
        assertThatThrownBy(() -> new AdamWConfig(0.9, 0.9, 1e-8, -1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "epsilon and clipNorm must be above 0 and weightDecay at least 0, got 1.0E-8, NaN and -1.0");
        assertThat(AdamWConfig.defaults()).isEqualTo(new AdamWConfig(0.9, 0.98, 1e-8, 0.01, 1));
    }
}
