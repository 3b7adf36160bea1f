package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.HttpCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the HTTP exchange of a target: a path, {@code off}, or an object with path, method and status. */
final class HttpCheckReader {

    private static final int LONGEST_PATH = 1_000;
    private static final Pattern PATH = Pattern.compile("/[!-~&&[^#\"<>\\\\^`{|}]]{0," + LONGEST_PATH + "}");
    private static final Pattern STATUS = Pattern.compile("([1-5])xx|([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");
    private static final String ACCEPTED_STATUS = "status codes such as 200, 300-399 or 2xx";

    private HttpCheckReader() {}

    static Optional<HttpCheck> read(Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case Boolean on when !on -> Optional.empty();
            case String text when text.equals("off") -> Optional.empty();
            case String path -> Optional.of(of(path));
            case Map<?, ?> fields -> Optional.of(read(fields));
            default ->
                throw new BadInputException("http", value, "a path, off, or an object with path, method and status");
        };
    }

    /** A GET of that path, with any success expected. */
    static HttpCheck of(String path) {
        return new HttpCheck(HttpCheck.Method.GET, path("http", path), HttpCheck.ANY_SUCCESS);
    }

    private static HttpCheck read(Map<?, ?> fields) {
        Fields.refuseUnknown("http", fields, Set.of("path", "method", "status"));
        List<Object> status = Fields.list("http.status", fields.get("status"));
        return new HttpCheck(
                method(Fields.text("http.method", fields.get("method")).orElse("GET")),
                path("http.path", Fields.text("http.path", fields.get("path")).orElse("/")),
                status.isEmpty()
                        ? HttpCheck.ANY_SUCCESS
                        : status.stream()
                                .map(code -> status(String.valueOf(code)))
                                .toList());
    }

    private static HttpCheck.Method method(String name) {
        return Arrays.stream(HttpCheck.Method.values())
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInputException("http.method", name, "GET or HEAD"));
    }

    private static String path(String field, String written) {
        if (!PATH.matcher(written).matches()) {
            throw new BadInputException(
                    field,
                    written,
                    "a path that begins with a slash, percent-encoded, at most " + LONGEST_PATH + " characters");
        }
        return written;
    }

    private static HttpCheck.StatusRange status(String written) {
        Matcher parts = STATUS.matcher(written);
        if (!parts.matches()) {
            throw new BadInputException("http.status", written, ACCEPTED_STATUS);
        }
        if (parts.group(1) != null) {
            int hundreds = Integer.parseInt(parts.group(1)) * 100;
            return new HttpCheck.StatusRange(hundreds, hundreds + 99);
        }
        int from = Integer.parseInt(parts.group(2));
        int to = parts.group(3) == null ? from : Integer.parseInt(parts.group(3));
        if (to < from) {
            throw new BadInputException("http.status", written, ACCEPTED_STATUS);
        }
        return new HttpCheck.StatusRange(from, to);
    }
}
