package dev.handshakefleet.imports.gatus;

import dev.handshakefleet.imports.draft.Remarks;
import dev.handshakefleet.imports.draft.TargetDraft;
import dev.handshakefleet.imports.source.GoDuration;
import dev.handshakefleet.imports.source.SourceValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The alerts of endpoints (README of Gatus, "Alerting"), with the defaults of {@code alerting}. Immutable.
 */
final class GatusAlerts {

    private static final int USUAL_FAILURES = 3;
    private static final int USUAL_SUCCESSES = 2;
    private static final Duration SHORTEST_REMINDER = Duration.ofMinutes(5);
    private static final Duration LONGEST_REMINDER = Duration.ofDays(30);

    private final Optional<SourceValue> alerting;
    private final Remarks remarks;

    GatusAlerts(Optional<SourceValue> alerting, Remarks remarks) {
        this.alerting = alerting;
        this.remarks = remarks;
    }

    /** Sets when people are told; the fleet tells all of them by one topic. */
    void apply(SourceValue endpoint, TargetDraft draft) {
        List<SourceValue> alerts =
                endpoint.items("alerts").stream().filter(alert -> !isOff(alert)).toList();
        if (alerts.isEmpty()) {
            return;
        }
        SourceValue first = alerts.getFirst();
        int failures = number(first, "failure-threshold", USUAL_FAILURES);
        int successes = number(first, "success-threshold", USUAL_SUCCESSES);
        draft.set("alert", "after", failures);
        draft.set("alert", "clear", successes);
        List<String> types = new ArrayList<>();
        for (SourceValue alert : alerts) {
            alert.text("type").filter(type -> type.matches("[a-z0-9-]{1,40}")).ifPresent(types::add);
            if (number(alert, "failure-threshold", USUAL_FAILURES) != failures
                    || number(alert, "success-threshold", USUAL_SUCCESSES) != successes) {
                remarks.lost(alert.place(), "thresholds of another alert", "a target has one for all who are told");
            }
        }
        reminder(first, draft);
        remarks.note(
                first.place(),
                "notices go to the topic of the fleet"
                        + (types.isEmpty() ? "" : "; subscribe " + String.join(", ", types))
                        + " (docs/subscriptions.md)");
    }

    private void reminder(SourceValue alert, TargetDraft draft) {
        Optional<SourceValue> written = value(alert, "minimum-reminder-interval");
        Optional<Duration> interval = written.flatMap(SourceValue::text).flatMap(GoDuration::of);
        if (interval.isPresent()) {
            boolean isAccepted = interval.get().compareTo(SHORTEST_REMINDER) >= 0
                    && interval.get().compareTo(LONGEST_REMINDER) <= 0;
            if (isAccepted) {
                draft.set("alert", "remind", interval.get().toString());
            } else {
                remarks.lost(
                        written.get().place(),
                        "minimum-reminder-interval",
                        "people are reminded every 5 minutes to 30 days");
            }
        }
    }

    private boolean isOff(SourceValue alert) {
        return alert.field("enabled").isPresent()
                ? alert.isOff("enabled")
                : defaults(alert).filter(usual -> usual.isOff("enabled")).isPresent();
    }

    private int number(SourceValue alert, String field, int usual) {
        return alert.number(field)
                .or(() -> defaults(alert).flatMap(value -> value.number(field)))
                .orElse(usual);
    }

    private Optional<SourceValue> value(SourceValue alert, String field) {
        return alert.field(field).or(() -> defaults(alert).flatMap(value -> value.field(field)));
    }

    private Optional<SourceValue> defaults(SourceValue alert) {
        return alerting.flatMap(all -> alert.text("type").flatMap(all::field))
                .flatMap(provider -> provider.field("default-alert"));
    }
}
