/**
 * Downloads of documents that certificates point to, under the egress rules and with bounds in time, bytes and count.
 *
 * <pre>
 *   {@code EgressDownloads} ─► {@code Download} ─► {@code AllowedAddresses} ─► {@code HttpCall}   Apache HttpClient, one exchange, direct sockets
 * </pre>
 */
package dev.handshakefleet.inquiry.download;
