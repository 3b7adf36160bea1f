package dev.handshakefleet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.aws.StoreUnavailableException;

/**
 * Works the messages of one kind. A queue delivers at least once, so the same message can come again, also at the same time in another
 * process: a second delivery must do no harm.
 */
interface MessageWorker {

    /** @return the value of the field {@code kind} of its messages */
    String kind();

    /** @return the value of the field {@code version} of the messages that it understands */
    int version();

    /**
     * Works a message. An exception leaves it in its queue, which delivers it again and gives it up after some times.
     *
     * @param message the body, with the kind and the version of this worker
     * @param context the time that is left
     * @throws dev.handshakefleet.base.BadInputException when it is unusable
     * @throws StoreUnavailableException when it could not be worked now
     */
    void work(JsonNode message, Context context) throws StoreUnavailableException;
}
