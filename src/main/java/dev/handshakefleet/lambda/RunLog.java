package dev.handshakefleet.lambda;

import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.spread.DispatchReport;
import dev.handshakefleet.spread.Shard;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * What a run leaves in the log: a line at INFO, a line a probe at DEBUG, and the metrics of a scheduled run. The alarms of {@code
 * template.yaml} watch line and metrics. Where the log is JSON, the fields of a line are below {@code mdc}. Thread-safe.
 */
final class RunLog {

    private static final Logger LOG = Logger.getLogger(ProbeFunction.class);
    private static final String LAMBDA = "AWS_LAMBDA_RUNTIME_API";

    /** Stands for a name outside of Lambda, which gives each function one. */
    private static final String UNNAMED = "unnamed";

    private final RunMetrics metrics;
    private final Consumer<String> metricLines;

    /**
     * @param metrics of scheduled runs
     * @param metricLines takes each line of them
     */
    RunLog(RunMetrics metrics, Consumer<String> metricLines) {
        this.metrics = metrics;
        this.metricLines = metricLines;
    }

    /**
     * The log of the function. Its metrics go past the logger, because CloudWatch reads the whole line as JSON, whatever the format of
     * the log. Only Lambda reads them, so elsewhere there are none.
     *
     * @param environment of the function
     * @throws dev.handshakefleet.base.BadInputException for an unusable {@code FLEET_METRICS_TAG}
     */
    static RunLog of(Map<String, String> environment) {
        return new RunLog(
                new RunMetrics(MetricsTag.of(environment)),
                environment.containsKey(LAMBDA) ? System.out::println : line -> {});
    }

    /**
     * Logs a run.
     *
     * @param functionName as the context of the invocation gives it; null where there is none
     */
    void write(RunReport report, String functionName) {
        write(report, LogLine.ofRun(report), functionName);
    }

    /** Logs a part of a scheduled run. Its metrics add to those of the other parts. */
    void write(RunReport report, Shard shard, String functionName) {
        write(report, LogLine.ofShard(report, shard), functionName);
    }

    /** Logs a scheduled run that was divided. Its parts have the metrics. */
    void write(DispatchReport report) {
        log(LogLine.ofDispatch(report), LOG::info);
    }

    private void write(RunReport report, LogLine line, String functionName) {
        if (LOG.isDebugEnabled()) {
            report.results().forEach(probe -> log(LogLine.ofProbe(report.region(), probe), LOG::debug));
        }
        log(line, LOG::info);
        try {
            metrics.lines(report, Objects.requireNonNullElse(functionName, UNNAMED), Instant.now())
                    .forEach(metricLines);
        } catch (IllegalArgumentException refused) {
            // A run is worth more than its metrics.
            LOG.warnf("a run without metrics: %s", refused.getMessage());
        }
    }

    /**
     * Logs measurements of a message of the queue of the region, before they are stored.
     *
     * @param waited how long the oldest of them has waited
     * @param functionName as the context of the invocation gives it; null where there is none
     */
    void writeWaiting(int measurements, Duration waited, String functionName) {
        LOG.infof("waiting measurements=%d oldest=%s", measurements, waited.truncatedTo(ChronoUnit.SECONDS));
        RunMetrics.ofSpool(measurements, waited, Objects.requireNonNullElse(functionName, UNNAMED), Instant.now())
                .forEach(metricLines);
    }

    /** The context is that of this thread and of this line alone. */
    private static void log(LogLine line, Consumer<String> level) {
        line.fields().forEach(MDC::put);
        try {
            level.accept(line.text());
        } finally {
            line.fields().keySet().forEach(MDC::remove);
        }
    }
}
