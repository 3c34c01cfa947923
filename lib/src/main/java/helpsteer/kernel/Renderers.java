package helpsteer.kernel;

import helpsteer.report.Rendered;
import helpsteer.report.notebook.Rendering;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.util.List;

/** Hands the report package's renderings to the kernel. */
final class Renderers {
    private Renderers() {}

    /** From then on a value of each type is shown in all its forms, whichever of them was asked for. */
    static void register(Renderer renderer, List<Rendering> renderings) {
        for (Rendering rendering : renderings) {
            renderer.createRegistration(rendering.type())
                    .preferring(Rendered.PLAIN)
                    .supporting(Rendered.HTML, Rendered.PNG)
                    .register((value, context) -> context.getOutputContainer()
                            .assign(toDisplay(rendering.render().apply(value))));
        }
    }

    /** The same forms as a message of the kernel. */
    static DisplayData toDisplay(Rendered what) {
        DisplayData display = new DisplayData();
        what.data().forEach(display::putData);
        what.metadata().forEach(display::putMetaData);
        return display;
    }
}
