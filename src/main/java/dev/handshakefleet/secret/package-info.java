/**
 * Secrets: client certificates and their passwords, read from files, variables, Secrets Manager or the Parameter Store.
 *
 * <pre>
 *   {@code SecretReader}   {@code AwsSecrets}, {@code LocalSecrets}
 *      └ {@code CachedIdentities}   keeps a client certificate for five minutes
 * </pre>
 */
package dev.handshakefleet.secret;
