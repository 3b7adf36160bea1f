package dev.handshakefleet.imports.prometheus;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of a target that is probed by a module of blackbox_exporter. */
sealed interface BlackboxModule {

    /**
     * The prober {@code http}.
     *
     * @param fields of the target, as docs/targets.md names them
     * @param exchange method and status codes of the HTTP exchange; empty where the handshake alone is carried over
     */
    record Http(Map<String, Object> fields, Optional<Map<String, Object>> exchange) implements BlackboxModule {

        public Http {
            fields = Map.copyOf(fields);
            exchange = exchange.map(Map::copyOf);
        }
    }

    /**
     * A prober that makes a TLS handshake on a port, from the first byte or by an upgrade.
     *
     * @param fields of the target, as docs/targets.md names them
     * @param upgrade the texts of the plain-text dialogue before the upgrade; empty for TLS from the first byte
     */
    record Tls(Map<String, Object> fields, Optional<List<String>> upgrade) implements BlackboxModule {

        public Tls {
            fields = Map.copyOf(fields);
            upgrade = upgrade.map(List::copyOf);
        }
    }

    /**
     * A module whose targets are not carried over.
     *
     * @param reason why not
     */
    record Refused(String reason) implements BlackboxModule {}
}
