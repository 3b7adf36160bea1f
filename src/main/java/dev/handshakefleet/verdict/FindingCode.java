package dev.handshakefleet.verdict;

/** The stable codes of findings: filters and dashboards depend on them. */
public enum FindingCode {
    HANDSHAKE_FAILED,
    HTTP_FAILED,
    SLA_BREACHED,
    CERT_EXPIRED,
    CERT_NOT_YET_VALID,
    CERT_EXPIRING,
    HOSTNAME_MISMATCH,
    SELF_SIGNED,
    UNTRUSTED_ROOT,
    INCOMPLETE_CHAIN,
    BAD_SIGNATURE,
    NOT_A_CA,
    WRONG_USAGE
}
