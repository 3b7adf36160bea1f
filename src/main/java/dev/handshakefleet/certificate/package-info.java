/**
 * One certificate at a time: bounded reading, its facts for display, its addresses, and the trust stores. Pure.
 *
 * <pre>
 *   DER ─► {@code ParsedCertificate} ─► {@code CertificateFacts}, {@code CertificateKey}, {@code CertificatePointers}
 *   PEM ─► {@code CertificateFile} ─► {@code TrustStore}
 *   {@code SignatureVerification}   whether a key signed a certificate ─► {@code EcdsaProvider}, or the JDK
 *   {@code Downloads}   the boundary to documents that certificates point to
 * </pre>
 */
package dev.handshakefleet.certificate;
