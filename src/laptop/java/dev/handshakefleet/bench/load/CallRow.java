package dev.handshakefleet.bench.load;

import java.math.BigDecimal;

/**
 * The requests of one kind that an invocation sent to DynamoDB. Medians over the rounds.
 *
 * @param targets in the catalog
 * @param invocation that of a fresh process, or the one after it
 * @param call such as {@code BatchWriteItem}
 * @param requests those that were tried again included
 * @param requestsAThousandTargets the same for a thousand targets
 * @param units read or write units, as DynamoDB Local counts them
 */
public record CallRow(
        int targets,
        String invocation,
        String call,
        BigDecimal requests,
        BigDecimal requestsAThousandTargets,
        BigDecimal units) {}
