package dev.handshakefleet.support;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/** Adds up the read and write units of GetItem, Query, PutItem, BatchWriteItem and TransactWriteItems, as DynamoDB Local reports them. */
public final class ConsumedUnits implements ExecutionInterceptor {

    private final DoubleAdder read = new DoubleAdder();
    private final DoubleAdder written = new DoubleAdder();
    private final Map<String, DoubleAdder> put = new ConcurrentHashMap<>();

    /** @return the read units since the last call */
    public double read() {
        return read.sumThenReset();
    }

    /** @return the write units since the last call */
    public double written() {
        return written.sumThenReset();
    }

    /** @return the write units of PutItem on that table since the last call; {@link #written} has those of the other calls */
    public double put(String table) {
        return put.computeIfAbsent(table, _ -> new DoubleAdder()).sumThenReset();
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        ReturnConsumedCapacity total = ReturnConsumedCapacity.TOTAL;
        return switch (context.request()) {
            case GetItemRequest get ->
                get.toBuilder().returnConsumedCapacity(total).build();
            case QueryRequest query ->
                query.toBuilder().returnConsumedCapacity(total).build();
            case PutItemRequest one ->
                one.toBuilder().returnConsumedCapacity(total).build();
            case BatchWriteItemRequest batch ->
                batch.toBuilder().returnConsumedCapacity(total).build();
            case TransactWriteItemsRequest switching ->
                switching.toBuilder().returnConsumedCapacity(total).build();
            default -> context.request();
        };
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        switch (context.response()) {
            case GetItemResponse get -> read.add(get.consumedCapacity().capacityUnits());
            case QueryResponse query -> read.add(query.consumedCapacity().capacityUnits());
            case PutItemResponse one -> {
                ConsumedCapacity units = one.consumedCapacity();
                put.computeIfAbsent(units.tableName(), _ -> new DoubleAdder()).add(units.capacityUnits());
            }
            case BatchWriteItemResponse batch -> written.add(sum(batch.consumedCapacity()));
            case TransactWriteItemsResponse switched -> written.add(sum(switched.consumedCapacity()));
            default -> {
                // Single writes are a unit each.
            }
        }
    }

    private static double sum(List<ConsumedCapacity> tables) {
        return tables.stream().mapToDouble(ConsumedCapacity::capacityUnits).sum();
    }
}
