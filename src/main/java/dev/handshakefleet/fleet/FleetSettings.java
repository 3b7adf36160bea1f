package dev.handshakefleet.fleet;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.base.RegionName;
import dev.handshakefleet.egress.Network;
import dev.handshakefleet.target.TargetDefaults;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of the function: one value for each {@code FLEET_…} variable of the environment. An empty variable
 * counts as not set. An invalid value is refused with its name and the accepted form.
 *
 * @param region where this process probes from ({@code AWS_REGION}; {@code local} where there is none)
 * @param homeRegion {@code FLEET_HOME_REGION}: where tables and topic are; the SDK's own region unless set
 * @param measurementsTable {@code FLEET_MEASUREMENTS_TABLE}; without it nothing is stored
 * @param stateTable {@code FLEET_STATE_TABLE}; without it there is no catalog and nothing is alerted
 * @param alertTopicArn {@code FLEET_ALERT_TOPIC_ARN}; without it nothing is alerted
 * @param targets {@code FLEET_TARGETS}: comma-separated, probed until a catalog is applied
 * @param defaults what a target is given where it says nothing: {@code FLEET_SLA_TLS}, an ISO-8601 duration
 * @param retention {@code FLEET_RETENTION}: how long measurements are kept; {@code P90D} unless set
 * @param rollupRetention {@code FLEET_ROLLUP_RETENTION}: how long rollups are kept; {@code P400D} unless set
 * @param allowNetworks {@code FLEET_ALLOW_NETWORKS}: comma-separated CIDRs allowed beyond public addresses
 * @param caFile {@code FLEET_CA_FILE}: PEM files trusted besides the JDK's roots, see {@link
 *     dev.handshakefleet.certificate.TrustStore#and}
 * @param interval {@code FLEET_INTERVAL}: how often the schedule runs, PT1M to P1D; {@code PT5M} unless set. A region
 *     that did
 *     not report for two of them does not count
 * @param functionName {@code AWS_LAMBDA_FUNCTION_NAME}, set by Lambda, and after a colon {@code FLEET_FUNCTION_ALIAS} where
 *     that is set: the function in the commands of a notice
 * @param concurrency {@code FLEET_CONCURRENCY}: probes under way at once, 1 to 1,000; 16 unless set
 * @param perHost {@code FLEET_PER_HOST}: probes under way at once towards one address, 1 to 1,000; 16 unless set
 * @param shardQueueUrl {@code FLEET_SHARD_QUEUE_URL}: the queue of this region for the parts of a run that is too large for one
 *     invocation; without it every run is made by one
 * @param spoolQueueUrl {@code FLEET_SPOOL_QUEUE_URL}: the FIFO queue of this region for measurements that the table does not take;
 *     without it they are lost, and named. Beside {@code NAME.fifo} lies {@code NAME-dead-letters.fifo} for messages that are unusable
 * @param version {@code FLEET_VERSION}: what was deployed, such as {@code 0.1.0+3f2a9c}; set by the deployment
 */
