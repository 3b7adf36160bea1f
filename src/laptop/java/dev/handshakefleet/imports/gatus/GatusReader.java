package dev.handshakefleet.imports.gatus;

import dev.handshakefleet.imports.draft.Intervals;
import dev.handshakefleet.imports.draft.Remarks;
import dev.handshakefleet.imports.draft.SourceAddress;
import dev.handshakefleet.imports.draft.TargetDraft;
import dev.handshakefleet.imports.source.GoDuration;
import dev.handshakefleet.imports.source.Place;
import dev.handshakefleet.imports.source.SourceFile;
import dev.handshakefleet.imports.source.SourceValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the endpoints of a configuration of Gatus. Used by one thread. */
public final class GatusReader {

    /** Gatus speaks SMTP before STARTTLS, whatever the port. */
    private static final String SMTP = "smtp";

    private static final Set<String> KNOWN = Set.of(
            "enabled",
            "name",
            "group",
            "url",
            "method",
            "interval",
            "conditions",
            "alerts",
            "client",
            "headers",
            "extra-labels",
            "ui");

    private static final Set<String> KNOWN_OF_CLIENT =
            Set.of("ignore-redirect", "timeout", "network", "insecure", "tls");
    private static final String USUAL_INTERVAL = "60s";

    private final Remarks remarks;
    private final Intervals intervals;
    private final Set<String> names = new HashSet<>();

    /**
     * @param remarks gets what is not carried over
     * @param intervals gets how often the endpoints are probed
     */
    public GatusReader(Remarks remarks, Intervals intervals) {
        this.remarks = remarks;
        this.intervals = intervals;
    }

    /**
     * @return a draft for each endpoint
     * @throws dev.handshakefleet.base.BadInputException when the file has no endpoints
     */
    public List<TargetDraft> read(SourceFile file) {
        SourceValue root = file.yaml();
        SourceValue endpoints = root.field("endpoints")
                .filter(SourceValue::isList)
                .orElseThrow(() -> file.refused("no list 'endpoints'"));
        for (String other : List.of("external-endpoints", "suites", "maintenance", "remote")) {
            root.field(other).ifPresent(value -> remarks.lost(value.place(), other, "only endpoints become targets"));
        }
        GatusAlerts alerts = new GatusAlerts(root.field("alerting"), remarks);
        List<TargetDraft> drafts = new ArrayList<>();
        for (SourceValue endpoint : endpoints.items()) {
            endpoint(endpoint, alerts).ifPresent(drafts::add);
        }
        return drafts;
    }

    private Optional<TargetDraft> endpoint(SourceValue endpoint, GatusAlerts alerts) {
        String name = endpoint.text("name").orElse("");
        String shown = name.isEmpty() ? "endpoint" : "endpoint " + name;
        if (endpoint.isOff("enabled")) {
            return lost(endpoint.place(), shown, "it is not enabled");
        }
        if (endpoint.field("dns").isPresent()) {
            return lost(endpoint.place(), shown, "a question to a name server has no handshake");
        }
        Optional<String> url = endpoint.text("url");
        if (url.isEmpty()) {
            return lost(endpoint.place(), shown, "it has no url");
        }
        if (url.get().contains("$")) {
            return lost(
                    endpoint.field("url").orElse(endpoint).place(),
                    shown,
                    "variables of the environment are not filled in");
        }
        SourceAddress address = SourceAddress.of(url.get());
        Optional<String> protocol = protocol(address);
        if (protocol.isEmpty()) {
            return lost(endpoint.field("url").orElse(endpoint).place(), shown, reason(address));
        }
        TargetDraft draft = TargetDraft.of(endpoint.place(), address);
        if (!protocol.get().equals("tls")) {
            draft.set("protocol", protocol.get());
        }
        name(endpoint, name, draft);
        if (address.hasUser()) {
            remarks.lost(endpoint.place(), "user and password of " + shown, "no credentials are sent");
        }
        GatusConditions conditions = new GatusConditions(endpoint.items("conditions"), remarks);
        client(endpoint, draft);
        conditions.apply(draft);
        if (address.isOf("https")) {
            exchange(endpoint, shown, address, conditions, draft);
        } else {
            address.path()
                    .filter(path -> !path.equals("/"))
                    .ifPresent(_ ->
                            remarks.lost(endpoint.place(), "path of " + shown, "behind the handshake nothing is said"));
        }
        alerts.apply(endpoint, draft);
        tags(endpoint, draft);
        others(endpoint, shown);
        intervals.add(
                endpoint.field("interval").orElse(endpoint).place(),
                endpoint.text("interval").orElse(USUAL_INTERVAL));
        return Optional.of(draft);
    }

