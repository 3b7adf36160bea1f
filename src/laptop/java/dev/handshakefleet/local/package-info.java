/**
 * The embedded fleet of a laptop: the packages of the function with DynamoDB Local and a notifier that prints. Not deployed.
 *
 * <pre>
 *   {@code LocalFleet}   {@code DynamoDbLocal}, {@code DynamoDbProcess} (a process of its own), {@code LocalTables}, {@code LocalNotifier}
 * </pre>
 */
package dev.handshakefleet.local;
