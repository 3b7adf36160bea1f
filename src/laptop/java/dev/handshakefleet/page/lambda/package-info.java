/**
 * The report as a Lambda function of its own ({@code report.zip}, {@code infra/report.yaml}): it makes the report of the deployed fleet and
 * keeps it in a private bucket. The function of the probes has none of it.
 *
 * <pre>
 *   event ─► {@code ReportRequest} ─► {@code ReportFunction} ─► {@code ReportFile} ─► {@code ReportBucket} ─► {@code ReportDocument}
 * </pre>
 */
package dev.handshakefleet.page.lambda;
