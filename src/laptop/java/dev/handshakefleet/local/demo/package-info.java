/**
 * The demo: servers with one thing right or wrong each, three rounds of three regions through the Lambda handler. Not deployed.
 *
 * <pre>
 *   {@code DemoCommand} ─► {@code Demo} ─► {@code DemoServers}, {@code DemoTable}, {@code DemoNotices}
 * </pre>
 */
package dev.handshakefleet.local.demo;
