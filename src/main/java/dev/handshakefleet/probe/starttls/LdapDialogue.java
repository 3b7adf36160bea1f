package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.probe.result.Failure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/** LDAP (RFC 4511). */
final class LdapDialogue implements Dialogue {

    private static final String START_TLS = "1.3.6.1.4.1.1466.20037";
    private static final int EXTENDED_REQUEST = 23;
    private static final int EXTENDED_RESPONSE = 24;
    private static final int MESSAGE_ID = 1;
    private static final int SEQUENCE = 0x30;
    private static final int LONG_FORM = 0x80;
    private static final int SUCCESS = 0;
    private static final int BUSY = 51;
    private static final int UNAVAILABLE = 52;

    @Override
    public void run(ClearTextChannel channel) throws UpgradeFailedException {
        sendStartTls(channel);
        requireSuccess(readMessage(channel));
        channel.requireNothingUnread();
    }

    /** RFC 4511, 4.14.1: an ExtendedRequest with that name and without a value. The server sends nothing before it. */
    private static void sendStartTls(ClearTextChannel channel) throws UpgradeFailedException {
        DERTaggedObject name =
                new DERTaggedObject(false, 0, new DEROctetString(START_TLS.getBytes(StandardCharsets.US_ASCII)));
        DERTaggedObject request =
                new DERTaggedObject(false, BERTags.APPLICATION, EXTENDED_REQUEST, new DERSequence(name));
        channel.send(
                encoded(new DERSequence(new ASN1Integer(MESSAGE_ID), request)),
                "the answer to the LDAP StartTLS request");
    }

    /** RFC 4511, 4.1.1 and 5.1: one SEQUENCE of definite length. */
    private static byte[] readMessage(ClearTextChannel channel) throws UpgradeFailedException {
        int tag = channel.octet();
        if (tag != SEQUENCE) {
            throw channel.unexpected(String.valueOf((char) tag));
        }
        return channel.octets(readLength(channel));
    }

    /** X.690, 8.1.3: the length is in one octet, or in the number of octets that the first one gives. */
    private static int readLength(ClearTextChannel channel) throws UpgradeFailedException {
        int first = channel.octet();
        if (first < LONG_FORM) {
            return first;
        }
        int octets = first - LONG_FORM;
        if (octets == 0 || octets > Integer.BYTES) {
            throw malformed("the length of its answer is indefinite or too large");
        }
        int length = 0;
        for (int index = 0; index < octets; index++) {
            length = length << Byte.SIZE | channel.octet();
        }
        return length;
    }

    /** RFC 4511, 4.14.2: an ExtendedResponse with resultCode success. */
    private static void requireSuccess(byte[] message) throws UpgradeFailedException {
        Result result = result(message);
        if (result.code() != SUCCESS) {
            String command = "StartTLS with result code " + result.code();
            throw result.code() == BUSY || result.code() == UNAVAILABLE
                    ? UpgradeFailedException.temporarilyRefused(command, result.diagnosticMessage())
                    : UpgradeFailedException.refused(command, result.diagnosticMessage());
        }
    }

    /** RFC 4511, 4.1.9: resultCode, matchedDN and diagnosticMessage are the first elements. */
    private static Result result(byte[] message) throws UpgradeFailedException {
        // A level is decoded only when it is read, so that deep nesting cannot exhaust the stack.
        try (ASN1InputStream elements = new ASN1InputStream(message, true)) {
            ASN1Integer.getInstance(elements.readObject());
            ASN1TaggedObject operation = ASN1TaggedObject.getInstance(elements.readObject());
            if (!operation.hasTag(BERTags.APPLICATION, EXTENDED_RESPONSE)) {
                throw malformed("its answer is not an ExtendedResponse");
            }
            ASN1Sequence response = ASN1Sequence.getInstance(operation.getBaseUniversal(false, BERTags.SEQUENCE));
            return new Result(
                    ASN1Enumerated.getInstance(response.getObjectAt(0)).intValueExact(),
                    new String(
                            ASN1OctetString.getInstance(response.getObjectAt(2)).getOctets(),
                            StandardCharsets.ISO_8859_1));
        } catch (IOException | RuntimeException notBer) {
            throw malformed("its answer cannot be decoded");
        }
    }

    private static byte[] encoded(DERSequence message) {
        try {
            return message.getEncoded(ASN1Encoding.DER);
        } catch (IOException impossibleInMemory) {
            throw new IllegalStateException(impossibleInMemory);
        }
    }

    private static UpgradeFailedException malformed(String what) {
        return new UpgradeFailedException(Kind.PROTOCOL_ERROR, "The server does not speak LDAP: " + what);
    }

    private record Result(int code, String diagnosticMessage) {}
}
