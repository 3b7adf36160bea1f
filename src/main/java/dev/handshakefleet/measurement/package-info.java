/**
 * The stored measurements and how they are read back.
 *
 * <pre>
 *   judged probe ─► {@code Measurement} ─► {@code MeasurementItem} ─► {@code MeasurementStore} ─► {@code MeasurementHistory} ─► {@code Percentiles}
 * </pre>
 *
 * <p>One item a probe, at most 1 KB, so that storing it costs one write unit.
 */
package dev.handshakefleet.measurement;
