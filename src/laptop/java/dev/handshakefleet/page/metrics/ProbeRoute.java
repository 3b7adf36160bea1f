package dev.handshakefleet.page.metrics;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.page.server.Answer;
import dev.handshakefleet.page.server.Request;
import dev.handshakefleet.page.server.Route;
import dev.handshakefleet.probe.NoRouteException;
import dev.handshakefleet.target.read.TargetReader;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * {@code /probe?target=…&module=…}: one probe, its metrics as the answer, like blackbox_exporter. Nothing is stored. The rules of egress
 * hold. Thread-safe.
 */
public final class ProbeRoute {

    static final int MOST_AT_ONCE = 32;

    /** A scraper sends no such header, the address line of a browser sends {@code none}. */
    private static final Set<String> OWN_SITES = Set.of("none", "same-origin");

    private final Fleet fleet;
    private final TargetReader reader;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /**
     * @param fleet makes the probes, under its rules of egress
     * @param reader reads targets
     */
    public ProbeRoute(Fleet fleet, TargetReader reader) {
        this.fleet = fleet;
        this.reader = reader;
    }

    /** @return the route */
    public Route route() {
        return Route.get("/probe", this::answer);
    }

    private Answer answer(Request request) {
        // A link on a foreign page may open a page of ours; it may not let this machine connect somewhere.
        if (!OWN_SITES.contains(request.header("Sec-Fetch-Site").orElse("none"))) {
            return Answer.text(403, "Refused: a page of another site asks for a probe.");
        }
        ProbeQuery query = ProbeQuery.of(request, reader);
        if (!places.tryAcquire()) {
            return Answer.text(503, MOST_AT_ONCE + " probes are under way; try again.");
        }
        try {
            return Exposition.answer(request, metrics(query));
        } finally {
            places.release();
        }
    }

    private MetricSnapshots metrics(ProbeQuery query) {
        Deadline deadline = Deadline.in(query.longest());
        try {
            return query.module().kind() == ProbeModule.Kind.CONNECT
                    ? ProbeMetrics.ofConnect(fleet.connect(query.target(), deadline))
                    : ProbeMetrics.of(query.module(), fleet.probeOnce(query.target(), deadline));
        } catch (NoRouteException noRoute) {
            return ProbeMetrics.unroutable();
        }
    }
}
