/**
 * Probes of blackbox_exporter, as a configuration of Prometheus and the exporter's own file describe them.
 *
 * <pre>
 *   {@code PrometheusReader}: jobs and lists of targets ─► {@code Relabeling} ─► target and module of each
 *   {@code BlackboxModules} ─► {@code BlackboxModuleReader} ─► {@code BlackboxModule}: what becomes of a target of the module
 * </pre>
 */
package dev.handshakefleet.imports.prometheus;
