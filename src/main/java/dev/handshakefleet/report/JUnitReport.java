package dev.handshakefleet.report;

import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.fleet.NotProbed;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.read.RejectedTarget;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.JudgedProbe;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A run as JUnit XML, for the servers of pipelines. A test case is a target and an address. It has failed if it has a finding; a
 * target that was rejected or not probed is an error. The form is that of the JUnit task of Apache Ant, which Jenkins, GitLab and
 * others read: one {@code failure} a test case, and no attribute that any of them refuses.
 */
public final class JUnitReport {

    private static final String NAME = "handshake-fleet";
    private static final String CLASS_NAME = NAME + ".probe";
    private static final int MILLIS_DECIMALS = 3;

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    private JUnitReport() throws XMLStreamException {
        this.xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    }

    /** @return the document */
    public static String of(RunReport report) {
        try {
            JUnitReport written = new JUnitReport();
            written.document(report);
            return written.text.toString();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("elements are opened and closed in pairs", impossible);
        }
    }

    private void document(RunReport report) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        begin("testsuites");
        begin("testsuite");
        suite(report);
        begin("properties");
        begin("property");
        attribute("name", "region");
        attribute("value", report.region());
        end();
        end();
        for (JudgedProbe judged : report.results()) {
            probed(judged);
        }
        for (RejectedTarget rejected : report.rejected()) {
            error(rejected.target(), "REJECTED", rejected.reason());
        }
        for (NotProbed left : report.notProbed()) {
            error(left.target(), "NOT_PROBED", left.reason());
        }
        begin("system-out");
        end();
        begin("system-err");
        characters(String.join("\n", report.problems()));
        end();
        end();
        end();
        xml.writeEndDocument();
        xml.close();
        text.append('\n');
    }

    private void suite(RunReport report) throws XMLStreamException {
        int errors = report.rejected().size() + report.notProbed().size();
        attribute("name", NAME);
        attribute("package", NAME);
        attribute("id", "0");
        attribute("hostname", "localhost");
        // The schema of the Ant task allows no zone and no fraction.
        attribute(
                "timestamp",
                report.started()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDateTime()
                        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss")));
        attribute("tests", String.valueOf(report.results().size() + errors));
        attribute(
                "failures",
                String.valueOf(report.results().stream()
                        .filter(judged -> !judged.verdict().findings().isEmpty())
                        .count()));
        attribute("errors", String.valueOf(errors));
        attribute("skipped", "0");
        attribute("time", seconds(report.took()));
    }

    private void probed(JudgedProbe judged) throws XMLStreamException {
        String address = judged.result()
                .address()
                .map(AddressText::of)
                .filter(shown -> !shown.equals(judged.result().target().host()))
                .map(shown -> " " + shown)
                .orElse("");
        beginCase(
                judged.result().target().id() + address,
                judged.result().phases().getOrDefault(Phase.TOTAL, Duration.ZERO));
        List<Finding> findings = judged.verdict().findings();
        if (!findings.isEmpty()) {
            // The first one is the worst.
            begin("failure");
            attribute("type", findings.getFirst().code().name());
            attribute("message", findings.getFirst().message());
            characters(findings.stream()
                    .map(finding -> finding.severity() + " " + finding.code() + ": " + SafeText.line(finding.message())
                            + "\n  " + SafeText.line(finding.advice()))
                    .collect(Collectors.joining("\n")));
            end();
        }
        end();
    }

    private void error(String target, String type, String reason) throws XMLStreamException {
        beginCase(target, Duration.ZERO);
        begin("error");
        attribute("type", type);
        attribute("message", reason);
        end();
        end();
    }

    private void beginCase(String name, Duration took) throws XMLStreamException {
        begin("testcase");
        attribute("classname", CLASS_NAME);
        attribute("name", name);
        attribute("time", seconds(took));
    }

    private void begin(String element) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement(element);
    }

    private void end() throws XMLStreamException {
        xml.writeEndElement();
    }

    /** The writer escapes; it does not refuse what no XML document may hold (XML 1.0, 2.2). {@link SafeText} replaces that. */
    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, SafeText.line(value));
    }

    /** @param content lines, of which each was made safe; no other control character is left */
    private void characters(String content) throws XMLStreamException {
        xml.writeCharacters(content.lines().map(SafeText::line).collect(Collectors.joining("\n")));
    }

    private static String seconds(Duration took) {
        return BigDecimal.valueOf(took.toNanos(), 9)
                .setScale(MILLIS_DECIMALS, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
