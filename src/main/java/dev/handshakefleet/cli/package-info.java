/**
 * The commands, one class each, named after what the user types. A command reads options, calls the packages below and
 * prints. It decides nothing.
 *
 * <pre>
 *   fleet probe      {@code ProbeCommand}        fleet targets      {@code TargetsCommand}
 *   fleet invoke     {@code InvokeCommand}       fleet alerts       {@code AlertsCommand}
 *   fleet history    {@code HistoryCommand}      fleet acknowledge  {@code AcknowledgeCommand}
 *   fleet apply      {@code ApplyCommand}        fleet silence      {@code SilenceCommand}
 *   {@code TargetsInput}  the targets of a probe, from arguments, standard input and files
 *   {@code FleetChoice}   the deployed fleet, or an {@code EmbeddedFleet}, which only the laptop's program has
 * </pre>
 *
 * <p>No Quarkus application is started for a command. It would cost its start, and in the native executable the poll loop of the
 * Lambda extension would end the command.
 */
package dev.handshakefleet.cli;
