package dev.handshakefleet.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.cli.LocalContext;
import dev.handshakefleet.local.LocalTables;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The environment and the invocations of a function that probes servers of its own machine. */
final class LocalFunction {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A handshake on a busy machine does not breach this limit. */
    static final String LONG_SLA = "PT30S";

    private LocalFunction() {}

    /**
     * @param roots the file of the roots that it trusts
     * @param overrides variables that are set as well, or to another value
     */
    static Map<String, String> environment(Path roots, Map<String, String> overrides) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_REGION",
                "eu-west-1",
                "FLEET_MEASUREMENTS_TABLE",
                LocalTables.MEASUREMENTS,
                "FLEET_STATE_TABLE",
                LocalTables.STATE,
                "FLEET_CA_FILE",
                roots.toString(),
                "FLEET_ALLOW_NETWORKS",
                "127.0.0.0/8",
                "FLEET_SLA_TLS",
                LONG_SLA));
        environment.putAll(overrides);
        return environment;
    }

    /** @return the answer to the event */
    static JsonNode invoke(ProbeFunction function, String event, Duration timeout) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(stream(event), answer, new LocalContext(timeout));
        return JSON.readTree(answer.toByteArray());
    }

    static ByteArrayInputStream stream(String event) {
        return new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
    }
}
