package dev.handshakefleet.verdict.zoo;

import static dev.handshakefleet.verdict.zoo.Exhibit.critical;
import static dev.handshakefleet.verdict.zoo.Exhibit.exhibit;
import static dev.handshakefleet.verdict.zoo.Exhibit.warning;

import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.zoo.Exhibit.Draft;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/** Keys and signatures that can be broken, and some that only look unusual. */
final class StrengthExhibits {

    private static final BigInteger F4 = BigInteger.valueOf(65_537);
    private static final SpecimenKey RSA = SpecimenKey.rsa(2_048);
    private static final Issued ROOT = Specimen.root("Root").key(RSA).selfSigned();
    private static final Issued AUTHORITY =
            Specimen.intermediate("CA 1").key(RSA).by(ROOT);

    private StrengthExhibits() {}

    static List<Exhibit> exhibits() {
        BigInteger modulus = new BigInteger(2_046, new Random(1)).setBit(2_047).setBit(0);
        return List.of(
                leaf("RSA 512 leaf", SpecimenKey.rsa(512))
                        .ours(warning(FindingCode.WEAK_KEY))
                        .jdk("algorithm constrained")
                        .because(
                                "A warning of ours is not a refusal. The command has no lower bound; in a handshake OpenSSL refuses less than 1,024 bits as well."),
                leaf("RSA 1024 leaf", SpecimenKey.rsa(1_024))
                        .ours(warning(FindingCode.WEAK_KEY))
                        .agreed(),
                leaf(
                                "RSA 2047 leaf",
                                SpecimenKey.numbers(modulus.clearBit(2_047).setBit(2_046), F4))
                        .ours(warning(FindingCode.WEAK_KEY))
                        .agreed(),
                intermediate("RSA 512 intermediate", SpecimenKey.rsa(512))
                        .ours(warning(FindingCode.WEAK_KEY))
                        .jdk("algorithm constrained")
                        .because(
                                "A warning of ours is not a refusal. The command has no lower bound; in a handshake OpenSSL refuses less than 1,024 bits as well."),
                intermediate("RSA 1024 intermediate", SpecimenKey.rsa(1_024))
                        .ours(warning(FindingCode.WEAK_KEY))
                        .agreed(),
                root("RSA 1024 root", SpecimenKey.rsa(1_024))
                        .ours(warning(FindingCode.WEAK_KEY))
                        .agreed(),
                leaf("RSA exponent 1", SpecimenKey.numbers(modulus, BigInteger.ONE))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .jdk(OpensslVerify.UNREADABLE)
                        .because(
                                "The JDK does not read such a key. OpenSSL does not look at the key of a leaf before it uses it."),
                leaf("RSA exponent 3", SpecimenKey.rsa(2_048, BigInteger.valueOf(3)))
                        .agreed(),
                leaf("RSA exponent even", SpecimenKey.numbers(modulus, BigInteger.valueOf(65_536)))
                        .agreed(),
                leaf(
                                "RSA 8192 leaf",
                                SpecimenKey.numbers(
                                        BigInteger.ONE.shiftLeft(8_191).setBit(0), F4))
                        .agreed(),
                leaf(
                                "RSA 16384 leaf",
                                SpecimenKey.numbers(
                                        BigInteger.ONE.shiftLeft(16_383).setBit(0), F4))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .because(
                                "A key that long only burns the time of who checks it: Go refuses more than 8,192 bits, OpenSSL's handshake more than 16,384."),
                leaf("RSA modulus negative", SpecimenKey.numbers(modulus.negate(), F4))
                        .agreed(),
                leaf("RSA modulus zero", SpecimenKey.numbers(BigInteger.ZERO, F4))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .jdk(OpensslVerify.UNREADABLE)
                        .because(
                                "The JDK does not read such a key. OpenSSL does not look at the key of a leaf before it uses it."),
                leaf("P-224 leaf", SpecimenKey.foreign("P-224"))
                        .ours(warning(FindingCode.WEAK_KEY))
                        .agreed(),
                intermediate("P-224 intermediate", SpecimenKey.foreign("P-224"))
                        .ours(warning(FindingCode.WEAK_KEY))
                        .jdk("invalid signature")
                        .because(
                                "A warning of ours is not a refusal. The JDK computes on P-256, P-384 and P-521 only."),
                leaf("secp256k1 leaf", SpecimenKey.foreign("secp256k1")).agreed(),
                intermediate("secp256k1 intermediate", SpecimenKey.foreign("secp256k1"))
                        .jdk("invalid signature")
                        .because(
                                "Sound and unusual. The JDK, Go and the browsers do not compute on this curve, OpenSSL does: who uses it has such clients."),
                leaf("brainpoolP256r1 leaf", SpecimenKey.foreign("brainpoolP256r1"))
                        .agreed(),
                intermediate("brainpoolP256r1 intermediate", SpecimenKey.foreign("brainpoolP256r1"))
                        .jdk("invalid signature")
                        .because(
                                "Sound and unusual. The JDK, Go and the browsers do not compute on this curve, OpenSSL does: who uses it has such clients."),
                root("brainpoolP256r1 root", SpecimenKey.foreign("brainpoolP256r1"))
                        .jdk("invalid signature")
                        .because(
                                "Sound and unusual. The JDK, Go and the browsers do not compute on this curve, OpenSSL does: who uses it has such clients."),
                leaf("P-256 point not on the curve", SpecimenKey.point(offTheCurve()))
                        .openssl("1")
                        .because(
                                "The chain alone does not show it to the JDK or us: no handshake can be signed by such a key, and the finding is that of the handshake."),
                leaf("P-256 point at infinity", SpecimenKey.point(new byte[1]))
                        .ours(critical(FindingCode.WRONG_USAGE))
                        .jdk(OpensslVerify.UNREADABLE)
                        .because(
                                "The JDK does not read such a key. OpenSSL does not look at the key of a leaf before it uses it."),
                leaf("DSA leaf", SpecimenKey.dsa()).agreed(),
                intermediate("DSA intermediate", SpecimenKey.dsa()).agreed(),
                signed("SHA-1 leaf", "SHA1withRSA")
                        .ours(warning(FindingCode.WEAK_SIGNATURE))
                        .agreed(),
                signed("MD5 leaf", "MD5withRSA")
                        .ours(warning(FindingCode.WEAK_SIGNATURE))
                        .jdk("algorithm constrained")
                        .because(
                                "A warning of ours is not a refusal. The command has no lower bound; in a handshake OpenSSL refuses MD5 as well."),
                signed("MD2 leaf", "MD2withRSA")
                        .ours(warning(FindingCode.WEAK_SIGNATURE))
                        .openssl("7")
                        .jdk("algorithm constrained")
                        .because(
                                "A warning of ours is not a refusal. OpenSSL does not know MD2 any more, the JDK does not want it."),
                signed("RSASSA-PSS over SHA-1 leaf", "PSS-SHA-1")
                        .ours(warning(FindingCode.WEAK_SIGNATURE))
                        .agreed(),
                signed("RSASSA-PSS over SHA-256 leaf", "PSS-SHA-256").agreed(),
                signed("SHA-224 leaf", "SHA224withRSA").agreed(),
                intermediateSigned("SHA-1 intermediate", "SHA1withRSA")
                        .ours(warning(FindingCode.WEAK_SIGNATURE))
                        .agreed(),
                intermediateSigned("MD5 intermediate", "MD5withRSA")
                        .ours(warning(FindingCode.WEAK_SIGNATURE))
                        .jdk("algorithm constrained")
                        .because(
                                "A warning of ours is not a refusal. The command has no lower bound; in a handshake OpenSSL refuses MD5 as well."),
                rootSigned("SHA-1 root", "SHA1withRSA").agreed(),
                rootSigned("MD5 root", "MD5withRSA").agreed());
    }

