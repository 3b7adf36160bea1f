/**
 * The entry point of {@code ./fleet}: {@code Laptop} adds the embedded fleet, the demo and the bench to the commands. Not deployed.
 */
package dev.handshakefleet.laptop;
