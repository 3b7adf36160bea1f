package dev.handshakefleet.fleet;

import dev.handshakefleet.alert.RunAlerts;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.measurement.StoreOutcome;
import dev.handshakefleet.seen.LeafBatches;
import dev.handshakefleet.verdict.JudgedProbe;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What follows the probes of a run; each part is bounded by the time of the run.
 *
 * @param region of the run
 * @param at the instant of its measurements
 * @param leaves compares certificates with earlier ones; empty without a state table
 * @param store stores; empty where storing is not asked for or there is no table
 * @param alerts decides; empty where alerting is not asked for or not set up
 */
record RunStages(
        String region,
        Instant at,
        Optional<LeafBatches> leaves,
        Optional<MeasurementStore> store,
        Optional<RunAlerts> alerts) {

    /** Whether nothing follows. */
    boolean isEmpty() {
        return leaves.isEmpty() && store.isEmpty() && alerts.isEmpty();
    }

    /** Stores the results of a batch; an empty outcome without a store. */
    StoreOutcome store(List<JudgedProbe> judged) {
        List<Measurement> measurements =
                judged.stream().map(probe -> Measurement.of(probe, at, region)).toList();
        return store.map(table -> table.store(measurements))
                .orElseGet(() -> new StoreOutcome(0, List.of(), Optional.empty()));
    }
}
