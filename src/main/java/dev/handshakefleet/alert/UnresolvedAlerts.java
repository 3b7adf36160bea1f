package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.Acknowledgement;
import dev.handshakefleet.alert.decide.Alert;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.AlertTransition;
import dev.handshakefleet.alert.decide.Decision;
import dev.handshakefleet.alert.decide.SilenceLookup;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.alert.state.StoredStates;
import dev.handshakefleet.alert.state.UnreadableStateException;
import dev.handshakefleet.verdict.Check;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Shows people the alerts that are not resolved and takes down who takes care of them. Thread-safe; safe beside runs on the
 * same table. Methods throw {@link SdkException} for what the service does.
 */
public final class UnresolvedAlerts {

    private static final int MOST_TRIES = 8;
    private static final Comparator<ListedAlert> WORST_FIRST = Comparator.comparing(ListedAlert::severity)
            .reversed()
            .thenComparing(ListedAlert::since)
            .thenComparing(ListedAlert::targetId)
            .thenComparing(ListedAlert::check);

    private final AlertStateStore book;

    /** @param book where the states are */
    public UnresolvedAlerts(AlertStateStore book) {
        this.book = Objects.requireNonNull(book, "book");
    }

    /** @return in one plain sentence why a call to the table failed */
    public String sentence(SdkException fault) {
        return book.sentence(fault);
    }

    /**
     * The alerts of some targets, 100 a read request, the worst first and of these the oldest.
     *
     * @param problems told of each target whose state cannot be read
     */
    public List<ListedAlert> of(Collection<String> targetIds, List<String> problems) {
        StoredStates states = book.read(targetIds);
        List<ListedAlert> known = new ArrayList<>();
        for (String targetId : targetIds) {
            try {
                states.of(targetId).alerts().forEach((check, alert) -> {
                    if (alert.standing() != Alert.Standing.RESOLVED) {
                        known.add(ListedAlert.of(targetId, check, alert));
                    }
                });
            } catch (UnreadableStateException garbage) {
                problems.add("The alerts of " + targetId + " cannot be read: " + garbage.getMessage());
            }
        }
        return known.stream().sorted(WORST_FIRST).toList();
    }

    /**
     * Takes down that somebody takes care of what is open of a target; people are told by the next run.
     *
     * @param targetId its id
     * @param request which checks of it
     * @param by who, and what they say
     * @return those that nobody took care of before
     * @throws IllegalStateException when what is stored is none of ours, or other runs changed it each time in between; the
     *     message says so in a plain sentence
     */
    public List<Check> acknowledge(String targetId, AcknowledgeRequest request, Acknowledgement by) {
        SilenceLookup meant = (id, tags, check) -> request.covers(check) ? Optional.of(id) : Optional.empty();
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            AlertTransition transition = Decision.acknowledged(read(targetId), meant, by);
            if (!transition.mustBeStored() || book.write(transition.state())) {
                return transition.notices().stream().map(AlertNotice::check).toList();
            }
        }
        throw new IllegalStateException("other runs changed the state " + MOST_TRIES + " times in between; try again");
    }

    private AlertState read(String targetId) {
        try {
            return book.readAgain(targetId);
        } catch (UnreadableStateException garbage) {
            throw new IllegalStateException(garbage.getMessage(), garbage);
        }
    }
}
