/**
 * What Prometheus scrapes of {@code ./fleet up}: the state of the fleet, and a probe on demand with the metric names of
 * blackbox_exporter. Not deployed.
 *
 * <pre>
 *   /metrics ─► {@code FleetMetrics}, {@code HandshakeTimes} ────────────────────────────┐
 *   /probe ─► {@code ProbeQuery}, {@code ProbeModule} ─► a probe ─► {@code ProbeMetrics} ─► {@code MetricList} ─► {@code Exposition}
 * </pre>
 *
 * <p>{@code FleetMetrics} and {@code ProbeRoute} have the routes.
 */
package dev.handshakefleet.page.metrics;
