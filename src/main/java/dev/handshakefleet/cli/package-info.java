/**
 * The human door: one class a command, named after what the user types. A command reads its options, calls the rooms below
 * and prints; it decides nothing.
 *
 * <pre>
 *   ./fleet probe …   {@link dev.handshakefleet.cli.ProbeCommand}
 *   ./fleet demo      {@link dev.handshakefleet.local.demo.DemoCommand}
 *   ./fleet invoke …  {@link dev.handshakefleet.cli.InvokeCommand}
 *   ./fleet history … {@link dev.handshakefleet.cli.HistoryCommand}
 *   ./fleet apply …   {@link dev.handshakefleet.cli.ApplyCommand}
 *   ./fleet targets … {@link dev.handshakefleet.cli.TargetsCommand}
 *   ./fleet bench …   {@link dev.handshakefleet.bench.BenchCommand}
 * </pre>
 *
 * No Quarkus application is started for a command: it would cost its start, and in a native program the poll loop of the
 * Lambda extension would end the command.
 */
package dev.handshakefleet.cli;
