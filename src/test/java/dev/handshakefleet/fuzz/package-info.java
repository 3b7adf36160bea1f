/**
 * Hostile bytes for the rooms that read what a stranger wrote. The targets are plain methods over bytes: Jazzer drives
 * them (profile {@code fuzz}), and a seeded mutator does in every build.
 *
 * <pre>
 *   seeds (src/test/resources/fuzz) ─► Jazzer or DerMutator ─► a target ─► InspectionRules, InputBudget
 * </pre>
 */
package dev.handshakefleet.fuzz;
