package dev.handshakefleet;

import dev.handshakefleet.cli.EmbeddedFleet;
import dev.handshakefleet.cli.FleetCommand;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/**
 * Where the program starts, and which of its two doors opens: Lambda's, where the runtime API is there and nothing was
 * typed (a native function's {@code bootstrap}), else the command's. On Lambda's Java runtime this class is not used.
 */
@QuarkusMain
public final class Main {

    private Main() {}

    /** @param arguments as typed */
    public static void main(String... arguments) {
        boolean calledByLambda = System.getenv("AWS_LAMBDA_RUNTIME_API") != null;
        if (calledByLambda && arguments.length == 0) {
            Quarkus.run(arguments);
        } else {
            System.exit(FleetCommand.commandLine(EmbeddedFleet.NONE, List.of(arguments))
                    .execute(arguments));
        }
    }
}
