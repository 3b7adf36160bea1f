package dev.handshakefleet.alert.state;

import dev.handshakefleet.alert.decide.AlertState;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The alert states that were read for a run. Each is decoded when it is asked for, so that one that cannot be read stands
 * in the way of its own target only.
 *
 * @param items by partition key
 */
public record StoredStates(Map<String, Map<String, AttributeValue>> items) {

    public static final StoredStates NONE = new StoredStates(Map.of());

    public StoredStates {
        items = Map.copyOf(items);
    }

    /**
     * @return the state of that target, also where nothing is stored
     * @throws UnreadableStateException when what is stored is none of ours
     */
    public AlertState of(String targetId) {
        Map<String, AttributeValue> item = items.get(AlertItem.partition(targetId));
        return item == null ? AlertState.nothingStored(targetId) : AlertItem.decode(item);
    }
}
