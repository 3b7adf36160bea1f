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
    WRONG_USAGE,
    CHAIN_MISORDERED,
    CHAIN_EXCESS,
    WEAK_KEY,
    WEAK_SIGNATURE,
    WEAK_PROTOCOL,
    WEAK_CIPHER,
    VALIDITY_TOO_LONG,
    TOO_FEW_SCTS,
    REVOKED,
    REVOCATION_UNKNOWN,
    STAPLE_MISSING,
    CERT_CHANGED,
    ADDRESSES_DISAGREE,
    ADDRESS_UNREACHABLE,
    /** About a region of the fleet; no probe reports it. */
    REGION_SILENT
}
