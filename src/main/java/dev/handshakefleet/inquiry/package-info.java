/**
 * Questions to authorities after a handshake: missing issuers, revocation, renewal information. Off the timed path.
 *
 * <pre>
 *   {@code ChainInquiry} ─► evidence for the verdict
 *      ├ {@code AnswerCache}           answers in memory and in the state table, for as long as they are valid
 *      └ {@code RenewalInformation}   ACME Renewal Information (RFC 9773)
 * </pre>
 */
package dev.handshakefleet.inquiry;
