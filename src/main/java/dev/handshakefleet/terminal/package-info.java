/**
 * The terminal that a command runs in: whether there is one, how wide it is, whether it wants colours; how far long work is; what is
 * said when the user ends it.
 *
 * <pre>
 *   {@code StandardStream}, {@code ColorChoice}, {@code TerminalWidth} ─► {@code Screen} of the views
 *   long work ─► {@code Progress}        Ctrl-C ─► {@code Interruption}
 * </pre>
 */
package dev.handshakefleet.terminal;
