package dev.handshakefleet.bench.workbench;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;

/**
 * Counts the requests that a client of DynamoDB sends, by kind, and the units that the answers say they consumed. Thread-safe.
 */
public final class AwsCalls implements ExecutionInterceptor {

    private final Map<String, Counted> byKind = new TreeMap<>();

    /**
     * The requests of a kind.
     *
     * @param kind such as {@code BatchWriteItem}
     * @param requests on the wire, those that were tried again included
     * @param units read or write units, whichever the kind consumes
     */
    public record Counted(String kind, long requests, double units) {

        private Counted plus(Counted other) {
            return new Counted(kind, requests + other.requests, units + other.units);
        }
    }

    /** @return what was counted since the last call, by kind */
    public synchronized List<Counted> take() {
        List<Counted> counted = List.copyOf(byKind.values());
        byKind.clear();
        return counted;
    }

    /** Every request that can be answered with its units is asked to be. */
    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        SdkRequest.Builder builder = context.request().toBuilder();
        for (SdkField<?> field : context.request().sdkFields()) {
            if (field.memberName().equals("ReturnConsumedCapacity")) {
                field.set(builder, "TOTAL");
            }
        }
        return builder.build();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        count(new Counted(kind(attributes), 1, 0));
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        double units = context.response()
                .getValueForField("ConsumedCapacity", Object.class)
                .map(AwsCalls::units)
                .orElse(0.0);
        count(new Counted(kind(attributes), 0, units));
    }

    private synchronized void count(Counted more) {
        byKind.merge(more.kind(), more, Counted::plus);
    }

    private static String kind(ExecutionAttributes attributes) {
        return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    }

    /** A batch has one for each table. */
    private static double units(Object consumed) {
        return switch (consumed) {
            case ConsumedCapacity table -> table.capacityUnits();
            case Collection<?> tables ->
                tables.stream().mapToDouble(AwsCalls::units).sum();
            default -> 0;
        };
    }
}
