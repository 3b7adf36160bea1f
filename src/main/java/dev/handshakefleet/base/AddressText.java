package dev.handshakefleet.base;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.function.Function;

/** Writes IP addresses for people (RFC 5952 for IPv6). Pure. */
public final class AddressText {

    private static final int GROUPS = 8;
    private static final int IPV4_MAPPED_GROUPS = 6;
    private static final HexFormat HEX = HexFormat.of();

    private AddressText() {}

    /**
     * @return an IPv4 address with dots. Of an IPv6 address: groups in lower case without leading zeros, {@code ::} for the
     *     longest run of at least two zero groups (the first of equal runs), the last 32 bits with dots in {@code
     *     ::ffff:0:0/96} only; a zone as the JDK writes it
     */
    public static String of(InetAddress address) {
        if (!(address instanceof Inet6Address ipv6)) {
            return address.getHostAddress();
        }
        String jdk = ipv6.getHostAddress();
        int zone = jdk.indexOf('%');
        return groups(ipv6.getAddress()) + (zone < 0 ? "" : jdk.substring(zone));
    }

    /**
     * @param text an address as {@link #of} or the JDK writes it
     * @return the same as {@link #of} writes it; another text as it is
     */
    public static String shortened(String text) {
        return withoutZone(text, AddressText::of);
    }

    /**
     * @param text an address as {@link #of} or the JDK writes it
     * @return the same as the JDK writes it: IPv6 with eight groups; another text as it is
     */
    public static String inFull(String text) {
        return withoutZone(text, InetAddress::getHostAddress);
    }

    private static String withoutZone(String text, Function<InetAddress, String> writer) {
        if (!text.contains(":")) {
            return text;
        }
        int zone = text.indexOf('%');
        try {
            String address = writer.apply(InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone)));
            return address + (zone < 0 ? "" : text.substring(zone));
        } catch (IllegalArgumentException noAddress) {
            return text;
        }
    }

    private static String groups(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        if (isIpv4Mapped(groups)) {
            return "::ffff:" + (bytes[12] & 0xff) + "." + (bytes[13] & 0xff) + "." + (bytes[14] & 0xff) + "."
                    + (bytes[15] & 0xff);
        }
        int start = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int run = zerosFrom(groups, i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        return length < 2
                ? joined(groups, 0, GROUPS)
                : joined(groups, 0, start) + "::" + joined(groups, start + length, GROUPS);
    }

    private static boolean isIpv4Mapped(int[] groups) {
        return zerosFrom(groups, 0) == IPV4_MAPPED_GROUPS - 1 && groups[IPV4_MAPPED_GROUPS - 1] == 0xffff;
    }

    private static int zerosFrom(int[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static String joined(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            String digits = HEX.toHexDigits((short) groups[i]);
            text.append(i == from ? "" : ":").append(digits.replaceFirst("^0{1,3}", ""));
        }
        return text.toString();
    }
}
