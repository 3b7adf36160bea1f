package dev.handshakefleet.lambda;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.ProbeRequest;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.report.AlertDocument;
import dev.handshakefleet.report.ContractJson;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Loads what a run loads before Lambda takes its snapshot, so that the first run after a restore finds it (AWS Lambda Developer Guide,
 * "Maximize Lambda SnapStart performance"). It probes the closed port 1 of this machine, stores nothing, and reads the alerts of that
 * target, which opens the client of DynamoDB. Does nothing where no snapshot is taken.
 */
@Startup
@Singleton
class SnapshotPriming {

    private static final Logger LOG = Logger.getLogger(SnapshotPriming.class);
    private static final String INITIALIZATION = "AWS_LAMBDA_INITIALIZATION_TYPE";
    private static final String TARGET = "localhost:1";
    /** Longer than a probe may take, or it would not begin. */
    private static final Duration LONGEST = ProbeLimits.DEFAULT.total().plusSeconds(5);

    @Inject
    SnapshotPriming(Fleet fleet) {
        if ("snap-start".equals(System.getenv(INITIALIZATION))) {
            prime(fleet);
        }
    }

    /** Never fails: a function that was not primed works, and its first run takes longer. */
    static void prime(Fleet fleet) {
        try {
            ProbeRequest request = new ProbeRequest(Optional.empty(), Optional.of(List.of(TARGET)), false, false);
            ContractJson.answer(fleet.probe(request, Deadline.in(LONGEST), judged -> {}));
            ContractJson.compact(AlertDocument.of(fleet.alertControl().alerts(Optional.of(TARGET))));
            LOG.info("primed for the snapshot");
        } catch (StoreUnavailableException | RuntimeException incomplete) {
            LOG.infof("primed for the snapshot in part: %s", incomplete.getMessage());
        }
    }
}
