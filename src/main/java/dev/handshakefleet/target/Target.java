package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HostName;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What to probe: where, under which name, and what is expected of it. Immutable.
 *
 * @param name a name of its owner, which is its id; empty where its id is made of host, port and server name
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
        Optional<String> name,
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

    /** The accepted form of a name. It has no colon, so no name is the id of a target without one. */
    public static final String ACCEPTED_NAME = "1 to 64 letters, digits, '.', '-' or '_', the first a letter or digit";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public Target {
        name.ifPresent(given -> {
            if (!isName(given)) {
                throw new BadInputException("name", given, ACCEPTED_NAME);
            }
        });
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
        return Target.builder()
                .host(host)
                .port(port)
                .protocol(Protocol.TLS)
                .addresses(AddressChoice.FIRST)
                .tls(TlsOffer.DEFAULT)
                .sla(defaults.sla())
                .expiry(defaults.expiry())
                .revocation(RevocationPolicy.OFF)
                .alert(defaults.alert())
                .tags(new TreeMap<>())
                .build();
    }

    /** The same under another server name for SNI and the certificate check. */
    public Target withServerName(String other) {
        return toBuilder().serverName(Optional.of(other)).build();
    }

    /** The same with another ClientHello. */
    public Target withTls(TlsOffer offer) {
        return toBuilder().tls(offer).build();
    }

    /** @return whether the text has the form of a name; a host may have it too */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * The key of all that is stored about it.
     *
     * @return its name, or where it has none its {@link #endpoint}
     */
    public String id() {
        return name.orElseGet(this::endpoint);
    }

    /**
     * @return {@code host:port}, an IPv6 host in brackets; with {@code /serverName} where that is another name, because
     *     one address serves many names, each with its own certificate
     */
    public String endpoint() {
        String address = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        return serverName
                .filter(other -> !other.equals(host))
                .map(other -> address + "/" + other)
                .orElse(address);
    }

    /** @return the name that the certificate has to cover: the server name given, else the host */
    public String expectedName() {
        return serverName.orElse(host);
    }

    /** @return a builder with nothing set */
    public static Builder builder() {
        return new Builder();
    }

    /** @return a builder that holds the components of this record */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.name = name;
        builder.host = host;
        builder.port = port;
        builder.protocol = protocol;
        builder.serverName = serverName;
        builder.addresses = addresses;
        builder.tls = tls;
        builder.resumption = resumption;
        builder.clientCertificate = clientCertificate;
        builder.http = http;
        builder.sla = sla;
        builder.expiry = expiry;
        builder.revocation = revocation;
        builder.alert = alert;
        builder.tags = tags;
        return builder;
    }

    /**
     * Builds a {@link Target}, one component at a time. What is not given is empty, false or zero; a component that has no such
     * value must be given. Used by one thread.
     */
    public static final class Builder {

        private Optional<String> name = Optional.empty();
        private String host;
        private int port;
        private Protocol protocol;
        private Optional<String> serverName = Optional.empty();
        private AddressChoice addresses;
        private TlsOffer tls;
        private boolean resumption;
        private Optional<ClientCertificate> clientCertificate = Optional.empty();
        private Optional<HttpCheck> http = Optional.empty();
        private Sla sla;
        private ExpiryPolicy expiry;
        private RevocationPolicy revocation;
        private AlertPolicy alert;
        private SortedMap<String, String> tags;

        private Builder() {}

        public Builder name(Optional<String> value) {
            name = value;
            return this;
        }

        public Builder host(String value) {
            host = value;
            return this;
        }

        public Builder port(int value) {
            port = value;
            return this;
        }

        public Builder protocol(Protocol value) {
            protocol = value;
            return this;
        }

        public Builder serverName(Optional<String> value) {
            serverName = value;
            return this;
        }

        public Builder addresses(AddressChoice value) {
            addresses = value;
            return this;
        }

        public Builder tls(TlsOffer value) {
            tls = value;
            return this;
        }

        public Builder resumption(boolean value) {
            resumption = value;
            return this;
        }

        public Builder clientCertificate(Optional<ClientCertificate> value) {
            clientCertificate = value;
            return this;
        }

        public Builder http(Optional<HttpCheck> value) {
            http = value;
            return this;
        }

        public Builder sla(Sla value) {
            sla = value;
            return this;
        }

        public Builder expiry(ExpiryPolicy value) {
            expiry = value;
            return this;
        }

        public Builder revocation(RevocationPolicy value) {
            revocation = value;
            return this;
        }

        public Builder alert(AlertPolicy value) {
            alert = value;
            return this;
        }

        public Builder tags(SortedMap<String, String> value) {
            tags = value;
            return this;
        }

        /** @throws NullPointerException when a component is missing */
        public Target build() {
            return new Target(
                    name,
                    host,
                    port,
                    protocol,
                    serverName,
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
    }
}
