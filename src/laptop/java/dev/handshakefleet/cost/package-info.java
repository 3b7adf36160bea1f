/**
 * {@code ./fleet cost}: the monthly bill of a file of targets, beside that of the same checks as canaries. Not deployed.
 *
 * <pre>
 *   targets, options ─► {@code Workload} ─► {@code CostModel}: quantities by {@code PriceItem}
 *                                             ─► {@code Bill} with the prices of a {@code PriceList} ─► {@code CostReport} ─► {@code CostView}
 *   {@code TemplateFacts}   what template.yaml sets; a test holds the two equal
 * </pre>
 */
package dev.handshakefleet.cost;
