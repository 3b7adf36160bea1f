package dev.handshakefleet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.fleet.RunSoFar;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.read.RejectedTarget;
import dev.handshakefleet.target.read.TargetList;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** JUnit XML and CSV of a run. */
class PipelineFormsTest {

    private static final String HOSTILE =
            "<script>\"'&]]> " + (char) 0 + (char) 27 + "[2J" + (char) 0xFFFE + (char) 0xD800 + " \r\n,;=1+1";

    @Test
    void testCaseIsATargetAndAnAddress() throws Exception {
        Element suite = suite(JUnitReport.of(run(
                Probes.healthy("example.com"),
                Probes.with(
                        "example.org",
                        Probes.finding(FindingCode.SLA_BREACHED, Severity.WARNING),
                        Probes.finding(FindingCode.CERT_EXPIRED, Severity.CRITICAL)))));

        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        NodeList cases = suite.getElementsByTagName("testcase");
        assertThat(((Element) cases.item(0)).getAttribute("name")).isEqualTo("example.com:443 203.0.113.7");
        assertThat(((Element) cases.item(0)).getAttribute("time")).isEqualTo("0.040");
        assertThat(((Element) cases.item(0)).getElementsByTagName("failure").getLength())
                .isZero();
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("type")).isEqualTo("CERT_EXPIRED");
        assertThat(failure.getTextContent())
                .contains("CRITICAL CERT_EXPIRED: This is the case", "WARNING SLA_BREACHED: This is", "Do this about");
        Element error = (Element) suite.getElementsByTagName("error").item(0);
        assertThat(error.getAttribute("message")).isEqualTo("line 3: port: '99999'; accepted: 1 to 65535");
    }

    @Test
    void hostileTextIsEscapedAndWhatXmlForbidsIsReplaced() throws Exception {
        JudgedProbe hostile = Probes.with(
                "example.com", new Finding(FindingCode.HOSTNAME_MISMATCH, Severity.CRITICAL, HOSTILE, HOSTILE));

        Element suite = suite(JUnitReport.of(run(hostile)));

        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getElementsByTagName("script").getLength()).isZero();
        assertThat(failure.getAttribute("message")).startsWith("<script>\"'&]]> \uFFFD\uFFFD[2J\uFFFD\uFFFD ");
        assertThat(failure.getTextContent()).contains("CRITICAL HOSTNAME_MISMATCH: <script>\"'&]]> \uFFFD\uFFFD[2J");
    }

    @Test
    void csvHasARowForEachResultAndACellForEachColumn() {
        List<String> lines = ResultCsv.lines(run(
                Probes.healthy("example.com"),
                Probes.failed("example.org", new Failure(Phase.CONNECT, Failure.Kind.CONNECTION_REFUSED, "refused"))));

        List<String> columns = Arrays.asList(lines.getFirst().split(",", -1));
        assertThat(lines).hasSize(3);
        assertThat(columns)
                .startsWith("target", "endpoint", "address", "region", "startedAt", "verdict", "findings")
                .contains("dnsMillis", "tlsMillis", "totalMillis", "daysLeft", "issuer");
        List<String> healthy = Arrays.asList(lines.get(1).split(",", -1));
        assertThat(healthy).hasSameSizeAs(columns);
        assertThat(healthy.get(columns.indexOf("tlsMillis"))).isEqualTo("24.870");
        assertThat(healthy.get(columns.indexOf("daysLeft"))).isEqualTo("12");
        List<String> failed = Arrays.asList(lines.get(2).split(",", -1));
        assertThat(failed).hasSameSizeAs(columns);
        assertThat(failed.get(columns.indexOf("failureKind"))).isEqualTo("CONNECTION_REFUSED");
        assertThat(failed.get(columns.indexOf("tlsMillis"))).isEmpty();
    }

    @Test
    void textFromOutsideNeitherEndsACellNorIsAFormula() {
        String region = "=cmd|' /C calc'!A1,\"b\""
                + IntStream.range(0, 32).mapToObj(Character::toString).collect(Collectors.joining());

        String row = ResultCsv.lines(run(region, Probes.healthy("example.com"))).get(1);

        assertThat(row).contains(",\"'=cmd|' /C calc'!A1,\"\"b\"\"\uFFFD").doesNotContain("\n", "\r", "\u0000");
    }

    private static RunReport run(JudgedProbe... probed) {
        return run("local", probed);
    }

    private static RunReport run(String region, JudgedProbe... probed) {
        RunSoFar soFar = new RunSoFar(Probes.AT);
        Stream.of(probed).forEach(soFar);
        List<Target> targets =
                Stream.of(probed).map(judged -> judged.result().target()).toList();
        return soFar.report(region, new TargetList(targets, List.of()), Probes.AT.plusSeconds(2), "interrupted")
                .alsoRejected(List.of(
                        new RejectedTarget("example.net:99999", "line 3: port: '99999'; accepted: 1 to 65535")));
    }

    /** The only suite of a document that the schema accepts. */
    private static Element suite(String xml) throws Exception {
        SchemaFactory.newDefaultInstance()
                .newSchema(Path.of("src/test/resources/junit/junit.xsd").toFile())
                .newValidator()
                .validate(new StreamSource(new StringReader(xml)));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        return (Element) document.getElementsByTagName("testsuite").item(0);
    }
}
