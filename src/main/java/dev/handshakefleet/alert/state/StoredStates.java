package dev.handshakefleet.alert.state;

import dev.handshakefleet.alert.decide.AlertState;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The alert states that were read for a run. An item is decoded on request, so that an unreadable one affects its own target
 * only. Immutable.
 *
 * @param items the stored items, by partition key
 */
public record StoredStates(Map<String, Map<String, AttributeValue>> items) {

    public static final StoredStates NONE = new StoredStates(Map.of());

    public StoredStates {
        items = Map.copyOf(items);
    }

    /**
     * @return the state of that target; an empty state where nothing is stored
     * @throws UnreadableStateException when the stored item is not an alert state
     */
    public AlertState of(String targetId) {
        Map<String, AttributeValue> item = items.get(AlertItem.partition(targetId));
        return item == null ? AlertState.nothingStored(targetId) : AlertItem.decode(item);
    }
}
