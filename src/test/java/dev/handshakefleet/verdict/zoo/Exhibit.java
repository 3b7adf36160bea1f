package dev.handshakefleet.verdict.zoo;

import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.probe.result.SctCount;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One chain, and the verdict of each validator.
 *
 * @param name the fault of the chain, in a few words
 * @param sent certificates of the server, its own first
 * @param anchors trusted certificates
 * @param store the name of the store that holds the anchors: {@link TrustStore#PUBLIC} or any other
 * @param expectedName the DNS name or IP address that is asked for
 * @param at the instant of the check
 * @param handshake the timestamps of a whole handshake; empty where the chain alone is judged
 * @param ours our findings
 * @param openssl the result of {@code openssl verify}
 * @param jdk the result of the JDK's trust manager: {@link #OK} or its reason
 * @param explanation the reason why they differ on whether the chain is good; empty where they agree
 */
record Exhibit(
        String name,
        List<Issued> sent,
        List<Issued> anchors,
        String store,
        String expectedName,
        Instant at,
        Optional<SctCount> handshake,
        Set<Expected> ours,
        String openssl,
        String jdk,
        String explanation) {

    static final String HOST = "www.example.com";

    /** The instant of the check, unless an exhibit has its own. */
    static final Instant TODAY = Instant.parse("2026-11-23T10:00:00Z");

    static final String OK = "OK";
    private static final String PRIVATE = "private";

    /** A finding without its text. */
    record Expected(FindingCode code, Severity severity) {
        @Override
        public String toString() {
            return "`%s`%s".formatted(code, severity == Severity.WARNING ? " (warning)" : "");
        }

        /** A certificate that is about to expire is still accepted, however critical that is. */
        boolean refuses() {
            return severity == Severity.CRITICAL && code != FindingCode.CERT_EXPIRING;
        }
    }

    /** @return whether all three accept it or all three refuse it */
    boolean isAgreedUpon() {
        boolean accepted = ours.stream().noneMatch(Expected::refuses);
        return openssl.equals(OK) == accepted && jdk.equals(OK) == accepted;
    }

    @Override
    public String toString() {
        return name;
    }

    static Draft exhibit(String name) {
        return new Draft(name);
    }

    static Expected critical(FindingCode code) {
        return new Expected(code, Severity.CRITICAL);
    }

    static Expected warning(FindingCode code) {
        return new Expected(code, Severity.WARNING);
    }

    /** An exhibit before its label is written. Every field that is not set is good. */
    static final class Draft {

        private final String name;
        private List<Issued> sent = List.of();
        private List<Issued> anchors = List.of();
        private String store = PRIVATE;
        private String expectedName = HOST;
        private Instant at = TODAY;
        private Optional<SctCount> handshake = Optional.empty();
        private Set<Expected> ours = Set.of();
        private String openssl = OK;
        private String jdk = OK;

        private Draft(String name) {
            this.name = name;
        }

        Draft sends(Issued... certificates) {
            return sends(List.of(certificates));
        }

        Draft sends(List<Issued> certificates) {
            sent = certificates;
            return this;
        }

        Draft trusting(Issued... certificates) {
            anchors = List.of(certificates);
            return this;
        }

        /** The anchors are those of the public store. */
        Draft publicly() {
            store = TrustStore.PUBLIC;
            return this;
        }

        Draft asked(String nameOrAddress) {
            expectedName = nameOrAddress;
            return this;
        }

        Draft at(String instant) {
            at = Instant.parse(instant);
            return this;
        }

        /** A whole handshake, with timestamps of so many logs inside the certificate and none elsewhere. */
        Draft shakingHands(int logs) {
            handshake = Optional.of(new SctCount(logs, 0, 0));
            return this;
        }

        Draft ours(Expected... findings) {
            ours = Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(findings)));
            return this;
        }

        /** The X509_V_ERR numbers that are reported, in the order of their values, or {@link OpensslVerify#UNREADABLE}. */
        Draft openssl(String refusal) {
            openssl = refusal;
            return this;
        }

        Draft jdk(String reason) {
            jdk = reason;
            return this;
        }

        Exhibit agreed() {
            return because("");
        }

        Exhibit because(String explanation) {
            return new Exhibit(
                    name,
                    List.copyOf(sent),
                    anchors,
                    store,
                    expectedName,
                    at,
                    handshake,
                    ours,
                    openssl,
                    jdk,
                    explanation);
        }
    }
}
