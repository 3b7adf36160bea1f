/**
 * How results are shown: the JSON of the result contract, and plain or coloured text for a terminal.
 *
 * <pre>
 *   RunReport ─► {@link dev.handshakefleet.report.RunDocument} ─► {@link dev.handshakefleet.report.ContractJson}   for programs
 *             └► {@link dev.handshakefleet.report.ResultView}, {@link dev.handshakefleet.report.Table}             for people
 * </pre>
 *
 * The names in the documents are law: people build filters and dashboards on them. Every document type is registered for
 * reflection where it stands, for the native program.
 */
package dev.handshakefleet.report;
