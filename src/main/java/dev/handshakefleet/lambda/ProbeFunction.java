package dev.handshakefleet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.fleet.AlertControl;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.report.AlertDocument;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.report.DispatchDocument;
import dev.handshakefleet.report.HistoryDocument;
import dev.handshakefleet.report.RefusalDocument;
import dev.handshakefleet.report.RollupDocument;
import dev.handshakefleet.report.SilenceDocument;
import dev.handshakefleet.rollup.RollupOutcome;
import dev.handshakefleet.spread.DispatchReport;
import dev.handshakefleet.spread.ScheduledOutcome;
import dev.handshakefleet.spread.Spread;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The Lambda function. An unusable event is answered with the field, its value and the accepted form. It is no function error,
 * because the function works: an alarm on errors must not depend on what somebody sends. A run without table or topic is no
 * function error either; its answer reports it as a problem. A table that an action cannot work without is one.
 */
@Startup
@Singleton
@Named("probe")
public class ProbeFunction implements RequestStreamHandler {

    private static final Logger LOG = Logger.getLogger(ProbeFunction.class);
    private static final Duration FOR_THE_ANSWER = Duration.ofSeconds(2);

    private final Fleet fleet;
    private final EventReader events = new EventReader();
    private final RunLog log = RunLog.of(System.getenv());
    private final Optional<Spread> spread;
    private final MessageWorkers workers;

    /**
     * @param fleet the fleet of this region
     * @throws BadInputException for an unusable {@code FLEET_METRICS_TAG}
     */
    public ProbeFunction(Fleet fleet) {
        this(fleet, QueuesOfRegion.NONE);
    }

    /** As {@link #ProbeFunction(Fleet)}, with the queues that this function has. */
    @Inject
    ProbeFunction(Fleet fleet, QueuesOfRegion queues) {
        this(fleet, queues, List.of());
    }

    /**
     * @param fleet the fleet of this region
     * @param spread divides runs that are too large for one invocation; empty without a queue
     * @param others work messages of further kinds, one a kind
     */
    ProbeFunction(Fleet fleet, Optional<Spread> spread, List<MessageWorker> others) {
        this(fleet, new QueuesOfRegion(spread, Map.of()), others);
    }

    private ProbeFunction(Fleet fleet, QueuesOfRegion queues, List<MessageWorker> others) {
        this.fleet = fleet;
        this.spread = queues.spread();
        Stream<MessageWorker> own = Stream.concat(
                spread.map(divided -> new ShardWorker(divided, log)).stream(),
                Stream.of(new SpoolWorker(fleet, log, Clock.systemUTC())));
        this.workers =
                new MessageWorkers(events, Stream.concat(own, others.stream()).toList(), queues.deadLetters());
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        handle(event, answer, context);
    }

    /**
     * Handles an event as Lambda does.
     *
     * @param event its JSON
     * @param answer gets the JSON of the answer, a {@link RefusalDocument} for an unusable event
     * @param context the time that is left
     * @return the reason why the event is unusable, or nothing
     * @throws IOException when a stream breaks off
     */
    public Optional<BadInputException> handle(InputStream event, OutputStream answer, Context context)
            throws IOException {
        try {
            answer.write(answer(events.read(event), context));
            return Optional.empty();
        } catch (BadInputException refused) {
            LOG.infof("event refused: %s", refused.getMessage());
            answer.write(written(RefusalDocument.of(refused)));
            return Optional.of(refused);
        }
    }

    private byte[] answer(FleetEvent event, Context context) {
        try {
            return switch (event) {
                case FleetEvent.Probe probe -> probe(probe, context);
                case FleetEvent.History history -> history(history);
                case FleetEvent.RollUp rollUp -> rollUp(rollUp, context);
                case FleetEvent.ListAlerts alerts ->
                    written(AlertDocument.of(control().alerts(alerts.target())));
                case FleetEvent.Acknowledge acknowledge ->
                    written(AlertDocument.of(control().acknowledge(acknowledge.request())));
                case FleetEvent.SetSilence silence -> set(silence);
                case FleetEvent.EndSilence silence -> end(silence);
                case FleetEvent.ListSilences all ->
                    written(SilenceDocument.of(control().silences()));
                case FleetEvent.Messages batch -> workers.work(batch.messages(), context);
            };
        } catch (StoreUnavailableException unavailable) {
            throw new IllegalStateException(unavailable.getMessage(), unavailable);
        }
    }

    private byte[] probe(FleetEvent.Probe probe, Context context) {
        ScheduledOutcome outcome = spread.map(divided -> divided.run(probe.request(), answerBy(context)))
                .orElseGet(
                        () -> new ScheduledOutcome.Made(fleet.probe(probe.request(), answerBy(context), judged -> {})));
        return switch (outcome) {
            case ScheduledOutcome.Made(RunReport report) -> {
                log.write(report, context.getFunctionName());
                yield ContractJson.answer(report);
            }
            case ScheduledOutcome.Dispatched(DispatchReport report) -> {
                log.write(report);
                yield written(DispatchDocument.of(report));
            }
        };
    }

    private byte[] history(FleetEvent.History history) throws StoreUnavailableException {
        return written(HistoryDocument.of(fleet.history(history.request())));
    }

    private byte[] rollUp(FleetEvent.RollUp event, Context context) throws StoreUnavailableException {
        RollupOutcome outcome = fleet.rollUp(event.since(), answerBy(context));
        LOG.infof(
                "rollups made targets=%d hours=%d days=%d writeUnits=%d tooDear=%d through=%s complete=%s %s",
                outcome.targets(),
                outcome.hours(),
                outcome.days(),
                outcome.writeUnits(),
                outcome.tooDear(),
                outcome.through(),
                outcome.complete(),
                String.join(" ", outcome.problems()));
        return written(RollupDocument.of(outcome));
    }

    private byte[] set(FleetEvent.SetSilence event) throws StoreUnavailableException {
        Silence silence = control().silence(event.request());
        LOG.infof("silence set id=%s from=%s until=%s", silence.id(), silence.start(), silence.end());
        return written(SilenceDocument.of(silence));
    }

    private byte[] end(FleetEvent.EndSilence event) throws StoreUnavailableException {
        boolean ended = control().endSilence(event.id());
        LOG.infof("silence ended id=%s found=%s", event.id(), ended);
        return written(new SilenceDocument.EndDocument(event.id(), ended));
    }

    private AlertControl control() {
        return fleet.alertControl();
    }

    private static byte[] written(Object document) {
        return ContractJson.compact(document).getBytes(StandardCharsets.UTF_8);
    }

    /** Two seconds are left for writing the answer. */
    static Deadline answerBy(Context context) {
        return Deadline.in(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(FOR_THE_ANSWER));
    }
}
