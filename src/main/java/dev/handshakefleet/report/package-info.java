/**
 * Views of results: the JSON of the result contract, and text for a terminal.
 *
 * <pre>
 *   {@code RunReport} ─► {@code RunDocument} ─► {@code ContractJson}     for programs
 *             ├► {@code ResultCsv}, {@code JUnitReport}              for pipelines
 *             └► {@code ResultView}, {@code Table} on a {@code Screen}     for people
 * </pre>
 *
 * <p>The names in the documents are a contract. Every document type is registered for reflection beside its declaration, for the
 * native executable.
 */
package dev.handshakefleet.report;