public record FleetSettings(
        String region,
        Optional<String> homeRegion,
        Optional<String> measurementsTable,
        Optional<String> stateTable,
        Optional<String> alertTopicArn,
        List<String> targets,
        TargetDefaults defaults,
        Duration retention,
        Duration rollupRetention,
        List<Network> allowNetworks,
        Optional<String> caFile,
        Duration interval,
        Optional<String> functionName,
        int concurrency,
        int perHost,
        Optional<String> shardQueueUrl,
        Optional<String> spoolQueueUrl,
        Optional<String> version) {

    private static final Pattern FIFO_QUEUE_URL =
            Pattern.compile("https?://[A-Za-z0-9.:-]{1,255}/(queue/)?\\d{12}/[A-Za-z0-9_-]{1,75}\\.fifo");

    private static final Duration DEFAULT_RETENTION = Duration.ofDays(90);
    private static final Duration DEFAULT_ROLLUP_RETENTION = Duration.ofDays(400);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(3_650);
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
    private static final Pattern WHOLE_DAYS = Pattern.compile("P(\\d{1,4})D");
    private static final int DEFAULT_CONCURRENCY = 16;
    private static final int HIGHEST_CONCURRENCY = 1_000;
    private static final String ACCEPTED_RETENTION = "an ISO-8601 period from P1D to P3650D, such as P90D";

    public FleetSettings {
        targets = List.copyOf(targets);
        allowNetworks = List.copyOf(allowNetworks);
    }

    /**
     * @param environment such as {@link System#getenv()}
     * @throws BadInputException naming the variable, its value and what is accepted
     */
    public static FleetSettings of(Map<String, String> environment) {
        Variables variables = new Variables(environment);
        return new FleetSettings(
                variables.read("AWS_REGION", Function.identity()).orElse("local"),
                variables.read("FLEET_HOME_REGION", FleetSettings::regionName),
                variables.read("FLEET_MEASUREMENTS_TABLE", Function.identity()),
                variables.read("FLEET_STATE_TABLE", Function.identity()),
                variables.read("FLEET_ALERT_TOPIC_ARN", FleetSettings::topicArn),
                variables.list("FLEET_TARGETS"),
                variables
                        .read("FLEET_SLA_TLS", value -> Durations.positive("FLEET_SLA_TLS", value))
                        .map(TargetDefaults.BUILT_IN::withTlsSla)
                        .orElse(TargetDefaults.BUILT_IN),
                variables
                        .read("FLEET_RETENTION", value -> retention("FLEET_RETENTION", value))
                        .orElse(DEFAULT_RETENTION),
                variables
                        .read("FLEET_ROLLUP_RETENTION", value -> retention("FLEET_ROLLUP_RETENTION", value))
                        .orElse(DEFAULT_ROLLUP_RETENTION),
                variables.list("FLEET_ALLOW_NETWORKS").stream()
                        .map(network -> Network.parse("FLEET_ALLOW_NETWORKS", network))
                        .toList(),
                variables.read("FLEET_CA_FILE", Function.identity()),
                variables.read("FLEET_INTERVAL", FleetSettings::interval).orElse(DEFAULT_INTERVAL),
                functionName(variables),
                variables
                        .read("FLEET_CONCURRENCY", value -> concurrency("FLEET_CONCURRENCY", value))
                        .orElse(DEFAULT_CONCURRENCY),
                variables
                        .read("FLEET_PER_HOST", value -> concurrency("FLEET_PER_HOST", value))
                        .orElse(DEFAULT_CONCURRENCY),
                variables.read("FLEET_SHARD_QUEUE_URL", FleetSettings::queueUrl),
                variables.read("FLEET_SPOOL_QUEUE_URL", FleetSettings::fifoQueueUrl),
                variables.read("FLEET_VERSION", Function.identity()));
    }

    private static Optional<String> functionName(Variables variables) {
        String qualifier =
                variables.read("FLEET_FUNCTION_ALIAS", alias -> ":" + alias).orElse("");
        return variables.read("AWS_LAMBDA_FUNCTION_NAME", name -> name + qualifier);
    }

    private static String regionName(String value) {
        return RegionName.checked("FLEET_HOME_REGION", value);
    }

    private static String topicArn(String value) {
        if (!value.matches("arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}(\\.fifo)?")) {
            throw new BadInputException(
                    "FLEET_ALERT_TOPIC_ARN", value, "the ARN of an SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME");
        }
        return value;
    }

    private static String fifoQueueUrl(String value) {
        if (!FIFO_QUEUE_URL.matcher(value).matches()) {
            throw new BadInputException(
                    "FLEET_SPOOL_QUEUE_URL",
                    value,
                    "the URL of a FIFO queue of SQS, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME.fifo");
        }
        return value;
    }

    private static String queueUrl(String value) {
        if (!value.matches("https?://[A-Za-z0-9.:-]{1,255}/(queue/)?\\d{12}/[A-Za-z0-9_-]{1,80}")) {
            throw new BadInputException(
                    "FLEET_SHARD_QUEUE_URL",
                    value,
                    "the URL of a standard queue of SQS, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME");
        }
        return value;
    }

    private static Duration retention(String name, String value) {
        Matcher days = WHOLE_DAYS.matcher(value);
        Duration retention = days.matches() ? Duration.ofDays(Long.parseLong(days.group(1))) : Duration.ZERO;
        if (!retention.isPositive() || retention.compareTo(LONGEST_RETENTION) > 0) {
            throw new BadInputException(name, value, ACCEPTED_RETENTION);
        }
        return retention;
    }

    private static Duration interval(String value) {
        Duration interval = Durations.positive("FLEET_INTERVAL", value);
        if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new BadInputException("FLEET_INTERVAL", value, "an ISO-8601 duration from PT1M to P1D, such as PT5M");
        }
        return interval;
    }

    private static int concurrency(String name, String value) {
        int concurrency = value.matches("\\d{1,4}") ? Integer.parseInt(value) : 0;
        if (concurrency < 1 || concurrency > HIGHEST_CONCURRENCY) {
            throw new BadInputException(name, value, "a whole number from 1 to " + HIGHEST_CONCURRENCY);
        }
        return concurrency;
    }

    /** The environment without its empty variables. */
    private record Variables(Map<String, String> environment) {

        <T> Optional<T> read(String name, Function<String, T> parser) {
            return Optional.ofNullable(environment.get(name))
                    .map(String::strip)
                    .filter(value -> !value.isEmpty())
                    .map(parser);
        }

        List<String> list(String name) {
            return read(
                            name,
                            value -> Arrays.stream(value.split(",", -1))
                                    .map(String::strip)
                                    .filter(entry -> !entry.isEmpty())
                                    .toList())
                    .orElse(List.of());
        }
    }
}
