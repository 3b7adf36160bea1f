package dev.handshakefleet.page.metrics;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HostName;
import dev.handshakefleet.target.HttpCheck;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.read.TargetReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code module=} names: how a target is written and what is probed of it. The names are those of the configurations that
 * blackbox_exporter is delivered with.
 *
 * @param name such as {@code http_2xx}
 * @param kind what is probed
 * @param protocol the way to TLS
 */
record ProbeModule(String name, Kind kind, Protocol protocol) {

    /** What a module probes. */
    enum Kind {
        /** A GET over TLS. */
        HTTP,
        /** A TCP connect alone. */
        CONNECT,
        /** A TLS handshake, after a plain-text upgrade where the protocol has one. */
        TLS
    }

    /** The module of a request that names none, as in blackbox_exporter. */
    static final String DEFAULT = "http_2xx";

    private static final String SCHEME_END = "://";
    private static final String HTTPS = "https" + SCHEME_END;
    private static final List<HttpCheck.StatusRange> SUCCESS = List.of(new HttpCheck.StatusRange(200, 299));

    private static final Map<String, ProbeModule> ALL = Stream.concat(
                    Stream.of(
                            new ProbeModule(DEFAULT, Kind.HTTP, Protocol.TLS),
                            new ProbeModule("tcp_connect", Kind.CONNECT, Protocol.TLS),
                            new ProbeModule("tls_connect", Kind.TLS, Protocol.TLS)),
                    Arrays.stream(Protocol.values())
                            .filter(protocol -> protocol != Protocol.TLS)
                            .map(protocol -> new ProbeModule(
                                    protocol.name().toLowerCase(Locale.ROOT) + "_starttls", Kind.TLS, protocol)))
            .collect(Collectors.toUnmodifiableMap(ProbeModule::name, Function.identity()));

    /** @return the module of that name, or empty */
    static Optional<ProbeModule> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** @return all names, in order */
    static List<String> names() {
        return ALL.keySet().stream().sorted().toList();
    }

    /**
     * @param reader reads what is common to all targets
     * @param written an address for {@link Kind#HTTP}, else host and port
     * @param hostname the name for SNI, the certificate and the {@code Host} header, where it is not the host
     * @throws BadInputException naming {@code target} or {@code hostname} and the accepted form
     */
    Target target(TargetReader reader, String written, Optional<String> hostname) {
        Target.Builder target = reader.read(address(written)).toBuilder();
        hostname.ifPresent(name -> target.serverName(Optional.of(HostName.parse("hostname", name))));
        if (kind == Kind.HTTP) {
            String path = reader.read(written).http().map(HttpCheck::path).orElse("/");
            target.http(Optional.of(new HttpCheck(HttpCheck.Method.GET, path, SUCCESS)));
        }
        return target.build();
    }

    private String address(String written) {
        if (kind == Kind.HTTP) {
            if (!written.toLowerCase(Locale.ROOT).startsWith(HTTPS)) {
                throw new BadInputException(
                        "target", written, "https://HOST[:PORT][/PATH]; " + name + " measures HTTP over TLS alone");
            }
            return written;
        }
        if (written.contains(SCHEME_END)) {
            throw new BadInputException("target", written, "HOST[:PORT] or [IPV6][:PORT] for module " + name);
        }
        return protocol.label() + SCHEME_END + written;
    }
}
