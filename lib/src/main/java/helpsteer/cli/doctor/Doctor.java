package helpsteer.cli.doctor;

import helpsteer.report.Reason;
import java.io.PrintWriter;
import java.util.List;

/** What is here, and what is missing with the command that mends it. */
public final class Doctor {
    private static final List<Check> CHECKS = List.of(
            new Check("Machine", MachineCheck::look),
            new Check("Libraries", LibraryCheck::look),
            new Check("Engine and model", EngineCheck::look),
            new Check("Data", DataCheck::look));

    private final List<Check> checks;

    Doctor(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /** Looks at one part of the machine. */
    @FunctionalInterface
    interface Look {
        List<Finding> look() throws Exception;
    }

    /**
     * A part of the machine under its heading.
     *
     * @param heading names the part
     * @param look finds out; an error of it is a finding, never the end of the doctor
     */
    record Check(String heading, Look look) {
        List<Finding> findings() {
            try {
                return look.look();
            } catch (Exception | LinkageError e) {
                return List.of(Finding.needed("error", Reason.of(e), "environment/test"));
            }
        }
    }

    /** All that the notebooks and commands need. */
    public static Doctor ofThisMachine() {
        return new Doctor(CHECKS);
    }

    /** Tells it; whether the embedded default can run. */
    public boolean run(PrintWriter out) {
        boolean fine = true;
        for (Check check : checks) {
            out.println(check.heading());
            for (Finding finding : check.findings()) {
                out.println(finding.text());
                fine &= finding.weight() != Finding.Weight.NEEDED;
            }
        }
        out.println(fine ? "The embedded default can run." : "The embedded default cannot run; see the lines with ✘.");
        return fine;
    }
}
