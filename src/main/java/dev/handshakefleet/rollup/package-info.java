/**
 * Rollups: what the measurements of a target come to in an hour or a day, made once from what is stored, so that a view of a long
 * time reads little.
 *
 * <pre>
 *   {@code Measurement} ─► {@code RollupTally} ─► {@code Rollup} (a {@code Span}, by region a {@code RegionRollup} with a {@code Sketch}
 *   of each {@code Series}) ─► {@code RollupItem} ─► {@code RollupStore}
 *
 *   {@code RollupMaker}    makes the rollups of hours and days that are over, target by target, and notes how far it has come
 *   {@code WindowReader}   reads a window: days, then hours, then the measurements of what neither covers
 * </pre>
 *
 * <p>A rollup is never needed: where there is none, or one that this version cannot read, the measurements are read.
 */
package dev.handshakefleet.rollup;
