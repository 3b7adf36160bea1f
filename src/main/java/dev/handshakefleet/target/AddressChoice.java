package dev.handshakefleet.target;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The choice of addresses behind a name that are probed. */
public enum AddressChoice {
    /** The one that the resolver prefers. */
    FIRST,
    /** Each one, with a result of its own. */
    ALL,
    /** The first IPv4 address. */
    IPV4,
    /** The first IPv6 address. */
    IPV6,
    /** Each IPv4 address. */
    ALL_IPV4,
    /** Each IPv6 address. */
    ALL_IPV6;

    /** @return the name in targets, such as {@code all-ipv4} */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return whether more than one address may be probed */
    public boolean isAll() {
        return this == ALL || this == ALL_IPV4 || this == ALL_IPV6;
    }

    /** @return the choice of that label, or empty */
    public static Optional<AddressChoice> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(choice -> choice.label().equals(label))
                .findFirst();
    }

    /** @return all labels, in order */
    public static List<String> labels() {
        return Arrays.stream(values()).map(AddressChoice::label).toList();
    }
}
