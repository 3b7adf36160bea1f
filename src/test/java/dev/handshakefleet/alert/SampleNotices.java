package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.AlertKey;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.base.LimitText;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.FindingSubject;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Notices for tests, as they are in a fleet of three regions, changed where a test wants it. */
public final class SampleNotices {

    public static final Instant SINCE = Instant.parse("2026-11-23T10:00:00Z");

    /** The fingerprint of every certificate here. */
    public static final String SHA256 = "5f3a".repeat(16);

    private SampleNotices() {}

    /** A notice that an alert opened; CRITICAL, seen from two of three regions. */
    public static Builder opened(String targetId, Check check) {
        return new Builder(targetId, check);
    }

    /** A leaf that expired three days ago. */
    public static Builder expired(String targetId) {
        return opened(targetId, Check.LEAF)
                .finding(expired(Role.LEAF, "CN=" + targetId.replaceAll(":.*", ""), SINCE.minus(Duration.ofDays(3))));
    }

    /** A target that cannot be reached. */
    public static Builder unreachable(String targetId) {
        return opened(targetId, Check.AVAILABILITY)
                .phases(Map.of(Phase.DNS, Duration.ofNanos(2_310_000)))
                .finding(new Finding(
                        FindingCode.HANDSHAKE_FAILED,
                        Severity.CRITICAL,
                        "Failed in phase connect with TIMEOUT: no answer within 5 s",
                        "Check that the host is up, not overloaded, and that no firewall silently drops the packets to its"
                                + " port."));
    }

    /** A handshake above its critical limit. */
    public static Builder slow(String targetId) {
        return opened(targetId, Check.sla(Phase.TLS))
                .finding(slow(Severity.CRITICAL, Duration.ofNanos(512_300_000), Duration.ofMillis(300)));
    }

    public static Check objective(String part) {
        return new Check(CheckFamily.OBJECTIVE, part);
    }

    public static Finding slow(Severity severity, Duration took, Duration limit) {
        return new Finding(
                FindingCode.SLA_BREACHED,
                severity,
                "Handshake took %s, %slimit %s."
                        .formatted(
                                LimitText.of(took, limit).took(),
                                severity == Severity.CRITICAL ? "critical " : "",
                                LimitText.of(took, limit).limit()),
                "Compare with other regions: slow everywhere means a busy server, a large chain or a slow key; slow from"
                        + " one means the network path.",
                new FindingSubject.OfPhase(Phase.TLS, took, limit));
    }

    public static Finding expired(Role role, String subject, Instant notAfter) {
        return new Finding(
                FindingCode.CERT_EXPIRED,
                Severity.CRITICAL,
                "Leaf certificate expired 3 days ago (2026-11-20).",
                "Renew it now, install it and reload the server: clients refuse it.",
                new FindingSubject.OfCertificate(
                        role, subject, SHA256, notAfter, FindingSubject.OfCertificate.EXPIRED));
    }

    public static Finding expiring(Severity severity, Role role, String name, String subject, int days) {
        return new Finding(
                FindingCode.CERT_EXPIRING,
                severity,
                name + " expires in " + days + " days (" + date(days) + ").",
                role == Role.LEAF
                        ? "Renew it now and reload the server: 6 % of its lifetime is left."
                        : "Ask your certificate authority for a chain with the newer intermediate and install it with the"
                                + " leaf.",
                new FindingSubject.OfCertificate(role, subject, SHA256, SINCE.plus(Duration.ofDays(days)), 3));
    }

    private static String date(int days) {
        return SINCE.plus(Duration.ofDays(days)).toString().substring(0, 10);
    }

    /** A notice in the making. */
    public static final class Builder {

        private final String targetId;
        private final Check check;
        private Change change = Change.OPENED;
        private Severity severity = Severity.CRITICAL;
        private Severity previous = Severity.OK;
        private boolean regional;
        private String region = "eu-west-1";
        private Map<String, Severity> regions = new TreeMap<>(
                Map.of("ap-southeast-2", Severity.OK, "eu-west-1", Severity.CRITICAL, "us-east-1", Severity.CRITICAL));
        private final List<Finding> findings = new ArrayList<>();
        private Instant since = SINCE;
        private Instant at = SINCE;
        private final Map<Phase, Duration> phases = new EnumMap<>(Map.of(
                Phase.DNS, Duration.ofNanos(2_310_000),
                Phase.CONNECT, Duration.ofNanos(11_034_000),
                Phase.TLS, Duration.ofNanos(24_870_000)));
        private Map<String, String> tags = Map.of("env", "prod", "team", "web");
        private Optional<String> note = Optional.empty();
        private int suppressed;
        private int lost;
        private Optional<String> id = Optional.empty();

        private Builder(String targetId, Check check) {
            this.targetId = targetId;
            this.check = check;
        }

        public Builder change(Change became, Severity was, Severity is) {
            change = became;
            previous = was;
            severity = is;
            return this;
        }

        /** Ends it: every region finds it well again. */
        public Builder resolved(Duration after, String ending) {
            regions.replaceAll((name, saw) -> Severity.OK);
            return change(Change.RESOLVED, severity, Severity.OK).after(after).note(ending);
        }

        /** A WARNING that these regions only see. */
        public Builder regional(String... from) {
            regional = true;
            severity = Severity.WARNING;
            regions.replaceAll((name, saw) -> List.of(from).contains(name) ? Severity.CRITICAL : Severity.OK);
            return this;
        }

        public Builder regions(Map<String, Severity> saw) {
            regions = new TreeMap<>(saw);
            return this;
        }

        public Builder region(String name) {
            region = name;
            return this;
        }

        public Builder finding(Finding one) {
            findings.add(one);
            return this;
        }

        public Builder findings(List<Finding> all) {
            findings.clear();
            findings.addAll(all);
            return this;
        }

        public Builder since(Instant first) {
            since = first;
            return this;
        }

        public Builder after(Duration age) {
            at = since.plus(age);
            return this;
        }

        public Builder phases(Map<Phase, Duration> took) {
            phases.clear();
            phases.putAll(took);
            return this;
        }

        public Builder tags(Map<String, String> words) {
            tags = words;
            return this;
        }

        public Builder note(String sentence) {
            note = Optional.of(sentence);
            return this;
        }

        public Builder suppressed(int notices) {
            suppressed = notices;
            return this;
        }

        public Builder lost(int notices) {
            lost = notices;
            return this;
        }

        public Builder id(String stable) {
            id = Optional.of(stable);
            return this;
        }

        public AlertNotice build() {
            return new AlertNotice(
                    id.orElse(targetId + "#7#" + check.name()),
                    new AlertKey(targetId, check, since),
                    change,
                    new AlertNotice.Status(severity, previous, regional, new TreeMap<>(regions)),
                    findings,
                    new AlertNotice.Run(region, at, phases, new TreeMap<>(tags)),
                    note,
                    new AlertNotice.Omitted(suppressed, lost));
        }
    }
}
