package dev.handshakefleet.probe.tls;

import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * One root, and issued by it a server and a client for each kind of key; in memory, and as files for the servers.
 *
 * @param directory of the files; servers may put their own files there
 * @param root trusted by servers that verify us
 * @param servers by the kind of their key
 * @param clients by the kind of their key
 */
record PeerIdentities(
        Path directory, LocalIdentity root, Map<KeyKind, LocalIdentity> servers, Map<KeyKind, LocalIdentity> clients) {

    private static final List<KeyKind> KINDS = List.of(KeyKind.EC_P256, KeyKind.RSA_2048);

    static PeerIdentities in(Path directory) throws IOException {
        LocalIdentity root = LocalAuthority.root("Root").selfSigned();
        Map<KeyKind, LocalIdentity> servers = new EnumMap<>(KeyKind.class);
        Map<KeyKind, LocalIdentity> clients = new EnumMap<>(KeyKind.class);
        for (KeyKind kind : KINDS) {
            LocalIdentity server =
                    LocalAuthority.leaf("localhost").key(kind).dns("localhost").issuedBy(root);
            servers.put(kind, server);
            clients.put(
                    kind,
                    LocalAuthority.leaf("client " + kind).key(kind).purposes().issuedBy(root));
            Files.writeString(directory.resolve(kind + "-key.pem"), keyPem(server));
            Files.writeString(directory.resolve(kind + "-chain.pem"), server.chainPem());
            Files.writeString(directory.resolve(kind + "-both.pem"), server.chainPem() + keyPem(server));
        }
        Files.writeString(directory.resolve("root.pem"), LocalIdentity.pem(List.of(root.certificate())));
        return new PeerIdentities(directory, root, servers, clients);
    }

    String key(PeerSettings order) {
        return file(order.key() + "-key.pem");
    }

    String chain(PeerSettings order) {
        return file(order.key() + "-chain.pem");
    }

    /** The chain and the key in one file, as HAProxy wants it. */
    String both(PeerSettings order) {
        return file(order.key() + "-both.pem");
    }

    String rootFile() {
        return file("root.pem");
    }

    /** The certificate of our client. */
    ClientIdentity client(KeyKind kind) {
        LocalIdentity identity = clients.get(kind);
        byte[] pem = (identity.keyPem() + identity.chainPem()).getBytes(StandardCharsets.US_ASCII);
        return ClientIdentity.read(pem, Optional.empty());
    }

    /** GnuTLS 3.7 reads no EC key that the public key does not stand beside (RFC 5915), which the JDK leaves out. */
    private static String keyPem(LocalIdentity identity) throws IOException {
        if (!(identity.key() instanceof ECPrivateKey key)) {
            return identity.keyPem();
        }
        SubjectPublicKeyInfo publicKey = SubjectPublicKeyInfo.getInstance(
                identity.certificate().getPublicKey().getEncoded());
        byte[] encoded = new org.bouncycastle.asn1.sec.ECPrivateKey(
                        key.getParams().getOrder().bitLength(),
                        key.getS(),
                        publicKey.getPublicKeyData(),
                        publicKey.getAlgorithm().getParameters())
                .getEncoded();
        StringWriter pem = new StringWriter();
        try (PemWriter writer = new PemWriter(pem)) {
            writer.writeObject(new PemObject("EC PRIVATE KEY", encoded));
        }
        return pem.toString();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }
}
