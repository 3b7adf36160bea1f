package dev.handshakefleet.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;

/** Certificate messages of TLS 1.2 (RFC 5246, 7.4.2) and 1.3 (RFC 8446, 4.4.2), made by hand: they are to be misshapen. */
final class MessageSeeds {

    private static final int OF_TLS12 = 0;
    private static final int OF_TLS13 = 1;
    private static final int CERTIFICATE = 11;
    private static final int CERTIFICATE_STATUS = 22;

    /** OCSPResponse { malformedRequest } behind its type and length (RFC 6066, 8). */
    private static final byte[] STATUS = HexFormat.of().parseHex("01000005" + "30030a0101");

    /** Extension status_request with that, and signed_certificate_timestamp with a list of one of 4 bytes. */
    private static final byte[] BESIDES =
            HexFormat.of().parseHex("00050009" + "0100000530030a0101" + "00120008" + "0006000400010203");

    private final List<byte[]> chain;

    MessageSeeds(List<byte[]> chain) {
        this.chain = chain;
    }

    /** One input. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Named(String name, byte[] bytes) {}

    List<Named> messages() {
        byte[] leaf = chain.getFirst();
        byte[] noCertificates = new byte[3];
        return List.of(
                new Named("tls12", input(OF_TLS12, certificates12(chain))),
                new Named("tls12-leaf", input(OF_TLS12, certificates12(List.of(leaf)))),
                new Named("tls12-none", input(OF_TLS12, message(CERTIFICATE, noCertificates))),
                new Named(
                        "tls12-staple",
                        input(OF_TLS12, joined(certificates12(chain), message(CERTIFICATE_STATUS, STATUS)))),
                new Named("tls13", input(OF_TLS13, certificates13(chain, new byte[0]))),
                new Named("tls13-leaf", input(OF_TLS13, certificates13(List.of(leaf), new byte[0]))),
                new Named("tls13-none", input(OF_TLS13, message(CERTIFICATE, new byte[4]))),
                new Named("tls13-staple", input(OF_TLS13, certificates13(chain, BESIDES))));
    }

    private static byte[] certificates12(List<byte[]> certificates) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        certificates.forEach(certificate -> list.writeBytes(behindItsLength(3, certificate)));
        return message(CERTIFICATE, behindItsLength(3, list.toByteArray()));
    }

    private static byte[] certificates13(List<byte[]> certificates, byte[] extensions) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (byte[] certificate : certificates) {
            list.writeBytes(behindItsLength(3, certificate));
            list.writeBytes(behindItsLength(2, extensions));
        }
        return message(CERTIFICATE, joined(new byte[1], behindItsLength(3, list.toByteArray())));
    }

    private static byte[] message(int type, byte[] body) {
        return joined(new byte[] {(byte) type}, behindItsLength(3, body));
    }

    private static byte[] input(int version, byte[] messages) {
        return joined(new byte[] {(byte) version}, messages);
    }

    private static byte[] behindItsLength(int octets, byte[] content) {
        byte[] length = new byte[octets];
        for (int octet = 0; octet < octets; octet++) {
            length[octet] = (byte) (content.length >> ((octets - 1 - octet) * Byte.SIZE));
        }
        return joined(length, content);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return org.bouncycastle.util.Arrays.concatenate(one, other);
    }
}
