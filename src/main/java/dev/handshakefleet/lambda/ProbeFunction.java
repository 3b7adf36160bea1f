package dev.handshakefleet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.fleet.AlertControl;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.report.AlertDocument;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.report.HistoryDocument;
import dev.handshakefleet.report.SilenceDocument;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The Lambda function. Bad input ends in {@link dev.handshakefleet.base.BadInputException}, which the runtime reports
 * as a function error with its message. An unavailable table or topic is no function error; the answer reports it as a
 * problem.
 */
@Startup
@Singleton
@Named("probe")
public class ProbeFunction implements RequestStreamHandler {

    private static final Logger LOG = Logger.getLogger(ProbeFunction.class);
    private static final Duration LONGEST_RESERVE = Duration.ofSeconds(15);
    private static final int RESERVED_SHARE = 4;
    private static final Duration FOR_THE_ANSWER = Duration.ofSeconds(2);

    private final Fleet fleet;
    private final EventReader events = new EventReader();

    /** @param fleet the fleet of this region */
    @Inject
    public ProbeFunction(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        FleetEvent what = events.read(event);
        try {
            answer.write(
                    switch (what) {
                        case FleetEvent.Probe probe -> probe(probe, context);
                        case FleetEvent.History history -> history(history);
                        case FleetEvent.ListAlerts alerts ->
                            written(AlertDocument.of(control().alerts(alerts.target())));
                        case FleetEvent.Acknowledge acknowledge ->
                            written(AlertDocument.of(control().acknowledge(acknowledge.request())));
                        case FleetEvent.SetSilence silence -> set(silence);
                        case FleetEvent.EndSilence silence -> end(silence);
                        case FleetEvent.ListSilences all ->
                            written(SilenceDocument.of(control().silences()));
                    });
        } catch (StoreUnavailableException unavailable) {
            throw new IllegalStateException(unavailable.getMessage(), unavailable);
        }
    }

    private byte[] probe(FleetEvent.Probe probe, Context context) {
        RunReport report = fleet.probe(probe.request(), probingEnds(context), answerBy(context), judged -> {});
        RunLog.write(report, context.getFunctionName());
        return ContractJson.answer(report);
    }

    private byte[] history(FleetEvent.History history) throws StoreUnavailableException {
        return written(HistoryDocument.of(fleet.history(history.target(), history.window(), history.limit())));
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

    /**
     * Probing ends early enough for storing and alerting: 15 s before the invocation does, or a quarter of what is
     * left.
     */
    private static Deadline probingEnds(Context context) {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
        Duration quarter = left.dividedBy(RESERVED_SHARE);
        Duration reserve = quarter.compareTo(LONGEST_RESERVE) < 0 ? quarter : LONGEST_RESERVE;
        return Deadline.in(left.minus(reserve));
    }

    /** Two seconds are left for writing the answer. */
    private static Deadline answerBy(Context context) {
        return Deadline.in(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(FOR_THE_ANSWER));
    }
}
