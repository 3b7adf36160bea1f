package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HostName;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What to probe: where, under which name, and what is expected of it. Immutable.
 *
 * @param host DNS name or IP literal in its one form (see {@link HostName})
 * @param port 1 to 65,535
 * @param protocol how the connection comes to speak TLS
 * @param serverName the name for SNI and for the certificate check, where it is not the host
 * @param addresses which of the addresses behind the host are probed
 * @param tls what the ClientHello offers
 * @param resumption whether a second handshake that resumes the session is measured besides
 * @param clientCertificate what to present where the server asks for a certificate
 * @param http the exchange that follows the handshake; empty where none is wanted
 * @param sla the limits of its phases
 * @param expiry from when on a coming expiry is reported
 * @param revocation whom to ask whether its certificate was revoked
 * @param alert when people are told of its problems
 * @param tags free words of the owner, sent with every notice so that subscribers can filter
 */
public record Target(
        String host,
        int port,
        Protocol protocol,
        Optional<String> serverName,
        AddressChoice addresses,
        TlsOffer tls,
        boolean resumption,
        Optional<ClientCertificate> clientCertificate,
        Optional<HttpCheck> http,
        Sla sla,
        ExpiryPolicy expiry,
        RevocationPolicy revocation,
        AlertPolicy alert,
        SortedMap<String, String> tags) {

    /** The port of a target that names none. */
    public static final int DEFAULT_PORT = 443;

    /** The highest TCP port. */
    public static final int HIGHEST_PORT = 65_535;

    public Target {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(serverName, "serverName");
        Objects.requireNonNull(addresses, "addresses");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(clientCertificate, "clientCertificate");
        Objects.requireNonNull(http, "http");
        Objects.requireNonNull(sla, "sla");
        Objects.requireNonNull(expiry, "expiry");
        Objects.requireNonNull(revocation, "revocation");
        Objects.requireNonNull(alert, "alert");
        if (port < 1 || port > HIGHEST_PORT) {
            throw new BadInputException("port", port, "1 to " + HIGHEST_PORT);
        }
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** A target that speaks TLS from the first byte, with everything else left to the defaults. */
    public static Target ofDefaults(String host, int port, TargetDefaults defaults) {
        return new Target(
                host,
                port,
                Protocol.TLS,
                Optional.empty(),
                AddressChoice.FIRST,
                TlsOffer.DEFAULT,
                false,
                Optional.empty(),
                Optional.empty(),
                defaults.sla(),
                defaults.expiry(),
                RevocationPolicy.OFF,
                defaults.alert(),
                new TreeMap<>());
    }

    /** The same under another server name for SNI and the certificate check. */
    public Target withServerName(String name) {
        return new Target(
                host,
                port,
                protocol,
                Optional.of(name),
                addresses,
                tls,
                resumption,
                clientCertificate,
                http,
                sla,
                expiry,
                revocation,
                alert,
                tags);
    }

    /** The same with another ClientHello. */
    public Target withTls(TlsOffer offer) {
        return new Target(
                host,
                port,
                protocol,
                serverName,
                addresses,
                offer,
                resumption,
                clientCertificate,
                http,
                sla,
                expiry,
                revocation,
                alert,
                tags);
    }

    /**
     * The key of all that is stored about it.
     *
     * @return {@code host:port}, an IPv6 host in brackets; with {@code /serverName} where that is another name, because
     *     one address serves many names, each with its own certificate
     */
    public String id() {
        String address = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return serverName
                .filter(name -> !name.equals(host))
                .map(name -> address + "/" + name)
                .orElse(address);
    }

    /** @return the name that the certificate has to cover: the server name given, else the host */
    public String expectedName() {
        return serverName.orElse(host);
    }
}
