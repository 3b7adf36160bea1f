package dev.handshakefleet.imports.prometheus;

import dev.handshakefleet.imports.draft.Remarks;
import dev.handshakefleet.imports.source.GoDuration;
import dev.handshakefleet.imports.source.Place;
import dev.handshakefleet.imports.source.SourceValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads a module of blackbox_exporter (its CONFIGURATION.md). Used by one thread. */
final class BlackboxModuleReader {

    private static final List<String> VERSIONS = List.of("TLS10", "TLS11", "TLS12", "TLS13");

    /** Fields that are carried over, or change nothing here. */
    private static final Set<String> KNOWN_OF_HTTP = Set.of(
            "valid_status_codes",
            "valid_http_versions",
            "method",
            "preferred_ip_protocol",
            "ip_protocol_fallback",
            "tls_config",
            "fail_if_ssl",
            "fail_if_not_ssl",
            "no_follow_redirects",
            "follow_redirects",
            "enable_http2",
            "skip_resolve_phase_with_proxy",
            "compression");

    private static final Set<String> KNOWN_OF_TCP =
            Set.of("tls", "tls_config", "query_response", "preferred_ip_protocol", "ip_protocol_fallback", "service");

    /** What an exchange cannot do without, so that a request without it would fail. */
    private static final Set<String> CREDENTIALS =
            Set.of("basic_auth", "authorization", "bearer_token", "bearer_token_file", "oauth2", "http_headers");

    private static final int LOWEST_STATUS = 100;
    private static final int HIGHEST_STATUS = 599;

    private final String name;
    private final Remarks remarks;

    BlackboxModuleReader(String name, Remarks remarks) {
        this.name = name;
        this.remarks = remarks;
    }

    BlackboxModule read(SourceValue module) {
        String prober = module.text("prober").orElse("");
        Map<String, Object> fields = new HashMap<>();
        module.text("timeout")
                .flatMap(GoDuration::of)
                .ifPresent(timeout -> fields.put("sla", Map.of("total", limit(timeout))));
        return switch (prober) {
            case "http" -> http(module.field("http").orElse(module), fields);
            case "tcp" -> tcp(module.field("tcp"), fields);
            case "grpc" -> grpc(module.field("grpc"), fields);
            default -> new BlackboxModule.Refused("its prober makes no TLS handshake");
        };
    }

    /** A probe of the exporter fails at its timeout. */
    private static Map<String, Object> limit(Duration timeout) {
        return Map.of("warning", timeout.toString(), "critical", timeout.toString());
    }

    private BlackboxModule http(SourceValue http, Map<String, Object> fields) {
        if (http.flag("fail_if_ssl")) {
            return new BlackboxModule.Refused("its module wants no TLS (fail_if_ssl)");
        }
        addresses(http, fields);
        boolean withCredentials = http.fields().keySet().stream().anyMatch(CREDENTIALS::contains)
                || http.field("headers").stream()
                        .flatMap(headers -> headers.fields().keySet().stream())
                        .anyMatch("authorization"::equalsIgnoreCase);
        http.fields().forEach((field, value) -> {
            if (!KNOWN_OF_HTTP.contains(field) && http != value && !isOfTheModule(field)) {
                lost(value.place(), field, reasonOf(field));
            }
        });
        http.field("tls_config").ifPresent(config -> tls(config, fields));
        alpn(http, fields);
        String method = http.text("method").orElse("GET").toUpperCase(Locale.ROOT);
        if (!Set.of("GET", "HEAD").contains(method) || withCredentials) {
            Place place = http.field("method").orElse(http).place();
            lost(
                    place,
                    "HTTP exchange",
                    withCredentials
                            ? "it needs credentials, and none are sent; the handshake alone is probed"
                            : "the methods are GET and HEAD; the handshake alone is probed");
            return new BlackboxModule.Http(fields, Optional.empty());
        }
        Map<String, Object> exchange = new HashMap<>();
        if (!method.equals("GET")) {
            exchange.put("method", method);
        }
        status(http, exchange);
        return new BlackboxModule.Http(fields, Optional.of(exchange));
    }

    /** A module without the part {@code http} is read as if it were that part. */
    private static boolean isOfTheModule(String field) {
        return field.equals("prober") || field.equals("timeout");
    }

    private static String reasonOf(String field) {
        if (field.startsWith("fail_if_body") || field.startsWith("fail_if_header")) {
            return "body and header are not judged, only the status";
        }
        if (CREDENTIALS.contains(field)) {
            return "no credentials are sent";
        }
        return switch (field) {
            case "headers" -> "no headers of your own are sent";
            case "body", "body_file" -> "no body is sent";
            case "proxy_url", "proxy_connect_header", "proxy_from_environment", "no_proxy" ->
                "targets are probed without a proxy";
            default -> "there is nothing that it could become";
        };
    }

    /** Without a list the exporter accepts 2xx, of the last answer where it follows redirects. */
    private void status(SourceValue http, Map<String, Object> exchange) {
        boolean follows = !http.flag("no_follow_redirects") && !http.isOff("follow_redirects");
        List<Object> codes = new ArrayList<>();
        http.items("valid_status_codes").stream()
                .map(SourceValue::text)
                .flatMap(Optional::stream)
                .filter(code -> code.matches("[1-5]\\d\\d"))
                .map(Integer::valueOf)
                .filter(code -> code >= LOWEST_STATUS && code <= HIGHEST_STATUS)
                .forEach(codes::add);
        if (codes.isEmpty() && !follows) {
            codes.add("2xx");
        }
        if (!codes.isEmpty()) {
            exchange.put("status", List.copyOf(codes));
        }
        if (follows) {
            note(
                    http.place(),
                    codes.isEmpty()
                            ? "redirects are not followed; 2xx and 3xx of the first answer are accepted"
                            : "redirects are not followed; the status is that of the first answer");
        }
    }

