package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decides from the server's first bytes whether it speaks TLS. A record begins with a content type of 20 to 23 and
 * major version 3 (RFC 8446, 5.1). Used by one thread.
 */
final class FirstBytes {

    private static final int LOWEST_CONTENT_TYPE = 20;
    private static final int HIGHEST_CONTENT_TYPE = 23;
    private static final int MAJOR_VERSION = 3;

    private int checked;

    /** @return a sentence about the server's plain text; empty if the bytes can be TLS */
    Optional<String> add(byte[] buffer, int length) {
        boolean isTls = true;
        for (int index = 0; index < length && checked < 2; index++, checked++) {
            int value = buffer[index] & 0xff;
            isTls &= checked == 0
                    ? value >= LOWEST_CONTENT_TYPE && value <= HIGHEST_CONTENT_TYPE
                    : value == MAJOR_VERSION;
        }
        return isTls ? Optional.empty() : Optional.of(describePlainText(Arrays.copyOf(buffer, length)));
    }

    private static String describePlainText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String firstLine = text.lines().findFirst().orElse("");
        if (firstLine.startsWith("HTTP/")) {
            return "The server answered in clear-text HTTP: " + SafeText.quoted(firstLine);
        }
        return "The server does not speak TLS on this port; it sent " + SafeText.quoted(firstLine);
    }
}
