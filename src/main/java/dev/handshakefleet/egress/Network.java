package dev.handshakefleet.egress;

import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HostName;
import java.net.InetAddress;

/**
 * A block of IP addresses in CIDR notation (RFC 4632, RFC 4291).
 *
 * @param base any address of the block
 * @param prefixLength the number of leading bits that are compared; 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Network(InetAddress base, int prefixLength) {

    private static final String ACCEPTED = "a network in CIDR notation, such as 10.0.0.0/8 or fd00::/8";

    /**
     * Parses a network in CIDR notation. A single address is a network of one address.
     *
     * @param field the name of the value in an error
     * @param written the text, such as {@code 10.0.0.0/8}
     * @return the network
     * @throws BadInputException if the text is not a network
     */
    public static Network parse(String field, String written) {
        String[] parts = written.strip().split("/", -1);
        InetAddress base = literal(field, written, parts[0]);
        int bits = base.getAddress().length * Byte.SIZE;
        if (parts.length == 1) {
            return new Network(base, bits);
        }
        int prefixLength = parts.length == 2 && parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new BadInputException(field, written, ACCEPTED);
        }
        return new Network(base, prefixLength);
    }

    /** Tells whether the address is in the block. An address of the other family never is. */
    public boolean contains(InetAddress address) {
        byte[] networkBytes = base.getAddress();
        byte[] addressBytes = address.getAddress();
        if (networkBytes.length != addressBytes.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit += Byte.SIZE) {
            int counted = Math.min(Byte.SIZE, prefixLength - bit);
            int mask = 0xff << (Byte.SIZE - counted);
            int index = bit / Byte.SIZE;
            if (((networkBytes[index] ^ addressBytes[index]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress literal(String field, String written, String address) {
        try {
            return HostName.literal(HostName.parse(field, address)).orElseThrow(IllegalArgumentException::new);
        } catch (IllegalArgumentException | BadInputException notAnAddress) {
            throw new BadInputException(field, written, ACCEPTED);
        }
    }

    @Override
    public String toString() {
        return AddressText.of(base) + "/" + prefixLength;
    }
}
