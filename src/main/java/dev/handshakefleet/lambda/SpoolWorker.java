package dev.handshakefleet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.spool.SpoolMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;

/** Stores measurements that waited in the queue of the region. Thread-safe. */
final class SpoolWorker implements MessageWorker {

    private static final Logger LOG = Logger.getLogger(ProbeFunction.class);

    private final Fleet fleet;
    private final RunLog log;
    private final InstantSource clock;

    SpoolWorker(Fleet fleet, RunLog log, InstantSource clock) {
        this.fleet = fleet;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return SpoolMessage.KIND;
    }

    @Override
    public int version() {
        return SpoolMessage.VERSION;
    }

    @Override
    public void work(JsonNode message, Context context) throws StoreUnavailableException {
        List<Measurement> waiting = SpoolMessage.read(message);
        Instant oldest = waiting.stream()
                .map(Measurement::scheduledAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        log.writeWaiting(waiting.size(), Duration.between(oldest, clock.instant()), context.getFunctionName());
        fleet.storeWaiting(waiting, ProbeFunction.answerBy(context)).forEach(LOG::warn);
    }
}
