/**
 * The entry point of {@code ./fleet}: {@code Laptop} adds the embedded fleet and the commands of the laptop alone.
 * {@code CompletionCommand} knows all commands, so it is here. Not deployed.
 */
package dev.handshakefleet.laptop;
