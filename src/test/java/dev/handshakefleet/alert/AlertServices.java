package dev.handshakefleet.alert;

import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The alert services of integration tests and the probes that they handle. Runs are five minutes apart. */
final class AlertServices {

    static final Duration INTERVAL = Duration.ofMinutes(5);

    /** The scheduled instant of the first run. */
    static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");

    private AlertServices() {}

    /** A service without measurements over the state table of the fleet. */
    static AlertService of(DynamoDbClient client, Notifier notifier, Clock clock) {
        return of(client, LocalTables.STATE, notifier, clock, Optional.empty());
    }

    /** A service whose states and silences are in that table. */
    static AlertService of(
            DynamoDbClient client,
            String stateTable,
            Notifier notifier,
            Clock clock,
            Optional<MeasurementStore> measurements) {
        return new AlertService(
                new AlertStateStore(client, stateTable),
                new SilenceStore(client, stateTable),
                notifier,
                clock,
                INTERVAL,
                measurements);
    }

    /** The measurements of the fleet, kept for a day. */
    static MeasurementStore measurements(DynamoDbClient client) {
        return new MeasurementStore(client, LocalTables.MEASUREMENTS, Duration.ofDays(1));
    }

    /** A probe with a finding of the chain. The default policy opens that alert in the first run. */
    static JudgedProbe chain(String host, Severity severity) {
        return severity == Severity.OK
                ? Probes.healthy(host)
                : Probes.with(host, Probes.finding(FindingCode.UNTRUSTED_ROOT, severity));
    }
}
