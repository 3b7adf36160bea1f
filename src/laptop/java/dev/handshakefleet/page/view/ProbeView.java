package dev.handshakefleet.page.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.target.Phase;
import io.quarkus.qute.RawString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One probe: its waterfall, its chain, its findings. From a result in the JSON of the result contract, or with less detail from a stored
 * measurement. Pure.
 */
final class ProbeView {

    private static final double NANOS = 1e6;

    private ProbeView() {}

    /** A line of the waterfall. */
    record SpanRow(String name, String kind, RawString bar, String begins, String took, String note) {}

    /** A certificate of the chain. */
    record CertificateRow(
            String role,
            String subject,
            String names,
            String issuer,
            String validity,
            String daysLeft,
            RawString lifetime,
            String key,
            String signature,
            String sha256,
            boolean sent,
            String revocation,
            boolean isOver) {}

    /** A finding with its advice. */
    record FindingRow(String code, String severity, String message, String advice) {}

    /** A fact of the connection. */
    record FactRow(String name, String value) {}

    /** All of a probe. */
    record ProbeDocument(
            String title,
            String verdict,
            String region,
            String address,
            String at,
            String total,
            List<SpanRow> spans,
            String split,
            RawString splitBar,
            String note,
            List<FactRow> facts,
            List<CertificateRow> chain,
            String trust,
            List<FindingRow> findings,
            String failure) {}

    /**
     * @param result in the JSON of the contract
     * @param now for days left
     */
    static ProbeDocument of(JsonNode result, Instant now) {
        List<SpanRow> spans = spans(result);
        JsonNode tls = result.path("tls");
        return new ProbeDocument(
                result.path("target").asText(),
                result.path("verdict").asText().toLowerCase(Locale.ROOT),
                result.path("region").asText(),
                result.path("address").asText(""),
                instant(result.path("startedAt")).map(Words::second).orElse(""),
                millis(result.path("phases").path("total")),
                spans,
                split(tls),
                splitBar(tls),
                note(result.path("quality")),
                facts(result),
                each(result.path("certificates"))
                        .map(certificate -> certificate(certificate, now))
                        .toList(),
                trust(result),
                each(result.path("findings"))
                        .map(finding -> new FindingRow(
                                finding.path("code").asText(),
                                finding.path("severity").asText().toLowerCase(Locale.ROOT),
                                finding.path("message").asText(),
                                finding.path("advice").asText()))
                        .toList(),
                failure(result.path("failure")));
    }

    /** @return what a stored measurement tells: the phases without the messages, and no chain */
    static ProbeDocument of(Measurement measurement) {
        double total = Math.max(
                measurement.took(Phase.TOTAL).map(ProbeView::millis).orElse(0.0),
                measurement.phases().entrySet().stream()
                        .filter(phase -> phase.getKey() != Phase.TOTAL)
                        .mapToDouble(phase -> millis(phase.getValue()))
                        .sum());
        List<SpanRow> spans = new ArrayList<>();
        double begin = 0;
        for (Map.Entry<Phase, Duration> phase : measurement.phases().entrySet()) {
            if (phase.getKey() != Phase.TOTAL) {
                double took = millis(phase.getValue());
                spans.add(
                        span(phase.getKey().label(), "phase", phase.getKey().label(), begin, begin + took, total, ""));
                begin += took;
            }
        }
        return new ProbeDocument(
                measurement.targetId(),
                measurement.verdict().name().toLowerCase(Locale.ROOT),
                measurement.region(),
                measurement.address().orElse(""),
                Words.second(measurement.startedAt()),
                measurement.took(Phase.TOTAL).map(Words::millis).orElse(""),
                spans,
                "",
                new RawString(""),
                "The table keeps the phases of a probe. Its handshake messages and its chain are shown for probes of this machine:"
                        + " probe it now to see them.",
                Stream.of(
                                measurement.version().map(value -> new FactRow("version", value)),
                                measurement.cipher().map(value -> new FactRow("cipher", value)),
                                measurement.group().map(value -> new FactRow("key exchange", value)),
                                measurement
                                        .httpStatus()
                                        .map(value -> new FactRow("HTTP status", String.valueOf(value))))
                        .flatMap(Optional::stream)
                        .toList(),
                List.of(),
                "",
                measurement.findings().entrySet().stream()
                        .map(finding -> new FindingRow(
                                finding.getKey().name(),
                                finding.getValue().name().toLowerCase(Locale.ROOT),
                                Words.stored(measurement),
                                ""))
                        .toList(),
                measurement
                        .failure()
                        .map(failure ->
                                failure.phase().failureLabel() + ", " + failure.kind() + ": " + failure.detail())
                        .orElse(""));
    }

