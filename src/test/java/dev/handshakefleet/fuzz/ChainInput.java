package dev.handshakefleet.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes read as a chain. The first byte is the mode:
 *
 * <ul>
 *   <li>{@code LIST}: certificates, each behind its length in two bytes;
 *   <li>{@code LEAF}, {@code LOWER}, {@code UPPER}, {@code BESIDES}: the rest is one certificate, put in that place between
 *       good neighbours;
 *   <li>{@code SIGNED}: a list of TBSCertificates. The key of the seeds' trusted root signs each one, so that bad content is
 *       reached behind a good signature.
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

    /** @return the chain in these bytes */
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

    /** @return the bytes for this chain, in mode {@code LIST} or {@code SIGNED} */
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

    /** @return the bytes behind the first one, read as a list in any mode */
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
