package dev.handshakefleet.probe.tls;

import dev.handshakefleet.target.SignatureSchemes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;

/**
 * The signature schemes (RFC 8446, 4.2.3) that our ClientHello accepts unless the target chooses. The schemes of browsers come
 * first, in the browsers' order. All other schemes that the engine can verify follow, because a probe measures every server.
 * SHA-1 and DSA come last, so that only a server without a better scheme uses them.
 */
final class AcceptedSignatures {

    /** Of RFC 5246, 7.4.1.4.1, with SHA-256 and SHA-1. They have no name in the registry of schemes. */
    private static final List<Integer> DSA = List.of(0x0402, 0x0202);

    /** The numbers of all schemes, preferred first. */
    static final List<Integer> ALL = Stream.concat(
                    SignatureSchemes.names().stream()
                            .map(SignatureSchemes::code)
                            .flatMap(Optional::stream),
                    DSA.stream())
            .toList();

    private AcceptedSignatures() {}

    static List<SignatureAndHashAlgorithm> algorithms(List<Integer> schemes) {
        return schemes.stream().map(AcceptedSignatures::algorithm).toList();
    }

    /** The two bytes of a scheme as a hash and a signature algorithm of TLS 1.2. */
    static SignatureAndHashAlgorithm algorithm(int scheme) {
        return SignatureAndHashAlgorithm.getInstance((short) (scheme >>> Byte.SIZE), (short) (scheme & 0xff));
    }
}
