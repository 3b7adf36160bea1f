/**
 * Facts compared with expectations. Pure: no clock, no network.
 *
 * <pre>
 *                       ┌ {@code FailureFindings}, {@code NegotiationFindings}, {@code SlaFindings}
 *   result, {@code Evidence} ─► {@code Judge} ┼ {@code ChainFindings}, {@code DateFindings}, {@code RevocationFindings}   ─► {@code JudgedProbe} with its {@code Verdict}
 *                       ├ {@code TransparencyFindings}, {@code AriFindings}
 *                       ├ {@code AddressFindings}: all addresses of a target
 *                       └ {@code ChangeFindings}: {@code LeafComparison} with earlier leaves
 * </pre>
 *
 * <p>Every finding that holds is reported. Only {@code Judge} makes a verdict. {@code FindingCode} and {@code Severity} are part of the result contract. {@code Check} names the
 * aspect of a target that an alert is about.
 */
package dev.handshakefleet.verdict;
