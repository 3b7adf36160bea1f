/**
 * Client certificates: reading them from PEM or PKCS#12, and the server's request for one.
 *
 * <pre>
 *   bytes ─► {@code PemIdentity}, {@code Pkcs12Identity} ─► {@code ClientIdentity}
 *            {@code KeyPairing} finds the certificate of the key
 *   CertificateRequest ─► {@code ClientCertificateRequest}
 * </pre>
 */
package dev.handshakefleet.probe.tls.identity;
