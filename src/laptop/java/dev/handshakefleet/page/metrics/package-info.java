/**
 * What Prometheus scrapes of {@code ./fleet up}: a probe on demand with the metric names of blackbox_exporter. Not deployed.
 *
 * <pre>
 *   /probe ─► {@code ProbeQuery}, {@code ProbeModule} ─► a probe ─► {@code ProbeMetrics} ─► {@code MetricList} ─► {@code Exposition}
 * </pre>
 *
 * <p>{@code ProbeRoute} is the route.
 */
package dev.handshakefleet.page.metrics;