    private static List<SpanRow> spans(JsonNode result) {
        JsonNode phases = result.path("phases");
        double sum = 0;
        for (Phase phase : Phase.values()) {
            if (phase != Phase.TOTAL) {
                sum += phases.path(phase.label()).asDouble();
            }
        }
        double total = Math.max(Math.max(sum, phases.path("total").asDouble()), lastStep(result) + 0.001);
        List<SpanRow> spans = new ArrayList<>();
        double begin = 0;
        for (Phase phase : Phase.values()) {
            boolean isTls = phase == Phase.TLS;
            boolean hasSteps = isTls && result.path("tls").path("steps").size() > 0;
            if (phase != Phase.TOTAL && (phases.has(phase.label()) || hasSteps)) {
                double took =
                        phases.has(phase.label()) ? phases.path(phase.label()).asDouble() : lastStep(result);
                String note = phases.has(phase.label()) ? "" : "not completed";
                spans.add(
                        isTls
                                ? handshake(result.path("tls"), begin, took, total, note)
                                : span(phase.label(), "phase", phase.label(), begin, begin + took, total, note));
                if (isTls) {
                    spans.addAll(messages(result.path("tls"), begin, total));
                }
                begin += took;
            }
        }
        return spans;
    }

    private static double lastStep(JsonNode result) {
        return each(result.path("tls").path("steps"))
                .mapToDouble(step -> step.path("at").asDouble())
                .max()
                .orElse(0);
    }

    /** The bar of the handshake, in pieces: before a message of the server arrived we waited, before one of ours left we worked. */
    private static SpanRow handshake(JsonNode tls, double begin, double took, double total, String note) {
        List<Drawings.Piece> pieces = new ArrayList<>();
        double at = 0;
        for (JsonNode step : tls.path("steps")) {
            double until = Math.min(took, step.path("at").asDouble());
            if (until > at) {
                String kind = step.path("from").asText().equals("server") ? "wait" : "local";
                pieces.add(piece(kind, begin + at, begin + until, total));
                at = until;
            }
        }
        if (took > at) {
            pieces.add(piece("local", begin + at, begin + took, total));
        }
        return new SpanRow("tls", "phase", Drawings.pieces(pieces), ms(begin), ms(took), note);
    }

    private static List<SpanRow> messages(JsonNode tls, double begin, double total) {
        return each(tls.path("steps"))
                .map(step -> {
                    double at = begin + step.path("at").asDouble();
                    boolean fromServer = step.path("from").asText().equals("server");
                    return new SpanRow(
                            step.path("name").asText(),
                            "message",
                            Drawings.pieces(List.of(piece(fromServer ? "server" : "client", at, at, total))),
                            ms(at),
                            "",
                            (fromServer ? "from the server, " : "from us, ")
                                    + step.path("bytes").asInt() + " bytes");
                })
                .toList();
    }

    private static SpanRow span(
            String name, String kind, String colour, double from, double to, double total, String note) {
        return new SpanRow(
                name, kind, Drawings.pieces(List.of(piece(colour, from, to, total))), ms(from), ms(to - from), note);
    }

    private static Drawings.Piece piece(String kind, double from, double to, double total) {
        double whole = Math.max(total, 0.001);
        return new Drawings.Piece(kind, Math.min(1, from / whole), Math.min(1, to / whole));
    }

