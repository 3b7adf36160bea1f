package dev.handshakefleet.verdict;

import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.Phase;
import java.util.Comparator;
import java.util.Objects;

/**
 * The aspect of a target that an alert is about. One problem makes one alert, however many probes see it.
 *
 * @param family the kind of check
 * @param part the part of that kind, such as {@code tls} or {@code leaf}; empty where
 *     the kind has no parts
 */
public record Check(CheckFamily family, String part) implements Comparable<Check> {

    /** The target can be reached. */
    public static final Check AVAILABILITY = new Check(CheckFamily.AVAILABILITY, "");

    /** Names, trust, signatures and order of the chain. */
    public static final Check CHAIN = new Check(CheckFamily.CHAIN, "");

    /** The revocation of certificates. */
    public static final Check REVOCATION = new Check(CheckFamily.REVOCATION, "");

    /** The negotiated protocol and cipher. */
    public static final Check PROTOCOL = new Check(CheckFamily.PROTOCOL, "");

    /** The server's own certificate. Its renewal over all addresses belongs to this check too. */
    public static final Check LEAF = certificate(Role.LEAF);

    /** A region of the fleet runs. Its subject is the region, not a target. */
    public static final Check REGION_SILENT = new Check(CheckFamily.REGION, "silent");

    private static final Comparator<Check> ORDER =
            Comparator.comparing(Check::family).thenComparing(Check::part);

    public Check {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(part, "part");
    }

    public static Check sla(Phase phase) {
        return new Check(CheckFamily.SLA, phase.label());
    }

    public static Check certificate(Role role) {
        return new Check(CheckFamily.CERTIFICATE, role.label());
    }

    /** The check that a finding belongs to. */
    public static Check of(Finding finding) {
        return switch (finding.code()) {
            case HANDSHAKE_FAILED, HTTP_FAILED, ADDRESS_UNREACHABLE -> AVAILABILITY;
            case SLA_BREACHED ->
                sla(finding.about() instanceof FindingSubject.OfPhase timed ? timed.phase() : Phase.TOTAL);
            case CERT_EXPIRED, CERT_NOT_YET_VALID, CERT_EXPIRING ->
                certificate(finding.about() instanceof FindingSubject.OfCertificate one ? one.role() : Role.LEAF);
            case CERT_CHANGED, ADDRESSES_DISAGREE -> LEAF;
            case REVOKED, REVOCATION_UNKNOWN, STAPLE_MISSING -> REVOCATION;
            case WEAK_PROTOCOL, WEAK_CIPHER -> PROTOCOL;
            case REGION_SILENT -> REGION_SILENT;
            case HOSTNAME_MISMATCH,
                    SELF_SIGNED,
                    UNTRUSTED_ROOT,
                    INCOMPLETE_CHAIN,
                    BAD_SIGNATURE,
                    NOT_A_CA,
                    WRONG_USAGE,
                    CHAIN_MISORDERED,
                    CHAIN_EXCESS,
                    WEAK_KEY,
                    WEAK_SIGNATURE,
                    VALIDITY_TOO_LONG,
                    TOO_FEW_SCTS -> CHAIN;
        };
    }

    /**
     * @param name a result of {@link #name()}
     * @throws IllegalArgumentException for any other text
     */
    public static Check parse(String name) {
        int dot = name.indexOf('.');
        String family = dot < 0 ? name : name.substring(0, dot);
        return new Check(
                CheckFamily.ofLabel(family).orElseThrow(() -> new IllegalArgumentException("check: " + name)),
                dot < 0 ? "" : name.substring(dot + 1));
    }

    /** @return the name in attributes, silences and messages, such as {@code certificate.leaf} */
    public String name() {
        return part.isEmpty() ? family.label() : family.label() + "." + part;
    }

    @Override
    public int compareTo(Check other) {
        return ORDER.compare(this, other);
    }
}
