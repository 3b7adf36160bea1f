package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HiddenText;
import dev.handshakefleet.base.HostName;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.target.AddressChoice;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.RevocationPolicy;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.TlsOffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads targets, written as text ({@code example.com}, {@code example.com:8443}, {@code [2001:db8::1]:443},
 * {@code https://example.com/health}, {@code smtp://mail.example.org:587}) or as an object with the fields in {@link
 * #FIELDS}. Objects are plain maps, so the same rules apply to JSON and YAML.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class TargetReader {

    private static final String FIELDS =
            "name, host, port, protocol, serverName, addresses, tls, resumption, clientCertificate,"
                    + " http, sla, expiry, revocation, alert, tags";
    private static final Set<String> TARGET_FIELDS = Set.of(FIELDS.split(", "));
    private static final int MOST_TAGS = 5;
    private static final int LONGEST_TAG_VALUE = 128;
    private static final Pattern TAG_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Set<String> RESERVED_TAGS =
            Set.of("severity", "target", "region", "code", "state", "check", "id", "worst");

    private final TargetDefaults defaults;

    /** @param defaults the settings of a target that names none */
    public TargetReader(TargetDefaults defaults) {
        this.defaults = defaults;
    }

    /**
     * Reads a list. Valid entries become targets. Invalid entries, and entries that name a target again, are rejected
     * with a reason.
     *
     * @param entries texts and maps, as returned by a JSON or YAML parser
     */
    public TargetList readAll(List<?> entries) {
        List<Target> targets = new ArrayList<>();
        List<RejectedTarget> rejected = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Object entry : entries) {
            try {
                Target target = read(entry);
                if (seen.add(target.id())) {
                    targets.add(target);
                } else {
                    rejected.add(RejectedTarget.of(entry, "duplicate: " + target.id() + " is probed once"));
                }
            } catch (BadInputException bad) {
                rejected.add(RejectedTarget.of(entry, bad.getMessage()));
            }
        }
        return new TargetList(targets, rejected);
    }

    /**
     * As {@link #readAll(List)}, with some fields the same for all.
     *
     * @param overrides fields of a target; each replaces that of the entries
     * @throws BadInputException if a field is invalid, or several targets would have one name
     */
    public TargetList readAll(List<?> entries, Map<String, ?> overrides) {
        TargetList list = readAll(entries);
        if (overrides.containsKey("name") && list.targets().size() > 1) {
            throw new BadInputException("name", overrides.get("name"), "one target, because a name belongs to one");
        }
        return overrides.isEmpty()
                ? list
                : new TargetList(
                        list.targets().stream()
                                .map(target -> overridden(target, overrides))
                                .toList(),
                        list.rejected());
    }

    private static Target overridden(Target target, Map<String, ?> fields) {
        Fields.refuseUnknown(
                "target",
                fields,
                Set.of(
                        "name",
                        "serverName",
                        "addresses",
                        "tls",
                        "resumption",
                        "clientCertificate",
                        "http",
                        "revocation"));
        return checked(Target.builder()
                .name(name(fields).or(target::name))
                .host(target.host())
                .port(target.port())
                .protocol(target.protocol())
                .serverName(serverName(fields).or(target::serverName))
                .addresses(fields.containsKey("addresses") ? addresses(fields.get("addresses")) : target.addresses())
                .tls(fields.containsKey("tls") ? TlsOfferReader.read(fields.get("tls")) : target.tls())
                .resumption(
                        fields.containsKey("resumption")
                                ? Fields.flag("resumption", fields.get("resumption"))
                                : target.resumption())
                .clientCertificate(
                        fields.containsKey("clientCertificate")
                                ? ClientCertificateReader.read(fields.get("clientCertificate"))
                                : target.clientCertificate())
                .http(fields.containsKey("http") ? HttpCheckReader.read(fields.get("http")) : target.http())
                .sla(target.sla())
                .expiry(target.expiry())
                .revocation(
                        fields.containsKey("revocation")
                                ? RevocationPolicyReader.read(fields.get("revocation"))
                                : target.revocation())
                .alert(target.alert())
                .tags(target.tags())
                .build());
    }

    /**
     * @param entry a text or a map
     * @throws BadInputException naming the field, the value and the accepted form
     */
    public Target read(Object entry) {
        // No pattern switch: a JVM makes a class for each, and this one is on the way of the first probe.
        if (entry instanceof String text) {
            return fromText(text);
        }
        if (entry instanceof Map<?, ?> fields) {
            return fromFields(fields);
        }
        String accepted = entry == null ? TargetText.ACCEPTED : TargetText.ACCEPTED + ", or an object with " + FIELDS;
        throw new BadInputException("target", entry, accepted);
    }

    /**
     * @param written a target as text, or an id as results show it ({@code host:port}, {@code host:port/serverName})
     * @return the id that its measurements are stored under
     * @throws BadInputException when it is neither
     */
    public String idOf(String written) {
        int slash = written.indexOf("://") >= 0 ? -1 : written.indexOf('/');
        if (slash < 0) {
            return fromText(written).id();
        }
        Target target = fromText(written.substring(0, slash));
        String serverName = HostName.parse("target", written.substring(slash + 1));
        return target.withServerName(serverName).id();
    }

    /**
     * The ids that a text may mean. A name comes first, because a host can be written with its port.
     *
     * @param written a name, or as for {@link #idOf}
     * @return one or two ids
     * @throws BadInputException when it is none of them
     */
    public List<String> idsOf(String written) {
        String text = written.strip();
        if (!Target.isName(text)) {
            return List.of(idOf(text));
        }
        try {
            return List.of(text, idOf(text));
        } catch (BadInputException onlyAName) {
            return List.of(text);
        }
    }

    private Target fromText(String written) {
        TargetText text = TargetText.parse(written);
        return checked(Target.builder()
                .host(text.host())
                .port(text.port())
                .protocol(text.protocol())
                .addresses(AddressChoice.FIRST)
                .tls(TlsOffer.DEFAULT)
                .http(text.path().map(HttpCheckReader::of))
                .sla(defaults.sla())
                .expiry(defaults.expiry())
                .revocation(RevocationPolicy.OFF)
                .alert(defaults.alert())
                .tags(new TreeMap<>())
                .build());
    }

    private Target fromFields(Map<?, ?> fields) {
        Fields.refuseUnknown("target", fields, TARGET_FIELDS);
        Scheme scheme = Scheme.of(
                Fields.text("protocol", fields.get("protocol")).orElse("tls").toLowerCase(Locale.ROOT));
        String host = Fields.text("host", fields.get("host"))
                .map(written -> HostName.parse("host", written))
                .orElseThrow(() -> missingHost(name(fields)));
        return checked(Target.builder()
                .name(name(fields))
                .host(host)
                .port(fields.get("port") == null ? scheme.defaultPort() : port(fields.get("port")))
                .protocol(scheme.protocol())
                .serverName(serverName(fields))
                .addresses(addresses(fields.get("addresses")))
                .tls(TlsOfferReader.read(fields.get("tls")))
                .resumption(Fields.flag("resumption", fields.get("resumption")))
                .clientCertificate(ClientCertificateReader.read(fields.get("clientCertificate")))
                .http(HttpCheckReader.read(fields.get("http")))
                .sla(fields.get("sla") == null ? defaults.sla() : SlaReader.read(fields.get("sla"), defaults.sla()))
                .expiry(
                        fields.get("expiry") == null
                                ? defaults.expiry()
                                : ExpiryPolicyReader.read(fields.get("expiry")))
                .revocation(RevocationPolicyReader.read(fields.get("revocation")))
                .alert(AlertPolicyReader.read(fields.get("alert"), defaults.alert()))
                .tags(tags(fields.get("tags")))
                .build());
    }

    /** A name without a host stands for a target of the catalog, which {@code fleet} puts in its place. */
    private static BadInputException missingHost(Optional<String> name) {
        return name.map(unknown -> new BadInputException(
                        "name", unknown, "the name of a target of the catalog, or a host beside it"))
                .orElseGet(() -> new BadInputException("host", null, "a DNS name or an IP address"));
    }

    private static Optional<String> name(Map<?, ?> fields) {
        Optional<String> name = Fields.text("name", fields.get("name"));
        name.filter(written -> !Target.isName(written)).ifPresent(written -> {
            throw new BadInputException("name", written, Target.ACCEPTED_NAME);
        });
        return name;
    }

    /** The checks across fields. */
    private static Target checked(Target target) {
        if (target.http().isPresent() && target.protocol() != Protocol.TLS) {
            throw new BadInputException(
                    "http", "with protocol " + target.protocol().label(), "an HTTP exchange over direct TLS only");
        }
        boolean offersHttp = target.tls().alpn().isEmpty()
                || target.tls().alpn().get().isEmpty()
                || target.tls().alpn().get().stream().anyMatch(Set.of("h2", "http/1.1")::contains);
        if (target.http().isPresent() && !offersHttp) {
            throw new BadInputException(
                    "tls.alpn",
                    target.tls().alpn().get().toString(),
                    "a list with h2 or http/1.1, because http is set");
        }
        return target;
    }

    private static Optional<String> serverName(Map<?, ?> fields) {
        Optional<String> beside =
                Fields.text("serverName", fields.get("serverName")).map(name -> HostName.parse("serverName", name));
        Optional<String> inside = TlsOfferReader.serverName(fields.get("tls"));
        if (beside.isPresent() && inside.isPresent() && !beside.equals(inside)) {
            throw new BadInputException(
                    "tls.serverName", inside.get(), "the same value as serverName, or only one of the two");
        }
        return beside.or(() -> inside);
    }

    private static AddressChoice addresses(Object value) {
        String label = Fields.text("addresses", value).orElse(AddressChoice.FIRST.label());
        return AddressChoice.ofLabel(label)
                .orElseThrow(
                        () -> new BadInputException("addresses", label, String.join(", ", AddressChoice.labels())));
    }

    private static int port(Object value) {
        if (value instanceof Integer number && number >= 1 && number <= Target.HIGHEST_PORT) {
            return number;
        }
        throw new BadInputException("port", value, TargetText.ACCEPTED_PORT);
    }

    private static SortedMap<String, String> tags(Object value) {
        SortedMap<String, String> tags = new TreeMap<>();
        if (value == null) {
            return tags;
        }
        for (Map.Entry<?, ?> entry : Fields.object("tags", value).entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (!TAG_NAME.matcher(name).matches() || RESERVED_TAGS.contains(name)) {
                throw new BadInputException(
                        "tags",
                        HiddenText.name(name),
                        "1 to 64 letters, digits, '-' or '_', and none of " + RESERVED_TAGS);
            }
            String text = Fields.text("tags." + name, entry.getValue()).orElse("");
            if (text.isEmpty() || text.length() > LONGEST_TAG_VALUE || !SafeText.isOneLine(text)) {
                throw new BadInputException(
                        "tags." + name, text, "1 to " + LONGEST_TAG_VALUE + " characters, no control characters");
            }
            tags.put(name, text);
        }
        if (tags.size() > MOST_TAGS) {
            throw new BadInputException("tags", tags.size() + " tags", "at most " + MOST_TAGS + " tags");
        }
        return tags;
    }
}
