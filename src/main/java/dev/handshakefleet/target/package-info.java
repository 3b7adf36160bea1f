/**
 * The targets: what is probed, how, and what is expected of it. Records without behaviour; {@code target.read} reads them.
 *
 * <pre>
 *   {@code Target}   host, port, {@code Protocol}, {@code TlsOffer}, {@code HttpCheck}
 *     ├ {@code Sla}            limits of phases ({@code SlaLimit}) and objectives ({@code SlaObjective})
 *     ├ {@code ExpiryPolicy}   {@code RevocationPolicy}
 *     └ {@code AlertPolicy}    when alerts open, end and are repeated
 * </pre>
 */
package dev.handshakefleet.target;
