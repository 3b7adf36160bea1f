package dev.handshakefleet.alert.year;

import dev.handshakefleet.alert.AlertService;
import dev.handshakefleet.alert.decide.Alert;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.AlertTransition;
import dev.handshakefleet.alert.decide.CheckResult;
import dev.handshakefleet.alert.decide.Circumstances;
import dev.handshakefleet.alert.decide.Decision;
import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.alert.decide.SilenceLookup;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records the notices of one variant for one target over the year. Each notice counts as sent when it is decided. */
final class NoticeRecorder {

    private static final SilenceLookup ANNOUNCED = (targetId, tags, check) -> Optional.of("maintenance");

    private final Variant variant;
    private final List<AlertNotice> notices = new ArrayList<>();
    private final Map<String, Instant> reported = new HashMap<>();
    private AlertState state;
    private int writes;
    private int suppressed;

    NoticeRecorder(String targetId, Variant variant) {
        this.variant = variant;
        state = AlertState.nothingStored(targetId);
    }

    /** @return the notices of that run */
    List<AlertNotice> record(Observation seen) {
        Observation run = concernsTheLeaf(seen) ? variant.of(seen) : seen;
        AlertTransition transition = Decision.on(
                state,
                run,
                new Circumstances(
                        variant.policy(),
                        Schedule.INTERVAL,
                        reportsNewProblem(run) ? reported : Map.of(),
                        variant.silences() && Disturbances.isAnnounced(run.at()) ? ANNOUNCED : SilenceLookup.NONE,
                        run.at()));
        reported.put(run.region(), run.at());
        suppressed += transition.suppressed().size();
        if (transition.mustBeStored()) {
            writes++;
            AlertState after = transition.state();
            state = new AlertState(after.targetId(), after.version(), after.tags(), after.alerts(), List.of());
        }
        notices.addAll(transition.notices());
        return transition.notices();
    }

    Variant variant() {
        return variant;
    }

    List<AlertNotice> notices() {
        return notices;
    }

    /** How often the state had to be stored. */
    int writes() {
        return writes;
    }

    int suppressed() {
        return suppressed;
    }

    private boolean concernsTheLeaf(Observation seen) {
        return state.alerts().containsKey(Check.LEAF)
                || !seen.checks()
                        .getOrDefault(Check.LEAF, CheckResult.PASSED)
                        .findings()
                        .isEmpty();
    }

    /** Whether the regions that report are looked up; the same rule as in {@link AlertService}. */
    private boolean reportsNewProblem(Observation run) {
        return run.worst() != Severity.OK
                && run.checks().entrySet().stream()
                        .filter(seen -> !seen.getValue().findings().isEmpty())
                        .anyMatch(seen -> Optional.ofNullable(state.alerts().get(seen.getKey()))
                                .filter(Alert::isLive)
                                .isEmpty());
    }
}