    private static String split(JsonNode tls) {
        if (!tls.has("wait")) {
            return "";
        }
        String path = tls.has("network")
                ? ", of it network " + millis(tls.path("network")) + " and server " + millis(tls.path("server"))
                : "";
        return "Handshake: wait " + millis(tls.path("wait")) + path + "; local " + millis(tls.path("local")) + ".";
    }

    private static RawString splitBar(JsonNode tls) {
        double local = tls.path("local").asDouble();
        double waited = tls.path("wait").asDouble();
        double whole = local + waited;
        if (whole <= 0) {
            return new RawString("");
        }
        if (!tls.has("network")) {
            return Drawings.pieces(List.of(piece("wait", 0, waited, whole), piece("local", waited, whole, whole)));
        }
        double network = tls.path("network").asDouble();
        return Drawings.pieces(List.of(
                piece("network", 0, network, whole),
                piece("serverpart", network, waited, whole),
                piece("local", waited, whole, whole)));
    }

    private static String note(JsonNode quality) {
        List<String> notes = new ArrayList<>();
        if (quality.path("cold").asBoolean()) {
            notes.add("first handshake of its process");
        }
        if (quality.path("attempts").asInt() > 1) {
            notes.add("second attempt");
        }
        if (quality.path("clock").asText().equals("process")) {
            notes.add("stamped by the process, not by the kernel");
        }
        return String.join(", ", notes);
    }

    private static List<FactRow> facts(JsonNode result) {
        JsonNode tls = result.path("tls");
        return Stream.of(
                        fact("version", tls.path("version")),
                        fact("cipher", tls.path("cipher")),
                        fact("key exchange", tls.path("group")),
                        fact("signature", tls.path("signatureScheme")),
                        fact("ALPN", tls.path("alpn")),
                        fact("server name", tls.path("serverName")),
                        fact("HTTP", result.path("http").path("version")),
                        fact("HTTP status", result.path("http").path("status")),
                        fact("bytes in", tls.path("bytesIn")),
                        fact("bytes out", tls.path("bytesOut")))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<FactRow> fact(String name, JsonNode value) {
        return Optional.of(value.asText("")).filter(text -> !text.isEmpty()).map(text -> new FactRow(name, text));
    }

    private static CertificateRow certificate(JsonNode certificate, Instant now) {
        Instant begin = instant(certificate.path("notBefore")).orElse(now);
        Instant end = instant(certificate.path("notAfter")).orElse(now);
        String subject = certificate.path("subject").asText("");
        String names = String.join(
                ", ", each(certificate.path("names")).map(JsonNode::asText).toList());
        return new CertificateRow(
                certificate.path("role").asText(),
                subject.isEmpty() ? names : subject,
                names,
                certificate.path("issuer").asText(),
                Words.day(begin) + " – " + Words.day(end),
                Words.daysLeft(end, now),
                Drawings.lifetime(begin, end, now),
                certificate.path("key").asText(),
                certificate.path("signature").asText(),
                certificate.path("sha256").asText(),
                certificate.path("sent").asBoolean(),
                certificate.path("revocation").path("status").asText(""),
                now.isAfter(end));
    }

    private static String trust(JsonNode result) {
        List<String> stores =
                each(result.path("trustedBy")).map(JsonNode::asText).toList();
        if (result.path("certificates").isEmpty()) {
            return "";
        }
        return stores.isEmpty()
                ? "No trust store holds the end of this path."
                : "Trusted by " + String.join(", ", stores) + ".";
    }

    private static String failure(JsonNode failure) {
        return failure.isObject()
                ? failure.path("phase").asText() + ", " + failure.path("kind").asText() + ": "
                        + failure.path("detail").asText()
                : "";
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Optional<Instant> instant(JsonNode text) {
        return Optional.of(text.asText(""))
                .filter(written -> !written.isEmpty())
                .map(Instant::parse);
    }

    private static String millis(JsonNode value) {
        return value.isNumber() ? ms(value.asDouble()) : "";
    }

    private static String ms(double millis) {
        return Words.millis(Duration.ofNanos(Math.round(millis * NANOS)));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
