package dev.handshakefleet.page.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The part of a request that a route sees. Of a parameter that is given twice the first value counts.
 *
 * @param path the path
 * @param parameters the parameters of the query, or of a POST those of the form
 * @param headers the first value of each header, its name in lower case
 */
public record Request(String path, Map<String, String> parameters, Map<String, String> headers) {

    public Request {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        headers = Map.copyOf(headers);
    }

    /** @return the value of a header without spaces around it; empty where it is missing or blank */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** @return the value of a parameter without spaces around it; empty where it is missing or blank */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /**
     * @param encoded as {@code application/x-www-form-urlencoded}
     * @throws IllegalArgumentException for a malformed escape
     */
    static Map<String, String> decoded(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(text(pair.substring(0, equals)), text(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String text(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
