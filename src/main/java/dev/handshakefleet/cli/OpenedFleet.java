package dev.handshakefleet.cli;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetSettings;
import java.util.List;
import java.util.Optional;

/**
 * A fleet that a command works on. Closing it ends everything that was started for it.
 *
 * @param fleet the fleet
 * @param storedCatalog its catalog; empty where no state table is named
 * @param settings how it is configured
 * @param toClose run by {@link #close}, in this order
 */
public record OpenedFleet(
        Fleet fleet, Optional<TargetCatalog> storedCatalog, FleetSettings settings, List<Runnable> toClose)
        implements AutoCloseable {

    /**
     * @return its catalog
     * @throws BadInputException where no state table is named
     */
    public TargetCatalog catalog() {
        return storedCatalog.orElseThrow(
                () -> new BadInputException("FLEET_STATE_TABLE", null, "the name of the state table"));
    }

    @Override
    public void close() {
        toClose.forEach(Runnable::run);
    }
}
