package dev.handshakefleet.target;

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
 * @param serverName the name for SNI and for the certificate check, where it is not the host
 * @param sla the limits of its phases
 * @param expiry from when on a coming expiry is reported
 * @param tags free words of the owner, sent with every notice so that subscribers can filter
 */
public record Target(
        String host,
        int port,
        Optional<String> serverName,
        Sla sla,
        ExpiryPolicy expiry,
        SortedMap<String, String> tags) {

    /** The port of a target that names none. */
    public static final int DEFAULT_PORT = 443;

    /** The highest TCP port. */
    static final int HIGHEST_PORT = 65_535;

    public Target {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(serverName, "serverName");
        Objects.requireNonNull(sla, "sla");
        Objects.requireNonNull(expiry, "expiry");
        if (port < 1 || port > HIGHEST_PORT) {
            throw new BadInputException("port", port, "1 to " + HIGHEST_PORT);
        }
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
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