    private void alpn(SourceValue http, Map<String, Object> fields) {
        List<String> versions = http.items("valid_http_versions").stream()
                .map(SourceValue::text)
                .flatMap(Optional::stream)
                .map(version -> switch (version) {
                    case "HTTP/2", "HTTP/2.0" -> "h2";
                    case "HTTP/1.1" -> "http/1.1";
                    default -> "";
                })
                .toList();
        if (versions.contains("")) {
            lost(
                    http.field("valid_http_versions").orElse(http).place(),
                    "valid_http_versions",
                    "HTTP/1.1 and HTTP/2 are offered");
        }
        List<String> offered = http.isOff("enable_http2")
                ? List.of("http/1.1")
                : versions.stream()
                        .filter(version -> !version.isEmpty())
                        .distinct()
                        .toList();
        if (!offered.isEmpty() && offered.size() < 2) {
            put(fields, "tls", "alpn", offered);
        }
    }

    private BlackboxModule tcp(Optional<SourceValue> part, Map<String, Object> fields) {
        if (part.isEmpty()) {
            return new BlackboxModule.Refused("its module makes no TLS handshake");
        }
        SourceValue tcp = part.get();
        List<SourceValue> dialogue = tcp.items("query_response");
        boolean upgrades = dialogue.stream().anyMatch(step -> step.flag("starttls"));
        if (!tcp.flag("tls") && !upgrades) {
            return new BlackboxModule.Refused("its module makes no TLS handshake");
        }
        tcp.fields().forEach((field, value) -> {
            if (!KNOWN_OF_TCP.contains(field)) {
                lost(value.place(), field, "there is nothing that it could become");
            }
        });
        addresses(tcp, fields);
        tcp.field("tls_config").ifPresent(config -> tls(config, fields));
        List<String> before = new ArrayList<>();
        boolean afterTls = !upgrades;
        for (SourceValue step : dialogue) {
            if (step.flag("starttls")) {
                afterTls = true;
            } else if (afterTls) {
                lost(step.place(), "query_response", "nothing is said behind the handshake");
            } else {
                step.text("expect").ifPresent(before::add);
                step.text("send").ifPresent(before::add);
            }
        }
        return new BlackboxModule.Tls(fields, upgrades ? Optional.of(before) : Optional.empty());
    }

    private BlackboxModule grpc(Optional<SourceValue> part, Map<String, Object> fields) {
        if (part.filter(grpc -> grpc.flag("tls")).isEmpty()) {
            return new BlackboxModule.Refused("its module makes no TLS handshake");
        }
        SourceValue grpc = part.get();
        addresses(grpc, fields);
        grpc.field("tls_config").ifPresent(config -> tls(config, fields));
        put(fields, "tls", "alpn", List.of("h2"));
        lost(grpc.place(), "gRPC health check", "the handshake alone is probed");
        return new BlackboxModule.Tls(fields, Optional.empty());
    }

    private void addresses(SourceValue part, Map<String, Object> fields) {
        part.text("preferred_ip_protocol").ifPresent(family -> {
            fields.put("addresses", family.equals("ip6") ? "ipv6" : "ipv4");
            if (!part.isOff("ip_protocol_fallback")) {
                note(part.place(), "the other family of addresses is not tried (ip_protocol_fallback)");
            }
        });
    }

    private void tls(SourceValue config, Map<String, Object> fields) {
        config.fields().forEach((field, value) -> {
            switch (field) {
                case "server_name" ->
                    value.text().filter(text -> !text.isEmpty()).ifPresent(text -> fields.put("serverName", text));
                case "min_version", "max_version" -> {
                    // Read below, as one range.
                }
                case "insecure_skip_verify" -> {
                    if (config.flag(field)) {
                        lost(value.place(), "insecure_skip_verify", "the certificate is judged in any case");
                    }
                }
                case "ca_file", "ca" ->
                    lost(
                            value.place(),
                            field,
                            "trusted certificates are a setting of the fleet (parameter CaFile, option --ca)");
                case "cert_file", "key_file", "cert", "key" ->
                    lost(
                            value.place(),
                            field,
                            "a client certificate is kept as a secret (clientCertificate in docs/targets.md)");
                default -> lost(value.place(), "tls_config." + field, "there is nothing that it could become");
            }
        });
        List<Object> versions = versions(config);
        if (!versions.isEmpty()) {
            put(fields, "tls", "versions", versions);
        }
    }

    private static List<Object> versions(SourceValue config) {
        int lowest = config.text("min_version").map(VERSIONS::indexOf).orElse(-1);
        int highest = config.text("max_version").map(VERSIONS::indexOf).orElse(-1);
        if (lowest < 0 && highest < 0) {
            return List.of();
        }
        // Go offers from TLS 1.2 on where no lowest version is set.
        int from = lowest < 0 ? Math.min(VERSIONS.indexOf("TLS12"), highest) : lowest;
        int to = highest < 0 ? VERSIONS.size() - 1 : highest;
        List<Object> versions = new ArrayList<>();
        for (int version = from; version <= to; version++) {
            versions.add("1." + version);
        }
        return versions;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> fields, String field, String inside, Object value) {
        Map<String, Object> object = new HashMap<>((Map<String, Object>) fields.getOrDefault(field, Map.of()));
        object.put(inside, value);
        fields.put(field, object);
    }

    private void lost(Place place, String what, String reason) {
        remarks.lost(Objects.requireNonNull(place), what + " of module " + name, reason);
    }

    private void note(Place place, String text) {
        remarks.note(place, "module " + name + ": " + text);
    }
}
