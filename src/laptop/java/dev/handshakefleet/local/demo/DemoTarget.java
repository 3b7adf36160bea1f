package dev.handshakefleet.local.demo;

import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A target of the demo and its intended verdict.
 *
 * @param purpose its purpose, in a few words
 * @param port its port on loopback
 * @param severity the intended verdict
 * @param code the intended finding; empty for a healthy target
 */
record DemoTarget(String purpose, int port, Severity severity, Optional<FindingCode> code) {

    static DemoTarget healthy(String purpose, int port) {
        return new DemoTarget(purpose, port, Severity.OK, Optional.empty());
    }

    static DemoTarget bad(String purpose, int port, Severity severity, FindingCode code) {
        return new DemoTarget(purpose, port, severity, Optional.of(code));
    }

    String id() {
        return "localhost:" + port;
    }

    /** The target as an entry of targets.yaml. */
    Map<String, Object> written() {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("host", "localhost");
        written.put("port", port);
        written.put("sla", Map.of("tls", Map.of("warning", "PT0.5S", "critical", "PT5S")));
        written.put("tags", Map.of("demo", purpose));
        return written;
    }
}
