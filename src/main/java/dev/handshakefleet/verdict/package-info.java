/**
 * Results held against expectations. Floor 2: pure, without clock and network; imports {@code probe}, {@code certificate}
 * and {@code target}.
 *
 * <pre>
 *                      ┌─ FailureFindings ──── HANDSHAKE_FAILED
 *   ProbeResult ─► {@link dev.handshakefleet.verdict.Judge} ─┼─ SlaFindings ──────── SLA_BREACHED              ─► {@link dev.handshakefleet.verdict.Verdict}
 *   and an instant     ├─ ChainFindings ────── names, trust, signatures, usage
 *                      └─ DateFindings ─────── CERT_EXPIRED, _NOT_YET_VALID, _EXPIRING
 *                           {@link dev.handshakefleet.verdict.ExpiryThresholds}
 * </pre>
 *
 * <p>What only shows beside other results is added to them afterwards: {@link dev.handshakefleet.verdict.AddressFindings} holds
 * the addresses of a name against each other (ADDRESSES_DISAGREE), {@link dev.handshakefleet.verdict.ChangeFindings} a leaf
 * against those seen before (CERT_CHANGED).
 *
 * <p>Every finding that holds is reported; the codes and severities are those of the result contract.
 */
package dev.handshakefleet.verdict;
