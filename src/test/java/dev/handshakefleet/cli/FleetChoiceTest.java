package dev.handshakefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.probe.Engine;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The variables that a command of a deployed fleet needs. */
class FleetChoiceTest {

    private static final String REGION = "eu-west-1";

    @Test
    void fleetIsOpenedWithoutAStateTable() {
        try (OpenedFleet fleet = FleetChoice.onAws(
                Engine.cold(), Map.of("FLEET_HOME_REGION", REGION, "FLEET_MEASUREMENTS_TABLE", "measurements"))) {
            assertThat(fleet.settings().measurementsTable()).contains("measurements");
            assertThatThrownBy(fleet::catalog)
                    .isInstanceOf(BadInputException.class)
                    .hasMessage("FLEET_STATE_TABLE: missing; accepted: the name of the state table");
        }
    }

    @Test
    void catalogNeedsTheStateTableAlone() {
        try (OpenedFleet fleet =
                FleetChoice.onAws(Engine.cold(), Map.of("FLEET_HOME_REGION", REGION, "FLEET_STATE_TABLE", "state"))) {
            assertThat(fleet.catalog()).isNotNull();
        }
    }
}
