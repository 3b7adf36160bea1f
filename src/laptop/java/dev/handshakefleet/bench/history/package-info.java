/**
 * What reading back costs, from measurements alone and from rollups. Not deployed.
 *
 * <pre>
 *   {@code HistoryBenchmark} ─► DynamoDB Local with {@code InventedMeasurements} ─► WindowReader, RollupMaker, ReportFile ─► {@code HistoryRow}
 * </pre>
 */
package dev.handshakefleet.bench.history;
