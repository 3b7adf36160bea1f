package dev.handshakefleet.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.cloudwatchlogs.emf.exception.DimensionSetExceededException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidDimensionException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidMetricException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidNamespaceException;
import software.amazon.cloudwatchlogs.emf.exception.InvalidTimestampException;
import software.amazon.cloudwatchlogs.emf.model.DimensionSet;
import software.amazon.cloudwatchlogs.emf.model.MetricsContext;
import software.amazon.cloudwatchlogs.emf.model.Unit;

/**
 * One document of CloudWatch's embedded metric format ("Specification: Embedded metric format"), as AWS's own library writes it. Only
 * the model of that library is used. Its {@code MetricsLogger} looks for its environment by requests to link-local addresses, which
 * nothing here may connect to, and {@code ArchitectureTest} keeps it out. Used by one thread.
 */
@RegisterForReflection(
        classNames = {
            "software.amazon.cloudwatchlogs.emf.model.RootNode",
            "software.amazon.cloudwatchlogs.emf.model.Metadata",
            "software.amazon.cloudwatchlogs.emf.model.MetricDirective",
            "software.amazon.cloudwatchlogs.emf.model.MetricDefinition",
            "software.amazon.cloudwatchlogs.emf.model.EmptyMetricsFilter",
            "software.amazon.cloudwatchlogs.emf.model.StorageResolution",
            "software.amazon.cloudwatchlogs.emf.model.Unit",
            "software.amazon.cloudwatchlogs.emf.serializers.InstantDeserializer",
            "software.amazon.cloudwatchlogs.emf.serializers.InstantSerializer",
            "software.amazon.cloudwatchlogs.emf.serializers.StorageResolutionFilter",
            "software.amazon.cloudwatchlogs.emf.serializers.StorageResolutionSerializer",
            "software.amazon.cloudwatchlogs.emf.serializers.UnitDeserializer",
            "software.amazon.cloudwatchlogs.emf.serializers.UnitSerializer"
        })
final class MetricDocument {

    private final MetricsContext context = new MetricsContext();

    /**
     * @param namespace of all of its metrics
     * @param dimensions of all of its metrics, by name: 1 to 1,024 printable characters of ASCII each
     * @param at their instant; at most 14 days ago and at most 2 hours ahead
     */
    MetricDocument(String namespace, Map<String, String> dimensions, Instant at) {
        try {
            DimensionSet set = new DimensionSet();
            for (Map.Entry<String, String> dimension : dimensions.entrySet()) {
                set.addDimension(dimension.getKey(), dimension.getValue());
            }
            context.setNamespace(namespace);
            context.setDimensions(set);
            context.setTimestamp(at);
        } catch (InvalidNamespaceException
                | InvalidDimensionException
                | DimensionSetExceededException
                | InvalidTimestampException invalid) {
            throw new IllegalArgumentException(invalid.getMessage(), invalid);
        }
    }

    /** Adds a metric of one value, or one more value of a metric. */
    MetricDocument add(String metric, double value, Unit unit) {
        try {
            context.putMetric(metric, value, unit);
            return this;
        } catch (InvalidMetricException invalid) {
            throw new IllegalArgumentException(invalid.getMessage(), invalid);
        }
    }

    /** Adds a field that is no metric. */
    MetricDocument note(String name, Object value) {
        context.putProperty(name, value);
        return this;
    }

    /**
     * @return the document as JSON without line ends; as several where a metric has more than 100 values, which is the most that the
     *     format takes
     */
    List<String> lines() {
        try {
            return context.serialize();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible.getMessage(), impossible);
        }
    }
}
