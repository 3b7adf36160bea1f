package dev.handshakefleet.page.metrics;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.page.server.Request;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.read.TargetReader;
import java.time.Duration;
import java.util.Optional;

/**
 * A request for a probe.
 *
 * @param module what is probed
 * @param target the target
 * @param longest how long the probe may take: half a second less than the scrape, as in blackbox_exporter, and at most 10 s
 */
record ProbeQuery(ProbeModule module, Target target, Duration longest) {

    private static final String SCRAPE_TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";
    private static final double LONGEST_SECONDS = 10;
    private static final double RESERVED_SECONDS = 0.5;
    private static final int LONGEST_TARGET = 2_000;

    /**
     * @param reader reads targets
     * @throws BadInputException naming the parameter or header and the accepted form
     */
    static ProbeQuery of(Request request, TargetReader reader) {
        String name = request.parameter("module").orElse(ProbeModule.DEFAULT);
        ProbeModule module = ProbeModule.of(name)
                .orElseThrow(() -> new BadInputException("module", name, String.join(", ", ProbeModule.names())));
        String target = request.parameter("target")
                .orElseThrow(() -> new BadInputException("target", null, "the address to probe, once"));
        if (target.length() > LONGEST_TARGET) {
            throw new BadInputException("target", target, "at most " + LONGEST_TARGET + " characters");
        }
        request.parameter("debug").filter(debug -> !debug.equals("false")).ifPresent(debug -> {
            throw new BadInputException("debug", debug, "false; /adhoc shows a probe in detail");
        });
        Optional<String> hostname = request.parameter("hostname");
        return new ProbeQuery(
                module,
                module.target(reader, target, hostname),
                longest(request.header(SCRAPE_TIMEOUT).orElse("0")));
    }

    private static Duration longest(String written) {
        double seconds = seconds(written);
        double left = seconds - RESERVED_SECONDS;
        return Duration.ofMillis(Math.round(1e3 * (left <= 0 ? LONGEST_SECONDS : Math.min(left, LONGEST_SECONDS))));
    }

    private static double seconds(String written) {
        String accepted = "a number of seconds, 0 or more";
        try {
            double seconds = Double.parseDouble(written);
            if (seconds >= 0) {
                return seconds;
            }
        } catch (NumberFormatException noNumber) {
            throw new BadInputException(SCRAPE_TIMEOUT, written, accepted);
        }
        throw new BadInputException(SCRAPE_TIMEOUT, written, accepted);
    }
}
