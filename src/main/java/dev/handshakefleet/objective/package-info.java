/**
 * Objectives over a window: percentiles and availability, judged from stored measurements.
 *
 * <pre>
 *   {@code ObjectiveEvaluator}   reads the window only if this run speaks against an objective
 *      └ {@code ObjectiveFindings}   {@code SlowShare} (percentiles), {@code BurnAlarm} and {@code ErrorBudget} (availability)
 * </pre>
 */
package dev.handshakefleet.objective;
