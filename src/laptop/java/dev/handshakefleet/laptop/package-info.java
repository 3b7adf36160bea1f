/**
 * The entry point of {@code ./fleet}: {@code Laptop} adds the embedded fleet and the commands of the laptop alone. Not deployed.
 */
package dev.handshakefleet.laptop;
