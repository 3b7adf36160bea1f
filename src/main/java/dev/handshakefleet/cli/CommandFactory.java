package dev.handshakefleet.cli;

import picocli.CommandLine;

/** Makes what picocli needs for the commands: the choice of a fleet is given the embedded one, all else has no arguments. */
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
