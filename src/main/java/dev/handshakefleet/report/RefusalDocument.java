package dev.handshakefleet.report;

import dev.handshakefleet.base.BadInputException;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The answer to an event that the function cannot use. Nothing was probed, stored or changed. */
@RegisterForReflection
public record RefusalDocument(ErrorDocument error) {

    /**
     * The reason.
     *
     * @param field the name of the field, such as {@code action}
     * @param message one sentence with the field, its value and the accepted form
     */
    @RegisterForReflection
    public record ErrorDocument(String field, String message) {}

    /** The document of unusable input. */
    public static RefusalDocument of(BadInputException refused) {
        return new RefusalDocument(new ErrorDocument(refused.field(), refused.getMessage()));
    }
}
