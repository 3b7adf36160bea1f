package dev.handshakefleet.fleet;

import dev.handshakefleet.alert.AcknowledgeRequest;
import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.alert.UnresolvedAlerts;
import dev.handshakefleet.alert.decide.Acknowledgement;
import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.alert.silence.SilenceRequest;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.RegionName;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.Check;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Lists alerts, acknowledges them, and sets, lists and ends silences. Thread-safe. See {@link Fleet#alertControl()}.
 */
public final class AlertControl {

    private static final String NO_TABLE = "FLEET_STATE_TABLE is not set, so there are no silences";
    private static final String NO_STATES = "FLEET_STATE_TABLE is not set, so there are no alerts";
    private static final int MOST_TRIES = 8;

    private final Optional<SilenceStore> silences;
    private final Optional<UnresolvedAlerts> alerts;
    private final Optional<RegionStore> regions;
    private final TargetReader reader;
    private final ScheduledTargets scheduled;
    private final InstantSource clock;
    private final RandomGenerator ids;

    /**
     * @param silences stores silences; empty without a state table
     * @param alerts reads alerts; empty without a state table
     * @param regions reads the regions, which can have alerts of their own; empty without a state table
     * @param reader reads written targets
     * @param scheduled the targets of scheduled runs
     * @param clock wall clock
     * @param ids random numbers for ids; thread-safe
     */
    AlertControl(
            Optional<SilenceStore> silences,
            Optional<UnresolvedAlerts> alerts,
            Optional<RegionStore> regions,
            TargetReader reader,
            ScheduledTargets scheduled,
            InstantSource clock,
            RandomGenerator ids) {
        this.silences = silences;
        this.alerts = alerts;
        this.regions = regions;
        this.reader = reader;
        this.scheduled = scheduled;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Sets a silence.
     *
     * @return the silence with its id
     * @throws dev.handshakefleet.base.BadInputException when it is over already, or begins too far from now
     * @throws StoreUnavailableException when it could not be stored
     */
    public Silence silence(SilenceRequest request) throws StoreUnavailableException {
        Instant now = now();
        SilenceStore store = silenceStore();
        try {
            for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
                Silence silence = request.silence(HexFormat.of().toHexDigits(ids.nextInt()), now);
                if (store.add(silence)) {
                    return silence;
                }
            }
        } catch (SdkException fault) {
            throw new StoreUnavailableException("The silence was not set: " + store.sentence(fault), fault);
        }
        throw new StoreUnavailableException("The silence was not set: " + MOST_TRIES + " ids in a row were taken");
    }

    /**
     * Ends a silence now, whether it has begun or not.
     *
     * @return whether a silence with this id had not yet ended
     * @throws dev.handshakefleet.base.BadInputException for an id of another form
     * @throws StoreUnavailableException when it could not be ended
     */
    public boolean endSilence(String id) throws StoreUnavailableException {
        String checked = Silence.checkedId(id);
        SilenceStore store = silenceStore();
        try {
            return store.end(checked, now());
        } catch (SdkException fault) {
            throw new StoreUnavailableException("The silence was not ended: " + store.sentence(fault), fault);
        }
    }

    /**
     * @return the silences that have not ended
     * @throws StoreUnavailableException when they cannot be read
     */
    public SilenceList silences() throws StoreUnavailableException {
        Instant now = now();
        SilenceStore store = silenceStore();
        try {
            return new SilenceList(now, store.current(now));
        } catch (SdkException fault) {
            throw new StoreUnavailableException("Silences cannot be read: " + store.sentence(fault), fault);
        }
    }

    /**
     * Acknowledges the open alerts of a target.
     *
     * @throws dev.handshakefleet.base.BadInputException for an invalid target
     * @throws StoreUnavailableException when it could not be stored
     */
    public Acknowledged acknowledge(AcknowledgeRequest request) throws StoreUnavailableException {
        List<String> targetIds = idsOf(request.target());
        UnresolvedAlerts unresolved = unresolved();
        Acknowledgement by =
                new Acknowledgement(request.by().orElse(""), request.reason().orElse(""), now());
        try {
            for (String targetId : targetIds) {
                List<Check> acknowledged = unresolved.acknowledge(targetId, request, by);
                if (!acknowledged.isEmpty()) {
                    return new Acknowledged(targetId, acknowledged);
                }
            }
            return new Acknowledged(targetIds.getLast(), List.of());
        } catch (SdkException fault) {
            throw new StoreUnavailableException("Nothing was acknowledged: " + unresolved.sentence(fault), fault);
        } catch (IllegalStateException lost) {
            throw new StoreUnavailableException("Nothing was acknowledged: " + lost.getMessage(), lost);
        }
    }

    /**
     * @param target a written target, its id or its name, or {@code region:REGION}; empty for all targets of scheduled runs and all
     *     regions
     * @return the unresolved alerts
     * @throws dev.handshakefleet.base.BadInputException for an invalid {@code target}
     * @throws StoreUnavailableException when they cannot be read
     */
    public AlertList alerts(Optional<String> target) throws StoreUnavailableException {
        UnresolvedAlerts unresolved = unresolved();
        WithProblems<List<String>> ids =
                target.map(written -> WithProblems.none(idsOf(written))).orElseGet(this::scheduledIds);
        try {
            List<String> withRegions = target.isPresent() ? ids.value() : withRegions(ids.value());
            WithProblems<List<ListedAlert>> listed = unresolved.of(withRegions).after(ids.problems());
            int targets = target.isPresent() ? 1 : ids.value().size();
            return new AlertList(now(), targets, listed.value(), listed.problems());
        } catch (SdkException fault) {
            throw new StoreUnavailableException("Alerts cannot be read: " + unresolved.sentence(fault), fault);
        }
    }

    /**
     * @param targetIds ids of targets
     * @return their unresolved alerts
     * @throws StoreUnavailableException when they cannot be read
     */
    public AlertList alertsOf(Collection<String> targetIds) throws StoreUnavailableException {
        UnresolvedAlerts unresolved = unresolved();
        try {
            WithProblems<List<ListedAlert>> listed = unresolved.of(targetIds);
            return new AlertList(now(), targetIds.size(), listed.value(), listed.problems());
        } catch (SdkException fault) {
            throw new StoreUnavailableException("Alerts cannot be read: " + unresolved.sentence(fault), fault);
        }
    }

    private WithProblems<List<String>> scheduledIds() {
        ScheduledEntries entries = scheduled.entries();
        List<String> ids = reader.readAll(entries.entries()).targets().stream()
                .map(Target::id)
                .toList();
        return new WithProblems<>(ids, entries.catalogFault().stream().toList());
    }

    private List<String> idsOf(String written) {
        return RegionName.ofId(written.strip())
                .map(region -> List.of(RegionName.idOf(region)))
                .orElseGet(() -> reader.idsOf(written));
    }

    private List<String> withRegions(List<String> targetIds) {
        Stream<String> ofRegions = regions.stream()
                .flatMap(store -> store.read().runs().stream())
                .map(run -> RegionName.idOf(run.region()));
        return Stream.concat(targetIds.stream(), ofRegions).toList();
    }

    private UnresolvedAlerts unresolved() throws StoreUnavailableException {
        return alerts.orElseThrow(() -> new StoreUnavailableException(NO_STATES));
    }

    private SilenceStore silenceStore() throws StoreUnavailableException {
        return silences.orElseThrow(() -> new StoreUnavailableException(NO_TABLE));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
