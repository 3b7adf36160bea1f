/**
 * What is kept of a probe, and how it is read back.
 *
 * <pre>
 *   JudgedProbe ─► {@link dev.handshakefleet.measurement.Measurement} ─► {@code MeasurementItem} ─► {@link dev.handshakefleet.measurement.MeasurementStore} ─► DynamoDB
 *                                                                                  └► {@link dev.handshakefleet.measurement.MeasurementHistory} ─► {@link dev.handshakefleet.measurement.Percentiles}
 * </pre>
 *
 * One item a probe, at most 1 KB, so that writing it costs one write unit.
 */
package dev.handshakefleet.measurement;
