package dev.handshakefleet.catalog;

/** The stored catalog cannot be read or written, although the table answers. */
public final class CatalogUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one plain sentence without a full stop */
    CatalogUnavailableException(String message) {
        super(message);
    }

    /** @param message one plain sentence without a full stop */
    CatalogUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
