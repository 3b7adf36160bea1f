package dev.handshakefleet.report;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.report.ResultDocument.CertificateDocument;
import dev.handshakefleet.report.ResultDocument.FailureDocument;
import dev.handshakefleet.report.ResultDocument.TlsDocument;
import dev.handshakefleet.target.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Results as comma-separated values (RFC 4180): one row a result, below the names of the columns. The values are those of the result
 * contract, and empty where a field is absent there; of several findings the codes stand with a space between.
 */
public final class ResultCsv {

    /** Spreadsheets take text that begins so for a formula. */
    private static final String FORMULA_STARTS = "=+-@";

    private record Column(String name, Function<ResultDocument, Object> value) {}

    private static final List<Column> COLUMNS = Stream.of(
                    Stream.of(
                            new Column("target", ResultDocument::target),
                            new Column("endpoint", ResultDocument::endpoint),
                            new Column("address", ResultDocument::address),
                            new Column("region", ResultDocument::region),
                            new Column("startedAt", ResultDocument::startedAt),
                            new Column("verdict", ResultDocument::verdict),
                            new Column("findings", ResultCsv::codes),
                            new Column("failurePhase", of(ResultDocument::failure, FailureDocument::phase)),
                            new Column("failureKind", of(ResultDocument::failure, FailureDocument::kind))),
                    Phase.labels().stream()
                            .map(label -> new Column(
                                    label + "Millis",
                                    result ->
                                            Optional.ofNullable(result.phases().get(label)))),
                    Stream.of(
                            new Column("waitMillis", of(ResultDocument::tls, TlsDocument::waited)),
                            new Column("networkMillis", of(ResultDocument::tls, TlsDocument::network)),
                            new Column("serverMillis", of(ResultDocument::tls, TlsDocument::server)),
                            new Column("version", of(ResultDocument::tls, TlsDocument::version)),
                            new Column("cipher", of(ResultDocument::tls, TlsDocument::cipher)),
                            new Column("group", of(ResultDocument::tls, TlsDocument::group)),
                            new Column("alpn", of(ResultDocument::tls, TlsDocument::alpn)),
                            new Column("httpStatus", of(ResultDocument::http, ResultDocument.HttpDocument::status)),
                            new Column("daysLeft", of(ResultCsv::leaf, CertificateDocument::daysLeft)),
                            new Column("notAfter", of(ResultCsv::leaf, CertificateDocument::notAfter)),
                            new Column("subject", of(ResultCsv::leaf, CertificateDocument::subject)),
                            new Column("issuer", of(ResultCsv::leaf, CertificateDocument::issuer)),
                            new Column("sha256", of(ResultCsv::leaf, CertificateDocument::sha256))))
            .flatMap(columns -> columns)
            .toList();

    private ResultCsv() {}

    /** @return the rows, the names of the columns first, without line ends */
    public static List<String> lines(RunReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(COLUMNS.stream().map(Column::name).collect(Collectors.joining(",")));
        report.results().stream()
                .map(judged -> ResultDocument.of(judged, report.region()))
                .forEach(result -> lines.add(COLUMNS.stream()
                        .map(column -> field(column.value().apply(result)))
                        .collect(Collectors.joining(","))));
        return lines;
    }

    private static <T> Function<ResultDocument, Object> of(
            Function<ResultDocument, Optional<T>> part, Function<T, Object> value) {
        return result -> part.apply(result).map(value);
    }

    private static Optional<CertificateDocument> leaf(ResultDocument result) {
        return result.certificates().stream().findFirst();
    }

    private static Object codes(ResultDocument result) {
        return result.findings().stream()
                .map(ResultDocument.FindingDocument::code)
                .collect(Collectors.joining(" "));
    }

    /** Numbers stay as they are; text from outside can neither end a field nor be a formula. */
    static String field(Object value) {
        return switch (value) {
            case Optional<?> maybe -> maybe.map(ResultCsv::field).orElse("");
            case Number number -> number.toString();
            default -> quoted(SafeText.line(value.toString()));
        };
    }

    private static String quoted(String text) {
        String harmless = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return harmless.matches("[^\",]*") ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
