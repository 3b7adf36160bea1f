package dev.handshakefleet.page.server;

import java.util.Objects;

/** The answer to a request. */
public sealed interface Answer {

    /**
     * A whole document.
     *
     * @param status such as 200
     * @param contentType with the charset, where it is text
     * @param body the text, sent in UTF-8
     */
    record Document(int status, String contentType, String body) implements Answer {

        public Document {
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(body, "body");
        }
    }

    /** The stream of server-sent events, which stays open (HTML standard, 9.2). */
    record Events() implements Answer {}

    /** @return a page */
    static Answer html(int status, String page) {
        return new Document(status, "text/html; charset=utf-8", page);
    }

    /** @return a plain text, such as the reason of a refusal */
    static Answer text(int status, String text) {
        return new Document(status, "text/plain; charset=utf-8", text + "\n");
    }
}
