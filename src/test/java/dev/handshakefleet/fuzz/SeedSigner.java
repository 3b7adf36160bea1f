package dev.handshakefleet.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;

/** The one key that is the same in all runs. It is small, because it signs many throw-away certificates. */
final class SeedSigner {

    /** SEQUENCE { sha256WithRSAEncryption, NULL } */
    private static final byte[] ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d01010b0500");

    private static final int DER_SEQUENCE = 0x30;
    private static final int DER_BIT_STRING = 0x03;
    private static final KeyPair KEY = read();

    private SeedSigner() {}

    /** @return the pair */
    static KeyPair key() {
        return KEY;
    }

    /** @return the certificate over these bytes */
    static byte[] signed(byte[] toBeSigned) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEY.getPrivate());
            signature.update(toBeSigned);
            byte[] bits = org.bouncycastle.util.Arrays.prepend(signature.sign(), (byte) 0);
            return DerTree.element(
                    DER_SEQUENCE,
                    org.bouncycastle.util.Arrays.concatenate(
                            toBeSigned, ALGORITHM, DerTree.element(DER_BIT_STRING, bits)));
        } catch (GeneralSecurityException itsOwnKey) {
            throw new IllegalStateException(itsOwnKey);
        }
    }

    private static KeyPair read() {
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            byte[] encoded = Files.readAllBytes(Seeds.DIRECTORY.resolve("signer.pkcs8"));
            RSAPrivateCrtKey own = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(encoded));
            PublicKey shown = factory.generatePublic(new RSAPublicKeySpec(own.getModulus(), own.getPublicExponent()));
            return new KeyPair(shown, own);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
