package dev.handshakefleet.cost;

import java.time.Duration;
import java.util.List;

/**
 * What {@code template.yaml} sets by default and the bill depends on, and how the program works with it. {@code CostTemplateTest} holds
 * both equal.
 */
public final class TemplateFacts {

    /** The parameter {@code Concurrency}. */
    public static final int CONCURRENCY = 16;

    /** The parameter {@code RetentionDays}. */
    public static final int RETENTION_DAYS = 90;

    /** The parameter {@code RollupRetentionDays}. */
    public static final int ROLLUP_RETENTION_DAYS = 400;

    /** The parameter {@code LogRetentionDays}. */
    public static final int LOG_RETENTION_DAYS = 14;

    /** Alarms of a region. */
    public static final int ALARMS = 10;

    /** Metrics of metric filters. */
    public static final int METRIC_FILTERS = 1;

    /** Metrics that a healthy run sends: probes, handshakes, the soonest expiry. */
    public static final int RUN_METRICS = 3;

    /** Custom metrics of a region that have a value in every run. */
    public static final int METRICS = METRIC_FILTERS + RUN_METRICS;

    /** Metrics in each region of a healthy target with the tag of {@code MetricsTag}: handshake, expiry. */
    public static final int TARGET_METRICS = 2;

    /** The most targets of a run with metrics of their own. */
    static final int MOST_TARGETS_WITH_METRICS = 500;

    /** The timeout of the function. */
    public static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Event source mappings of a region that has {@code ShardConcurrency}. Lambda polls each queue, also an empty one. */
    public static final int MAPPINGS_OF_SHARDS = 1;

    /** Alarms of a region that has {@code ShardConcurrency}, besides {@link #ALARMS}. */
    public static final int ALARMS_OF_SHARDS = 2;

    /** The values of the parameter {@code ShardConcurrency} besides 0, the smallest first. */
    public static final List<Integer> SHARD_CONCURRENCIES = List.of(2, 5, 10, 20, 50, 100, 200, 500, 1_000);

    /** The share of the targets that is taken to be in trouble at any time. */
    public static final double TROUBLED_SHARE = 0.01;

    /** CPU of a probe of a large run, with storing and deciding: docs/load.md. */
    public static final Duration CPU_TIME = Duration.ofMillis(2);

    /** A value of the parameter {@code Runtime}, with its memory. */
    public enum FunctionRuntime {
        /** {@code provided.al2023}. */
        NATIVE("provided.al2023", 1_024),
        /** The JVM, with SnapStart, which costs nothing for Java. */
        JAVA25("java25", 1_769);

        private final String parameter;
        private final int megabytes;

        FunctionRuntime(String parameter, int megabytes) {
            this.parameter = parameter;
            this.megabytes = megabytes;
        }

        /** @return its name in the template */
        public String parameter() {
            return parameter;
        }

        /** @return the part of a processor that comes with its memory: 1,769 MB have a whole one */
        public double processors() {
            return megabytes / 1_769.0;
        }

        /** @return its memory in MB */
        public int megabytes() {
            return megabytes;
        }
    }

    /** A value of the parameter {@code Architecture}. */
    public enum Architecture {
        ARM64,
        X86_64
    }

    private TemplateFacts() {}
}
