/**
 * What a laptop has instead of AWS: DynamoDB Local as a process of its own, a certificate authority, servers on loopback.
 * The rooms that use them are the very ones that the function uses.
 */
package dev.handshakefleet.local;
