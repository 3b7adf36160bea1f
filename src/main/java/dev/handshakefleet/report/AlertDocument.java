package dev.handshakefleet.report;

import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.alert.decide.Acknowledgement;
import dev.handshakefleet.fleet.Acknowledged;
import dev.handshakefleet.fleet.AlertList;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Severity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An unresolved alert.
 *
 * @param state {@code pending}, {@code open} or {@code acknowledged}
 * @param regions the severity that each region saw last
 * @param suppressed how many of its notices were suppressed by silences
 */
@RegisterForReflection
public record AlertDocument(
        String target,
        String check,
        String state,
        String severity,
        boolean regional,
        Instant since,
        Map<String, String> regions,
        List<String> findings,
        Optional<AcknowledgementDocument> acknowledged,
        int suppressed) {

    /** Its acknowledgement. */
    @RegisterForReflection
    public record AcknowledgementDocument(Optional<String> by, Optional<String> reason, Instant at) {}

    /** The unresolved alerts, the worst first; {@code targets} is the number of targets that were read. */
    @RegisterForReflection
    public record ListDocument(int targets, List<AlertDocument> alerts, Optional<List<String>> problems) {}

    /** The checks of a target that were acknowledged just now. */
    @RegisterForReflection
    public record AcknowledgedDocument(String target, List<String> acknowledged) {}

    /** The document of a list. */
    public static ListDocument of(AlertList list) {
        return new ListDocument(
                list.targets(),
                list.alerts().stream().map(AlertDocument::of).toList(),
                Optional.of(list.problems()).filter(problems -> !problems.isEmpty()));
    }

    /** The document of an acknowledgement. */
    public static AcknowledgedDocument of(Acknowledged acknowledged) {
        return new AcknowledgedDocument(
                acknowledged.targetId(),
                acknowledged.checks().stream().map(Check::name).toList());
    }

    private static AlertDocument of(ListedAlert alert) {
        return new AlertDocument(
                alert.targetId(),
                alert.check().name(),
                alert.state().name().toLowerCase(Locale.ROOT),
                alert.severity().name(),
                alert.regional(),
                alert.since(),
                names(alert.regions()),
                alert.findings().stream().map(Enum::name).toList(),
                alert.acknowledged().map(AlertDocument::of),
                alert.suppressed());
    }

    private static AcknowledgementDocument of(Acknowledgement by) {
        return new AcknowledgementDocument(notEmpty(by.by()), notEmpty(by.reason()), by.at());
    }

    private static Optional<String> notEmpty(String text) {
        return Optional.of(text).filter(present -> !present.isEmpty());
    }

    private static Map<String, String> names(Map<String, Severity> regions) {
        Map<String, String> names = new LinkedHashMap<>();
        regions.forEach((region, severity) -> names.put(region, severity.name()));
        return names;
    }
}
