package dev.handshakefleet.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Written targets in JSON, as the table holds them. Pure. */
final class SpecJson {

    private static final JsonMapper JSON = new JsonMapper();

    private SpecJson() {}

    /** @throws IllegalArgumentException for a value that no JSON or YAML parser returns, or a key that is null */
    static String encode(Object written) {
        try {
            return JSON.writeValueAsString(written);
        } catch (JsonProcessingException notWritten) {
            throw new IllegalArgumentException("a target is made of texts, numbers and maps", notWritten);
        }
    }

    /** @return the target as written; a spec that is no JSON as it is, which the reader of targets refuses */
    static Object decode(String spec) {
        try {
            return JSON.readValue(spec, Object.class);
        } catch (JsonProcessingException notOurs) {
            return spec;
        }
    }
}