    private static Draft leaf(String name, SpecimenKey key) {
        return exhibit(name)
                .sends(Specimen.leaf().key(key).by(AUTHORITY), AUTHORITY)
                .trusting(ROOT);
    }

    private static Draft signed(String name, String algorithm) {
        return exhibit(name)
                .sends(Specimen.leaf().signedWith(algorithm).by(AUTHORITY), AUTHORITY)
                .trusting(ROOT);
    }

    private static Draft intermediate(String name, SpecimenKey key) {
        Issued authority = Specimen.intermediate("CA 2").key(key).by(ROOT);
        return exhibit(name).sends(Specimen.leaf().by(authority), authority).trusting(ROOT);
    }

    private static Draft intermediateSigned(String name, String algorithm) {
        Issued authority = Specimen.intermediate("CA 2").signedWith(algorithm).by(ROOT);
        return exhibit(name).sends(Specimen.leaf().by(authority), authority).trusting(ROOT);
    }

    private static Draft root(String name, SpecimenKey key) {
        Issued root = Specimen.root("Other Root").key(key).selfSigned();
        Issued authority = Specimen.intermediate("CA 2").by(root);
        return exhibit(name).sends(Specimen.leaf().by(authority), authority).trusting(root);
    }

    private static Draft rootSigned(String name, String algorithm) {
        Issued root = Specimen.root("Other Root").key(RSA).signedWith(algorithm).selfSigned();
        Issued authority = Specimen.intermediate("CA 2").by(root);
        return exhibit(name).sends(Specimen.leaf().by(authority), authority).trusting(root);
    }

    private static byte[] offTheCurve() {
        byte[] point = new byte[65];
        point[0] = 4;
        point[64] = 1;
        return point;
    }
}
