package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.Acknowledgement;
import dev.handshakefleet.alert.decide.Alert;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.AlertTransition;
import dev.handshakefleet.alert.decide.Decision;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.alert.state.StoredStates;
import dev.handshakefleet.alert.state.UnreadableStateException;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.verdict.Check;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Lists and acknowledges the alerts that are not resolved. Thread-safe, also beside runs that use the same table. Methods throw
 * {@link SdkException} where the service fails.
 */
public final class UnresolvedAlerts {

    private static final int MOST_ATTEMPTS = 8;
    private static final Comparator<ListedAlert> WORST_FIRST = Comparator.comparing(ListedAlert::severity)
            .reversed()
            .thenComparing(ListedAlert::since)
            .thenComparing(ListedAlert::targetId)
            .thenComparing(ListedAlert::check);

    private final AlertStateStore store;

    /** @param store the stored states */
    public UnresolvedAlerts(AlertStateStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /** @return in one plain sentence why a call to the table failed */
    public String sentence(SdkException fault) {
        return store.sentence(fault);
    }

    /**
     * Lists the alerts of some targets. A read request covers 100 targets.
     *
     * @return the worst first, and the oldest first among alerts of the same severity; with a problem for each target with a
     *     state that cannot be read
     */
    public WithProblems<List<ListedAlert>> of(Collection<String> targetIds) {
        List<String> problems = new ArrayList<>();
        StoredStates states = store.read(targetIds);
        List<ListedAlert> listed = new ArrayList<>();
        for (String targetId : targetIds) {
            try {
                states.of(targetId).alerts().forEach((check, alert) -> {
                    if (alert.stage() != Alert.Stage.RESOLVED) {
                        listed.add(ListedAlert.of(targetId, check, alert));
                    }
                });
            } catch (UnreadableStateException unreadable) {
                problems.add("The alerts of " + targetId + " cannot be read: " + unreadable.getMessage());
            }
        }
        return new WithProblems<>(listed.stream().sorted(WORST_FIRST).toList(), problems);
    }

    /**
     * Acknowledges the open alerts of a target. The next run sends the notices.
     *
     * @param targetId the target
     * @param request selects the checks
     * @param by the acknowledgement
     * @return the checks with alerts that were not acknowledged before
     * @throws IllegalStateException when the stored item is not an alert state, or other runs changed it during every attempt;
     *     the message says so in a plain sentence
     */
    public List<Check> acknowledge(String targetId, AcknowledgeRequest request, Acknowledgement by) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            AlertTransition transition = Decision.acknowledged(read(targetId), request::covers, by);
            if (!transition.mustBeStored() || store.write(transition.state())) {
                return transition.notices().stream().map(AlertNotice::check).toList();
            }
        }
        throw new IllegalStateException(
                "other runs changed the state " + MOST_ATTEMPTS + " times in between; try again");
    }

    private AlertState read(String targetId) {
        try {
            return store.readAgain(targetId);
        } catch (UnreadableStateException unreadable) {
            throw new IllegalStateException(unreadable.getMessage(), unreadable);
        }
    }
}
