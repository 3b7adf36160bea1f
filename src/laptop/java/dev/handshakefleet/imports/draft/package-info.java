/**
 * What becomes of a source: drafts of targets, and remarks on what is not in them.
 *
 * <pre>
 *   {@code SourceAddress} ─► {@code TargetDraft} ─► {@code DraftCheck} (the fleet's own reader) ─► {@code TargetsDocument}
 *   {@code Remarks}: one {@code Remark} for each thing that was not carried over or is different, with its place
 * </pre>
 *
 * <p>No remark quotes a value that may be a secret.
 */
package dev.handshakefleet.imports.draft;
