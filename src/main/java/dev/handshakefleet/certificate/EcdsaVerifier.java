package dev.handshakefleet.certificate;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;

/**
 * Verifies ECDSA signatures (FIPS 186-5, 6.4.2) with the hash of the JDK and the curves of Bouncy Castle. It accepts and
 * refuses what the JDK does: DER alone, except that an integer may lack the zero octet that makes it positive; r and s from
 * one to the order of the curve; points that are on their curve.
 */
final class EcdsaVerifier extends SignatureSpi {

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int LONG_FORM = 0x80;
    private static final int MOST_LENGTH_OCTETS = 4;

    private final EcdsaKeys keys;
    private final MessageDigest digest;
    private Optional<EcdsaKey> key = Optional.empty();

    EcdsaVerifier(EcdsaKeys keys, String hash) {
        this.keys = keys;
        try {
            digest = MessageDigest.getInstance(hash);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
        if (!(publicKey instanceof ECPublicKey ec && EcdsaKeys.isOnKnownCurve(ec))) {
            throw new InvalidKeyException("not a key on P-256, P-384 or P-521");
        }
        digest.reset();
        key = keys.forVerifying(ec);
    }

    @Override
    protected void engineUpdate(byte octet) {
        digest.update(octet);
    }

    @Override
    protected void engineUpdate(byte[] octets, int from, int length) {
        digest.update(octets, from, length);
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        byte[] hash = digest.digest();
        if (key.isEmpty()) {
            return false;
        }
        ByteBuffer rest = ByteBuffer.wrap(signature);
        ByteBuffer sequence = content(rest, SEQUENCE);
        BigInteger r = integer(sequence);
        BigInteger s = integer(sequence);
        require(!rest.hasRemaining() && !sequence.hasRemaining());
        return key.get().verifies(hash, r, s);
    }

    /** The sign is not looked at, as the JDK does: a number without its zero octet is in use, and only one number fits. */
    private static BigInteger integer(ByteBuffer sequence) throws SignatureException {
        ByteBuffer content = content(sequence, INTEGER);
        byte[] octets = new byte[content.remaining()];
        content.get(octets);
        require(octets.length > 0 && !(octets.length > 1 && octets[0] == 0 && octets[1] >= 0));
        return new BigInteger(1, octets);
    }

    private static ByteBuffer content(ByteBuffer rest, int tag) throws SignatureException {
        require(rest.remaining() >= 2 && rest.get() == tag);
        int length = length(rest);
        require(length <= rest.remaining());
        ByteBuffer content = rest.slice(rest.position(), length);
        rest.position(rest.position() + length);
        return content;
    }

    /** The shortest form alone (X.690, 10.1). */
    private static int length(ByteBuffer rest) throws SignatureException {
        int first = Byte.toUnsignedInt(rest.get());
        if (first < LONG_FORM) {
            return first;
        }
        int octets = first - LONG_FORM;
        require(octets > 0 && octets <= MOST_LENGTH_OCTETS && octets <= rest.remaining());
        int length = Byte.toUnsignedInt(rest.get());
        require(length != 0);
        for (int read = 1; read < octets; read++) {
            length = length << Byte.SIZE | Byte.toUnsignedInt(rest.get());
        }
        require(length >= LONG_FORM);
        return length;
    }

    private static void require(boolean holds) throws SignatureException {
        if (!holds) {
            throw new SignatureException("Invalid encoding for signature");
        }
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec parameters) throws InvalidAlgorithmParameterException {
        throw new InvalidAlgorithmParameterException("ECDSA has no parameters (RFC 5758, 3.2)");
    }

    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
        throw new InvalidKeyException("it only verifies");
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        throw new SignatureException("it only verifies");
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new UnsupportedOperationException("ECDSA has no parameters");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new UnsupportedOperationException("ECDSA has no parameters");
    }
}
