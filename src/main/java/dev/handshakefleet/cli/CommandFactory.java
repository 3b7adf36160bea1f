package dev.handshakefleet.cli;

import picocli.CommandLine;

/**
 * Creates objects for picocli. The choice of a fleet gets the embedded one; all other types have a constructor without
 * arguments.
 */
final class CommandFactory implements CommandLine.IFactory {

    private final EmbeddedFleet embedded;
    private final CommandLine.IFactory others = CommandLine.defaultFactory();

    CommandFactory(EmbeddedFleet embedded) {
        this.embedded = embedded;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        return type == FleetChoice.class ? type.cast(new FleetChoice(embedded)) : others.create(type);
    }
}
