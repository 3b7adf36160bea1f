package dev.handshakefleet.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes read as a chain. The first byte says how:
 *
 * <ul>
 *   <li>{@code LIST}: certificates, each behind its length in two bytes;
 *   <li>{@code LEAF}, {@code LOWER}, {@code UPPER}, {@code BESIDES}: the rest is one certificate, which stands between
 *       good neighbours in that place;
 *   <li>{@code SIGNED}: as a list, but of what is signed (TBSCertificate): a key that the trusted root of the seeds has
 *       as well signs each one, so that what stands behind a good signature is reached with bad content.
 * </ul>
 *
 * Lengths past the end are cut, so that every input is some chain.
 */
final class ChainInput {

    static final int LIST = 0;
    static final int LEAF = 1;
    static final int LOWER = 2;
    static final int UPPER = 3;
    static final int BESIDES = 4;
    static final int SIGNED = 5;

    private static final int MODES = 6;
    private static final int LENGTH_SIZE = 2;
    private static final int MOST_SIGNED = 12;

    private ChainInput() {}

    /** @return the chain that the bytes say */
    static List<byte[]> chain(byte[] data) {
        if (data.length == 0) {
            return List.of();
        }
        int mode = Byte.toUnsignedInt(data[0]) % MODES;
        byte[] rest = Arrays.copyOfRange(data, 1, data.length);
        return switch (mode) {
            case LIST -> list(rest);
            case SIGNED ->
                list(rest).stream().limit(MOST_SIGNED).map(SeedSigner::signed).toList();
            default -> between(mode, rest);
        };
    }

    /** @return the bytes that say it, in {@code LIST} or {@code SIGNED} */
    static byte[] of(int mode, List<byte[]> parts) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(mode);
        for (byte[] part : parts) {
            input.write(part.length >> Byte.SIZE);
            input.write(part.length);
            input.writeBytes(part);
        }
        return input.toByteArray();
    }

    /** @return what stands behind the first byte, read as a list, whatever the mode */
    static List<byte[]> parts(byte[] data) {
        return data.length == 0 ? List.of() : list(Arrays.copyOfRange(data, 1, data.length));
    }

    private static List<byte[]> list(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        List<byte[]> list = new ArrayList<>();
        while (rest.remaining() >= LENGTH_SIZE) {
            byte[] part = new byte[Math.min(Short.toUnsignedInt(rest.getShort()), rest.remaining())];
            rest.get(part);
            list.add(part);
        }
        return list;
    }

    private static List<byte[]> between(int mode, byte[] certificate) {
        List<byte[]> chain = new ArrayList<>(Seeds.goodChain());
        if (mode == BESIDES) {
            chain.add(certificate);
        } else {
            chain.set(mode - LEAF, certificate);
        }
        return chain;
    }
}
