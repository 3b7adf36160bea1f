package dev.handshakefleet.cli;

import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.fleet.TargetCatalog;
import java.util.List;

/**
 * A fleet that a command works on. Closing it ends everything that was started for it.
 *
 * @param fleet the fleet
 * @param catalog its catalog
 * @param settings how it is configured
 * @param toClose run by {@link #close}, in this order
 */
public record OpenedFleet(Fleet fleet, TargetCatalog catalog, FleetSettings settings, List<Runnable> toClose)
        implements AutoCloseable {

    @Override
    public void close() {
        toClose.forEach(Runnable::run);
    }
}
