package dev.handshakefleet.probe.tls.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.Certificate;

/** Reads a client identity from PKCS#12 (RFC 7292). */
final class Pkcs12Identity {

    private static final String ACCEPTED = "PKCS#12 with one private key and its certificate, or PEM";

    private Pkcs12Identity() {}

    static ClientIdentity read(byte[] content, Optional<char[]> password) {
        char[] secret = password.orElse(new char[0]);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), secret);
            String alias = onlyKey(store);
            Key key = store.getKey(alias, secret);
            List<Certificate> certificates = new ArrayList<>();
            for (java.security.cert.Certificate certificate : store.getCertificateChain(alias)) {
                certificates.add(Certificate.getInstance(certificate.getEncoded()));
            }
            return KeyPairing.of(PrivateKeyInfo.getInstance(key.getEncoded()), certificates);
        } catch (IOException unreadable) {
            throw unreadable.getCause() instanceof UnrecoverableKeyException
                    ? wrongPassword(password)
                    : ClientIdentity.bad(content.length + " bytes that are neither PEM nor readable PKCS#12", ACCEPTED);
        } catch (UnrecoverableKeyException locked) {
            throw wrongPassword(password);
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw ClientIdentity.bad("PKCS#12 with an unsupported algorithm", ACCEPTED);
        }
    }

    private static String onlyKey(KeyStore store) throws GeneralSecurityException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificateChain(alias) != null) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw ClientIdentity.bad("PKCS#12 with " + keys.size() + " private keys that have a certificate", ACCEPTED);
        }
        return keys.getFirst();
    }

    private static RuntimeException wrongPassword(Optional<char[]> password) {
        return ClientIdentity.bad(
                password.isPresent() ? "PKCS#12 with another password" : "PKCS#12 with a password, but none was given",
                "the password that it was made with");
    }
}