    private static Optional<String> protocol(SourceAddress address) {
        return switch (address.scheme().orElse("")) {
            case "https", "tls", "wss", "grpcs" -> Optional.of("tls");
            case "starttls" -> Optional.of(SMTP);
            default -> Optional.empty();
        };
    }

    private static String reason(SourceAddress address) {
        return switch (address.scheme().orElse("")) {
            case "http", "ws", "grpc" -> "without TLS there is no handshake";
            case "tcp", "udp", "sctp", "icmp", "ssh" -> "its protocol has no TLS handshake";
            default -> "its address has no known scheme";
        };
    }

    private void name(SourceValue endpoint, String name, TargetDraft draft) {
        if (name.isEmpty()) {
            return;
        }
        String plain = TargetDraft.name(name);
        String full = endpoint.text("group")
                .map(group -> TargetDraft.name(group + "-" + name))
                .orElse(plain);
        String chosen = names.add(plain) ? plain : full;
        names.add(chosen);
        draft.set("name", chosen);
        if (!chosen.equals(name)) {
            remarks.note(endpoint.place(), "the name of an endpoint becomes " + chosen);
        }
    }

    private void exchange(
            SourceValue endpoint, String shown, SourceAddress address, GatusConditions conditions, TargetDraft draft) {
        String method = endpoint.text("method").orElse("GET").toUpperCase(Locale.ROOT);
        boolean withCredentials = endpoint.field("headers").stream()
                .flatMap(headers -> headers.fields().keySet().stream())
                .anyMatch("authorization"::equalsIgnoreCase);
        endpoint.field("headers")
                .ifPresent(headers ->
                        remarks.lost(headers.place(), "headers of " + shown, "no headers of your own are sent"));
        if (!Set.of("GET", "HEAD").contains(method)
                || withCredentials
                || endpoint.field("body").isPresent()) {
            remarks.lost(
                    endpoint.place(),
                    "HTTP exchange of " + shown,
                    "GET and HEAD without body and credentials are sent; the handshake alone is probed");
            return;
        }
        draft.set("http", "path", address.path().orElse("/"));
        draft.set("http", "status", conditions.statuses());
        if (!method.equals("GET")) {
            draft.set("http", "method", method);
        }
        boolean follows = endpoint.field("client")
                .filter(client -> client.flag("ignore-redirect"))
                .isEmpty();
        if (follows && conditions.judgesStatus()) {
            remarks.note(endpoint.place(), "redirects are not followed; the status is that of the first answer");
        }
    }

    private void client(SourceValue endpoint, TargetDraft draft) {
        endpoint.field("client")
                .ifPresent(client -> client.fields().forEach((field, value) -> {
                    switch (field) {
                        case "timeout" ->
                            value.text()
                                    .flatMap(GoDuration::of)
                                    .ifPresent(timeout -> GatusConditions.limit(draft, timeout));
                        case "network" ->
                            value.text()
                                    .filter(family -> family.equals("ip4") || family.equals("ip6"))
                                    .ifPresent(
                                            family -> draft.set("addresses", family.equals("ip4") ? "ipv4" : "ipv6"));
                        case "insecure" -> {
                            if (client.flag(field)) {
                                remarks.lost(value.place(), "client.insecure", "the certificate is judged in any case");
                            }
                        }
                        case "tls" ->
                            remarks.lost(
                                    value.place(),
                                    "client.tls",
                                    "a client certificate is kept as a secret (clientCertificate in docs/targets.md)");
                        default -> {
                            if (!KNOWN_OF_CLIENT.contains(field)) {
                                remarks.lost(value.place(), "client setting", "there is nothing that it could become");
                            }
                        }
                    }
                }));
    }

    private void tags(SourceValue endpoint, TargetDraft draft) {
        endpoint.text("group")
                .filter(group -> !group.isEmpty())
                .ifPresent(group -> draft.tag(endpoint.place(), "group", group, remarks));
        endpoint.field("extra-labels")
                .map(SourceValue::fields)
                .orElse(Map.of())
                .forEach((label, value) ->
                        value.text().ifPresent(text -> draft.tag(endpoint.place(), label, text, remarks)));
    }

    private void others(SourceValue endpoint, String shown) {
        endpoint.fields().forEach((field, value) -> {
            if (!KNOWN.contains(field) && !field.equals("body")) {
                remarks.lost(value.place(), "a further setting of " + shown, "there is nothing that it could become");
            }
        });
    }

    private Optional<TargetDraft> lost(Place place, String what, String reason) {
        remarks.lost(place, what, reason);
        return Optional.empty();
    }
}
