package helpsteer.cli;

import helpsteer.cli.doctor.Doctor;
import picocli.CommandLine.Command;

/** {@code helpsteer doctor}: what is here, and what is missing with the command that mends it. */
@Command(name = "doctor", description = "Tells what is here and what is missing.")
final class DoctorCommand extends TerminalCommand {
    @Override
    public Integer call() {
        return Doctor.ofThisMachine().run(out()) ? Main.DONE : Main.FAILED;
    }
}
