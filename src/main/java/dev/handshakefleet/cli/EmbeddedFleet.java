package dev.handshakefleet.cli;

import dev.handshakefleet.probe.Engine;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Opens the fleet of this machine, with DynamoDB Local. A boundary: only the laptop's program has one. The deployed
 * package works on AWS alone.
 */
@FunctionalInterface
public interface EmbeddedFleet {

    /** The deployed package has no embedded fleet. */
    EmbeddedFleet NONE = (data, engine, notices) -> {
        throw new CommandFailedException("this executable has no embedded fleet: add --aws, or use ./fleet");
    };

    /**
     * Opens the fleet of this machine.
     *
     * @param data the directory of its data
     * @param engine the TLS engine
     * @param notices receives the text of each notice
     */
    OpenedFleet open(Path data, Engine engine, Consumer<String> notices);
}
