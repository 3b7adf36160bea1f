package dev.handshakefleet.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A DER encoding as a tree that can be changed and written again, each length put right. Octet strings that hold DER, as
 * extensions do, are looked into. Not thread-safe.
 */
final class DerTree {

    private static final int CONSTRUCTED = 0x20;
    private static final int OCTET_STRING = 0x04;
    private static final int LONG_FORM = 0x80;
    private static final int DEEPEST = 40;

    private int tag;
    private byte[] content;
    private final List<DerTree> children = new ArrayList<>();

    private DerTree(int tag, byte[] content) {
        this.tag = tag;
        this.content = content;
    }

    /** @return the one element that the bytes are, or empty where they are something else */
    static Optional<DerTree> read(byte[] encoding) {
        List<DerTree> elements = new ArrayList<>();
        return readAll(encoding, elements, 0) && elements.size() == 1
                ? Optional.of(elements.getFirst())
                : Optional.empty();
    }

    /** @return identifier, length and content */
    static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.length < LONG_FORM) {
            element.write(content.length);
        } else {
            int octets = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + Byte.SIZE - 1) / Byte.SIZE;
            element.write(LONG_FORM | octets);
            for (int octet = octets - 1; octet >= 0; octet--) {
                element.write(content.length >> (octet * Byte.SIZE));
            }
        }
        element.writeBytes(content);
        return element.toByteArray();
    }

    /** @return this one and all below it, from the top down */
    List<DerTree> all() {
        List<DerTree> all = new ArrayList<>();
        collect(all);
        return all;
    }

    List<DerTree> children() {
        return children;
    }

    int tag() {
        return tag;
    }

    void tag(int other) {
        tag = other;
    }

    byte[] content() {
        return content;
    }

    /** Replaces the element by one of these octets. */
    void content(byte[] octets) {
        children.clear();
        content = octets;
    }

    byte[] encoded() {
        if (children.isEmpty()) {
            return element(tag, content);
        }
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        children.forEach(child -> inner.writeBytes(child.encoded()));
        return element(tag, inner.toByteArray());
    }

    private void collect(List<DerTree> all) {
        all.add(this);
        children.forEach(child -> child.collect(all));
    }

    private static boolean readAll(byte[] encoding, List<DerTree> elements, int depth) {
        ByteBuffer rest = ByteBuffer.wrap(encoding);
        while (rest.hasRemaining()) {
            int tag = Byte.toUnsignedInt(rest.get());
            int length = length(rest);
            if (length < 0 || length > rest.remaining()) {
                return false;
            }
            byte[] content = new byte[length];
            rest.get(content);
            DerTree element = new DerTree(tag, content);
            if (((tag & CONSTRUCTED) != 0 || tag == OCTET_STRING)
                    && depth < DEEPEST
                    && !readAll(content, element.children, depth + 1)) {
                element.children.clear();
            }
            elements.add(element);
        }
        return true;
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
        if (octets == 0 || octets > 3 || octets > rest.remaining()) {
            return -1;
        }
        int length = 0;
        for (int octet = 0; octet < octets; octet++) {
            length = length << Byte.SIZE | Byte.toUnsignedInt(rest.get());
        }
        return length;
    }
}
