/**
 * A small HTTP server on loopback: routes, the guard against other origins and rebinding hosts, server-sent events. It knows nothing
 * of the fleet. Not deployed.
 *
 * <pre>
 *   request ─► {@code PageServer} ─► {@code RequestGuard} ─► {@code Route} ─► {@code Answer}
 *                                          {@code ServerEvents} ─► open pages
 * </pre>
 *
 * <p>A route is added to the list that the server is started with; {@code Answer} has the forms of an answer.
 */
package dev.handshakefleet.page.server;
