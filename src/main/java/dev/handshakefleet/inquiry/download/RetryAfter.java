package dev.handshakefleet.inquiry.download;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;

/** Reads the Retry-After field of an answer (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private RetryAfter() {}

    /** @return 0 or more; a date is compared with the answer's own date, so our clock does not matter */
    static OptionalLong seconds(HttpResponse answer) {
        String asked = value(answer, HttpHeaders.RETRY_AFTER);
        if (SECONDS.matcher(asked).matches()) {
            return OptionalLong.of(Long.parseLong(asked));
        }
        try {
            Duration wait = Duration.between(instant(value(answer, HttpHeaders.DATE)), instant(asked));
            return OptionalLong.of(Math.max(0, wait.toSeconds()));
        } catch (DateTimeParseException unreadable) {
            return OptionalLong.empty();
        }
    }

    private static String value(HttpResponse answer, String name) {
        Header header = answer.getFirstHeader(name);
        return header == null || header.getValue() == null
                ? ""
                : header.getValue().strip();
    }

    private static Instant instant(String httpDate) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(httpDate, Instant::from);
    }
}
