package dev.handshakefleet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.handshakefleet.fleet.NotProbed;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.fleet.Shortfall;
import dev.handshakefleet.history.HistoryReport;
import dev.handshakefleet.measurement.MeasurementHistory;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.rollup.WindowRollup;
import dev.handshakefleet.seen.LeafReplacement;
import dev.handshakefleet.spread.DispatchReport;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.RejectedTarget;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.LeafRecord;
import dev.handshakefleet.verdict.Severity;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Class<?>> DOORS = List.of(
            RunDocument.class,
            HistoryDocument.class,
            RollupDocument.class,
            TargetDocument.class,
            AlertDocument.ListDocument.class,
            AlertDocument.AcknowledgedDocument.class,
            SilenceDocument.ListDocument.class,
            SilenceDocument.EndDocument.class,
            DispatchDocument.class,
            RefusalDocument.class);

    @Test
    void resultIsWrittenByTheContract() throws Exception {
        JudgedProbe judged = Probes.with("example.com", Probes.finding(FindingCode.CERT_EXPIRING, Severity.WARNING));

        String written = ContractJson.compact(ResultDocument.of(judged, "eu-west-1"));
        JsonNode result = JSON.readTree(written);

        assertThat(names(result))
                .containsExactly(
                        "target",
                        "region",
                        "startedAt",
                        "address",
                        "verdict",
                        "findings",
                        "phases",
                        "tls",
                        "certificates",
                        "failure",
                        "quality");
        assertThat(result.path("startedAt").asText()).isEqualTo("2026-11-23T10:00:00.123Z");
        assertThat(written)
                .contains("\"phases\":{\"dns\":4.212,\"connect\":11.034,\"tls\":24.870,\"total\":40.311}")
                .contains("\"steps\":[{\"name\":\"ClientHello\",\"from\":\"client\",\"at\":0.000,\"bytes\":1700},")
                .contains("\"lifetimeLeft\":0.13,");
        assertThat(names(result.path("tls")))
                .containsExactly(
                        "version",
                        "cipher",
                        "group",
                        "signatureScheme",
                        "alpn",
                        "serverName",
                        "resumed",
                        "helloRetryRequest",
                        "ocspStapled",
                        "scts",
                        "wait",
                        "local",
                        "network",
                        "server",
                        "bytesIn",
                        "bytesOut",
                        "steps");
        assertThat(names(result.path("certificates").get(0)))
                .containsExactly(
                        "role",
                        "sent",
                        "subject",
                        "issuer",
                        "serial",
                        "sha256",
                        "notBefore",
                        "notAfter",
                        "daysLeft",
                        "lifetimeLeft",
                        "key",
                        "signature",
                        "names");
        assertThat(result.path("certificates").get(0).path("daysLeft").asInt()).isEqualTo(12);
        assertThat(result.path("certificates").get(0).path("lifetimeLeft").toString())
                .isEqualTo("0.13");
        assertThat(names(result.path("findings").get(0))).containsExactly("code", "severity", "message", "advice");
        assertThat(result.path("failure").isNull()).isTrue();
        assertThat(result.path("quality").toString())
                .isEqualTo("{\"clock\":\"kernel\",\"cold\":false,\"stalled\":0.08,\"attempts\":1}");
    }

    @Test
    void failedResultHasItsFailureAndNoAbsentPhases() throws Exception {
        Failure failure = new Failure(Phase.TLS, Failure.Kind.ALERT_RECEIVED, "handshake_failure(40)");

        JsonNode result = JSON.readTree(
                ContractJson.compact(ResultDocument.of(Probes.failed("example.com", failure), "eu-west-1")));

        assertThat(result.has("tls")).isFalse();
        assertThat(result.path("certificates")).isEmpty();
        assertThat(names(result.path("phases"))).containsExactly("total");
        assertThat(result.path("failure").toString())
                .isEqualTo("{\"phase\":\"tls\",\"kind\":\"ALERT_RECEIVED\",\"detail\":\"handshake_failure(40)\"}");
    }

    @Test
    void answerHoldsResultsRejectedAndUnprobedTargets() throws Exception {
        RunReport report = report(
                List.of(Probes.healthy("a.example"), Probes.with("b.example", Severity.CRITICAL)),
                List.of(new RejectedTarget("bad host", "host: …")),
                List.of(new NotProbed("c.example:443", NotProbed.Kind.NO_TIME, "no time left")));

        JsonNode answer = JSON.readTree(ContractJson.answer(report));

        assertThat(names(answer)).containsExactly("run", "results", "rejected", "notProbed");
        assertThat(names(answer.path("run")))
                .containsExactly(
                        "region",
                        "started",
                        "took",
                        "targets",
                        "probed",
                        "ok",
                        "warning",
                        "critical",
                        "rejected",
                        "notProbed",
                        "complete",
                        "problems");
        assertThat(answer.path("run").path("targets").asInt()).isEqualTo(4);
        assertThat(answer.path("run").path("complete").asBoolean(true)).isFalse();
        assertThat(answer.path("notProbed").get(0).toString())
                .isEqualTo("{\"target\":\"c.example:443\",\"kind\":\"NO_TIME\",\"reason\":\"no time left\"}");
    }

    @Test
    void replacedLeavesAreInTheAnswer() throws Exception {
        RunReport quiet = report(List.of(Probes.healthy("a.example")), List.of(), List.of());
        RunReport report = new RunReport(
                quiet.region(),
                quiet.scheduledTime(),
                quiet.started(),
                quiet.took(),
                quiet.pace(),
                quiet.results(),
                quiet.rejected(),
                quiet.notProbed(),
                List.of(new LeafReplacement("a.example:443", "aa", "bb", Probes.AT)),
                quiet.stored(),
                quiet.alerts(),
                quiet.shortfall(),
                quiet.problems());

        JsonNode answer = JSON.readTree(ContractJson.answer(report));

        assertThat(names(answer)).containsExactly("run", "results", "rejected", "notProbed", "renewals");
        assertThat(answer.path("renewals").toString())
                .isEqualTo("[{\"target\":\"a.example:443\",\"old\":\"aa\",\"new\":\"bb\","
                        + "\"at\":\"2026-11-23T10:00:00.123Z\"}]");
    }

    @Test
    void historyListsCertificatesNewestFirst() throws Exception {
        JsonNode history = JSON.readTree(ContractJson.compact(HistoryDocument.of(history(List.of()))));

        assertThat(names(history))
                .containsExactly(
                        "target",
                        "from",
                        "to",
                        "count",
                        "truncated",
                        "ok",
                        "warning",
                        "critical",
                        "phases",
                        "certificates",
                        "measurements",
                        "summary");
        assertThat(history.path("certificates")).hasSize(2);
        assertThat(history.path("certificates").get(0).toString())
                .isEqualTo("{\"sha256\":\"" + "bb".repeat(32) + "\",\"issuer\":\"CN=Example CA 1\","
                        + "\"notBefore\":\"2026-11-22T10:00:00.123Z\",\"notAfter\":\"2027-02-20T10:00:00.123Z\","
                        + "\"firstSeen\":\"2026-11-23T10:00:00.123Z\",\"region\":\"eu-west-1\","
                        + "\"replaced\":\"" + "aa".repeat(32) + "\"}");
        assertThat(names(history.path("certificates").get(1))).doesNotContain("replaced");
    }

    @Test
    void historyViewListsCertificates() {
        List<String> lines = new HistoryView(Screen.PLAIN).lines(history(List.of("Something could not be read.")));

        assertThat(lines)
                .containsExactly(
                        "a.example:443  0 measurements from 2026-11-22T10:00:00.123Z to 2026-11-23T10:00:00.123Z",
                        "This window has no measurement of the target.",
                        "",
                        "certificate       first seen            region     expires     replaced          issuer",
                        "bbbbbbbbbbbbbbbb  2026-11-23T10:00:00Z  eu-west-1  2027-02-20  aaaaaaaaaaaaaaaa  CN=Example CA 1",
                        "aaaaaaaaaaaaaaaa  2026-11-13T10:00:00Z  us-east-1  2026-12-03                    CN=Example CA 1",
                        "1 certificate replaced another one in this window",
                        "",
                        "Something could not be read.");
    }

    @Test
    void problemsOfReadingAreInTheHistory() throws Exception {
        JsonNode history = JSON.readTree(ContractJson.compact(HistoryDocument.of(history(List.of("Not so.")))));

        assertThat(history.path("problems").toString()).isEqualTo("[\"Not so.\"]");
    }

    @Test
    void dispatchIsWrittenByTheContract() {
        DispatchReport report = new DispatchReport(
                "eu-west-1", Instant.parse("2026-11-23T10:00:00Z"), 17, 100_000, 134, 49.96, true, List.of("Not so."));

        assertThat(ContractJson.compact(DispatchDocument.of(report)))
                .isEqualTo("{\"dispatch\":{\"region\":\"eu-west-1\",\"scheduledTime\":\"2026-11-23T10:00:00Z\","
                        + "\"catalogVersion\":17,\"targets\":100000,\"shards\":134,\"pace\":50.0,\"measured\":true,"
                        + "\"problems\":[\"Not so.\"]}}");
    }

    @Test
    void oversizedAnswerCountsItsOmittedResults() throws Exception {
        List<JudgedProbe> many = Collections.nCopies(6_000, Probes.healthy("example.com"));

        byte[] answer = ContractJson.answer(report(many, List.of(), List.of()));

        JsonNode read = JSON.readTree(new String(answer, StandardCharsets.UTF_8));
        assertThat(answer.length).isBetween(4_000_000, 5_500_000);
        assertThat(read.path("run").path("probed").asInt()).isEqualTo(6_000);
        assertThat(read.path("results").size()
                        + read.path("run").path("resultsLeftOut").asInt())
                .isEqualTo(6_000);
    }

    /** The native program can write only types that were registered during the build. */
    @Test
    void everyDocumentTypeIsRegisteredForReflection() {
        Set<Class<?>> documents = new LinkedHashSet<>();
        for (Class<?> door : DOORS) {
            walk(door, documents);
        }

        assertThat(documents).hasSizeGreaterThan(12).contains(ResultDocument.StepDocument.class);
        assertThat(documents)
                .allSatisfy(type -> assertThat(type.isAnnotationPresent(RegisterForReflection.class))
                        .as(type.getName())
                        .isTrue());
    }

    /** A registration of a library's classes stands beside the code that uses them, which is no document. */
    private static boolean registersItself(RegisterForReflection registration) {
        return registration.classNames().length == 0 && registration.targets().length == 0;
    }

    @Test
    void walkFindsEveryDocument() {
        Set<Class<?>> walked = new LinkedHashSet<>();
        for (Class<?> door : DOORS) {
            walk(door, walked);
        }
        List<String> registered = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.handshakefleet").stream()
                        .filter(type -> type.isAnnotatedWith(RegisterForReflection.class))
                        .filter(type -> registersItself(type.getAnnotationOfType(RegisterForReflection.class)))
                        .map(JavaClass::getName)
                        .toList();

        assertThat(walked).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(registered);
    }

    @Test
    void cellCannotMoveTheCursorOrAddALine() {
        Table table = new Table(Table.Column.left("issuer"), Table.Column.right("days"));

        table.add("CN=\u001b[2J\u202eA\n", "12");

        assertThat(table.lines()).containsExactly("issuer      days", "CN=\uFFFD[2J\uFFFDA\uFFFD    12");
    }

    @Test
    void coloursDoNotChangeTheWidthsOfATable() {
        Table table = new Table(
                Table.Column.left("name"),
                Table.Column.right("ms"),
                Table.Column.left("verdict").colouredBy(Paint.COLOURED::severityName));
        table.add("a", "1.50", "OK");
        table.add("long name", "120", "CRITICAL");

        assertThat(table.lines())
                .containsExactly(
                        "name         ms  verdict",
                        "a          1.50  \u001b[32mOK\u001b[0m",
                        "long name   120  \u001b[31mCRITICAL\u001b[0m");
    }

    @Test
    void resultViewShowsEachFactOnce() {
        JudgedProbe judged = Probes.with("example.com", Probes.finding(FindingCode.CERT_EXPIRING, Severity.WARNING));

        assertThat(new ResultView(Screen.PLAIN, false).lines(judged))
                .containsExactly(
                        "WARNING  example.com:443  203.0.113.7",
                        "  dns 4.21 ms  connect 11.0 ms  tls 24.9 ms (wait 22.1 = network 20.8 + server 1.30, local 2.77)"
                                + "  total 40.3 ms",
                        "  TLSv1.3  TLS_AES_256_GCM_SHA384  X25519MLKEM768  ecdsa_secp256r1_sha256  h2",
                        "  certificate      days left  expires     key       subject",
                        "  leaf                    12  2026-12-05  EC P-256  CN=example.com",
                        "  root (not sent)        900  2029-05-11  EC P-256  CN=example.com",
                        "  WARNING CERT_EXPIRING  This is the case of CERT_EXPIRING.",
                        "    Do this about CERT_EXPIRING.");
    }

    @Test
    void fullTargetDocumentIsWritten() {
        assertThatCode(() -> ContractJson.pretty(TargetDocument.of(Probes.target("example.com"))))
                .doesNotThrowAnyException();
    }

    @Test
    void targetDocumentIsReadBackWithItsSourcesOfRevocation() throws IOException {
        Map<String, Object> written = Map.of(
                "host",
                "example.com",
                "expiry",
                Map.of("ari", "https://acme.example/directory"),
                "revocation",
                Map.of("ocsp", true, "crl", true, "nonce", true, "required", true));

        JsonNode asked = document(new TargetReader(TargetDefaults.BUILT_IN).read(written));
        JsonNode off = document(Probes.target("example.com"));

        assertThat(asked.path("expiry").path("ari").asText()).isEqualTo("https://acme.example/directory");
        assertThat(asked.path("revocation").toString())
                .isEqualTo("{\"ocsp\":true,\"crl\":true,\"nonce\":true,\"required\":true}");
        assertThat(off.path("expiry").has("ari")).isFalse();
        assertThat(off.path("revocation").toString())
                .isEqualTo("{\"ocsp\":false,\"crl\":false,\"nonce\":false,\"required\":false}");
    }

    @Test
    void targetDocumentIsReadBackWithItsObjectives() throws IOException {
        TargetReader reader = new TargetReader(TargetDefaults.BUILT_IN);
        Target target = reader.read(Map.of(
                "host",
                "example.com",
                "sla",
                Map.of("objectives", List.of("p95 of tls <= 250 ms over PT1H", "99.9 % over P30D"))));

        JsonNode sla = document(target).path("sla");

        assertThat(sla.toString())
                .isEqualTo("{\"tls\":{\"warning\":\"PT0.5S\",\"critical\":\"PT1S\"},\"objectives\":["
                        + "{\"percentile\":95,\"phase\":\"tls\",\"limit\":{\"warning\":\"PT0.25S\",\"critical\":\"PT0.5S\"},"
                        + "\"window\":\"PT1H\"},{\"availability\":99.9,\"window\":\"PT720H\"}]}");
        assertThat(reader.read(Map.of("host", "example.com", "sla", JSON.convertValue(sla, Map.class)))
                        .sla())
                .isEqualTo(target.sla());
        assertThat(document(Probes.target("example.com")).path("sla").has("objectives"))
                .isFalse();
    }

    private static JsonNode document(Target target) throws IOException {
        return new ObjectMapper().readTree(ContractJson.pretty(TargetDocument.of(target)));
    }

    private static RunReport report(
            List<JudgedProbe> results, List<RejectedTarget> rejected, List<NotProbed> notProbed) {
        return new RunReport(
                "eu-west-1",
                Optional.empty(),
                Probes.AT,
                Duration.ofMillis(1_234),
                RunPace.NONE,
                results,
                rejected,
                notProbed,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Shortfall(rejected.size(), notProbed.size(), 0, 0, 0, false, results.isEmpty()),
                List.of());
    }

    private static HistoryReport history(List<String> problems) {
        LeafRecord old = seen("aa", "us-east-1", Probes.AT.minus(Duration.ofDays(10)), -80, Optional.empty());
        LeafRecord renewed = seen("bb", "eu-west-1", Probes.AT, -1, Optional.of(old.sha256()));
        return new HistoryReport(
                "a.example:443",
                Probes.AT.minus(Duration.ofDays(1)),
                Probes.AT,
                WindowRollup.of(List.of()),
                new MeasurementHistory(List.of(), false),
                List.of(renewed, old),
                List.of(),
                List.of(),
                problems);
    }

    private static LeafRecord seen(
            String sha256, String region, Instant firstSeen, int fromDays, Optional<String> replaced) {
        Instant notBefore = Probes.AT.plus(Duration.ofDays(fromDays));
        return LeafRecord.builder()
                .sha256(sha256.repeat(32))
                .keySha256("cd".repeat(32))
                .issuer("CN=Example CA 1")
                .subject("CN=a.example")
                .notBefore(notBefore)
                .notAfter(notBefore.plus(Duration.ofDays(90)))
                .firstSeen(firstSeen)
                .region(region)
                .address(Optional.of("203.0.113.7"))
                .replaced(replaced)
                .build();
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void walk(Type type, Set<Class<?>> found) {
        switch (type) {
            case ParameterizedType generic -> {
                for (Type argument : generic.getActualTypeArguments()) {
                    walk(argument, found);
                }
            }
            case Class<?> plain
            when plain.isRecord() && found.add(plain) -> {
                for (RecordComponent component : plain.getRecordComponents()) {
                    walk(component.getGenericType(), found);
                }
            }
            default -> {
                // A text, a number, an instant: Jackson knows them without reflection.
            }
        }
    }
}
