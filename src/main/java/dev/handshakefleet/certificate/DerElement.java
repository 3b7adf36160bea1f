package dev.handshakefleet.certificate;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One element of a DER encoding: just enough to read the flat extensions that the JDK hides or refuses (it drops a
 * whole
 * subject alternative name that holds one DNS name with an underscore). Reads one level, so that no nesting can exhaust
 * the stack.
 *
 * @param tag the identifier octet
 * @param content the content octets; a view, not a copy
 */
public record DerElement(int tag, ByteBuffer content) {

    static final int OCTET_STRING = 0x04;
    public static final int SEQUENCE = 0x30;

    private static final int LONG_FORM = 0x80;
    private static final int MOST_LENGTH_OCTETS = 3;

    /** @return the element, where the encoding consists of exactly one and it has that tag; empty otherwise */
    static Optional<DerElement> only(ByteBuffer encoding, int tag) {
        return all(encoding)
                .filter(elements -> elements.size() == 1 && elements.getFirst().tag() == tag)
                .map(List::getFirst);
    }

    /** @return all elements of the encoding; empty where it is malformed */
    public static Optional<List<DerElement>> all(ByteBuffer encoding) {
        ByteBuffer rest = encoding.duplicate();
        List<DerElement> elements = new ArrayList<>();
        while (rest.hasRemaining()) {
            int tag = Byte.toUnsignedInt(rest.get());
            int length = length(rest);
            if (length < 0 || length > rest.remaining()) {
                return Optional.empty();
            }
            elements.add(new DerElement(tag, rest.slice(rest.position(), length)));
            rest.position(rest.position() + length);
        }
        return Optional.of(elements);
    }

    /**
     * @return the content of an extension, where it is one element of that tag; empty otherwise
     */
    static Optional<DerElement> ofExtension(X509Certificate certificate, String oid, int tag) {
        return Optional.ofNullable(certificate.getExtensionValue(oid))
                .flatMap(value -> only(ByteBuffer.wrap(value), OCTET_STRING))
                .flatMap(octets -> only(octets.content(), tag));
    }

    /** @return the elements of the sequence that an extension holds; none where it has none or is malformed */
    public static List<DerElement> allOfExtension(X509Certificate certificate, String oid) {
        return ofExtension(certificate, oid, SEQUENCE)
                .flatMap(sequence -> all(sequence.content()))
                .orElse(List.of());
    }

    byte[] bytes() {
        byte[] copy = new byte[content.remaining()];
        content.duplicate().get(copy);
        return copy;
    }

    private static int length(ByteBuffer rest) {
        if (!rest.hasRemaining()) {
            return -1;
        }
        int first = Byte.toUnsignedInt(rest.get());
        if (first < LONG_FORM) {
            return first;
        }
        int octets = first - LONG_FORM;
        if (octets == 0 || octets > MOST_LENGTH_OCTETS || octets > rest.remaining()) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = length << Byte.SIZE | Byte.toUnsignedInt(rest.get());
        }
        return length;
    }
}
