/**
 * Whether a certificate was revoked: by its staple, by OCSP, or by a revocation list.
 *
 * <pre>
 *   {@code RevocationInquiry}   asks responders, then lists
 *      └ {@code RevocationAnswers}   judges each answer with {@code PkixRevocation} ─► {@code Revocation}: Good, Revoked, Unknown
 * </pre>
 */
package dev.handshakefleet.certificate.revocation;
