package dev.handshakefleet.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The settings for every target on the command line, in the terms of written targets. */
final class TargetOptions {

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "A name for the target, which is its id in place of HOST:PORT; for one target.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "The name for SNI and for the certificate check (default: the host).")
    private Optional<String> serverName = Optional.empty();

    @Option(names = "--no-server-name", description = "Send no server name (SNI).")
    private boolean noServerName;

    @ArgGroup
    private Addresses addresses = new Addresses();

    /** The choice of addresses; at most one option of this group. */
    static final class Addresses {

        @Option(
                names = "--addresses",
                paramLabel = "WHICH",
                description =
                        "first (default), all, ipv4, ipv6, all-ipv4 or all-ipv6; each address has its own result.")
        private Optional<String> which = Optional.empty();

        @Option(
                names = {"-4", "--ipv4"},
                description = "The first IPv4 address.")
        private boolean ipv4;

        @Option(
                names = {"-6", "--ipv6"},
                description = "The first IPv6 address.")
        private boolean ipv6;

        private Optional<String> label() {
            return ipv4 ? Optional.of("ipv4") : ipv6 ? Optional.of("ipv6") : which;
        }
    }

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "The kind of ClientHello: browser (default), or classic, without post-quantum groups.")
    private Optional<String> profile = Optional.empty();

    @Option(
            names = "--tls-versions",
            paramLabel = "LIST",
            split = ",",
            description = "Offer these versions: 1.0, 1.1, 1.2, 1.3 (default: 1.2,1.3).")
    private List<String> versions = List.of();

    @Option(
            names = "--ciphers",
            paramLabel = "LIST",
            split = ",",
            description = "Offer these cipher suites, by IANA name.")
    private List<String> ciphers = List.of();

    @Option(
            names = "--groups",
            paramLabel = "LIST",
            split = ",",
            description = "Offer these key exchange groups, by IANA name; the first two get a key share.")
    private List<String> groups = List.of();

    @Option(
            names = "--signatures",
            paramLabel = "LIST",
            split = ",",
            description = "Let the server sign with these schemes only, by IANA name, such as ecdsa_secp256r1_sha256 or"
                    + " rsa_pss_rsae_sha256: of several certificates the server sends one that fits.")
    private List<String> signatures = List.of();

    @Option(
            names = "--alpn",
            paramLabel = "LIST",
            split = ",",
            description = "Offer these application protocols (default: h2,http/1.1), or none.")
    private List<String> alpn = List.of();

    @Option(names = "--resume", description = "Also measure a second handshake that resumes the session of the first.")
    private boolean resume;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Present this client certificate: PKCS#12, or PEM with its key.")
    private Optional<String> certificate = Optional.empty();

    @Option(
            names = "--cert-password-env",
            paramLabel = "NAME",
            description = "The environment variable that holds the password of --cert.")
    private Optional<String> passwordVariable = Optional.empty();

    @Option(
            names = "--http",
            paramLabel = "PATH",
            description = "Request this path after the handshake, over HTTP/2 or HTTP/1.1 as ALPN selects.")
    private Optional<String> path = Optional.empty();

    @Option(names = "--method", paramLabel = "METHOD", description = "GET (default) or HEAD, with --http.")
    private Optional<String> method = Optional.empty();

    @Option(
            names = "--expect-status",
            paramLabel = "LIST",
            split = ",",
            description = "Expected status codes, such as 200,300-399 or 2xx (default: 200-399), with --http.")
    private List<String> status = List.of();

    @Option(
            names = "--revocation",
            paramLabel = "WHICH",
            description = "Check whether the certificate is revoked: off (default), ocsp, crl, or both (OCSP first).")
    private Optional<String> revocation = Optional.empty();

    /** The given fields of a target. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        name.ifPresent(given -> fields.put("name", given));
        serverName.ifPresent(given -> fields.put("serverName", given));
        addresses.label().ifPresent(which -> fields.put("addresses", which));
        putUnlessEmpty(fields, "tls", tls());
        if (resume) {
            fields.put("resumption", true);
        }
        certificate.ifPresent(file -> fields.put("clientCertificate", certificate(file)));
        putUnlessEmpty(fields, "http", http());
        revocation.ifPresent(which -> fields.put("revocation", which));
        return fields;
    }

    private Map<String, Object> tls() {
        Map<String, Object> tls = new LinkedHashMap<>();
        profile.ifPresent(given -> tls.put("profile", given));
        putUnlessEmpty(tls, "versions", versions);
        putUnlessEmpty(tls, "ciphers", ciphers);
        putUnlessEmpty(tls, "groups", groups);
        putUnlessEmpty(tls, "alpn", alpn);
        putUnlessEmpty(tls, "signatures", signatures);
        if (noServerName) {
            tls.put("sni", false);
        }
        return tls;
    }

    private Map<String, Object> certificate(String file) {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("from", "file:" + file);
        passwordVariable.ifPresent(variable -> kept.put("password", "env:" + variable));
        return kept;
    }

    private Map<String, Object> http() {
        Map<String, Object> http = new LinkedHashMap<>();
        path.ifPresent(wanted -> http.put("path", wanted));
        method.ifPresent(given -> http.put("method", given));
        putUnlessEmpty(http, "status", status);
        return http;
    }

    private static void putUnlessEmpty(Map<String, Object> fields, String name, List<String> values) {
        if (!values.isEmpty()) {
            fields.put(name, values);
        }
    }

    private static void putUnlessEmpty(Map<String, Object> fields, String name, Map<String, Object> values) {
        if (!values.isEmpty()) {
            fields.put(name, values);
        }
    }
}
