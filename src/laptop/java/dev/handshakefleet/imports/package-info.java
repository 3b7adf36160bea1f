/**
 * {@code ./fleet import}: a {@code targets.yaml} from what people have. Not deployed.
 *
 * <pre>
 *   {@code ImportCommand} ─► {@code SourceForm} ─► the reader of that form, {@code HostListReader} among them
 * </pre>
 */
package dev.handshakefleet.imports;
