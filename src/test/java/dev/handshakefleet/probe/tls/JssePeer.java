package dev.handshakefleet.probe.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's own TLS as a server in this process; it answers eight bytes with a greeting. */
final class JssePeer {

    private JssePeer() {}

    static Peer start(PeerSettings order, PeerIdentities identities) throws IOException, GeneralSecurityException {
        SSLServerSocket listener = (SSLServerSocket) context(order, identities)
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        listener.setSSLParameters(limited(listener.getSSLParameters(), order));
        Thread.ofVirtual().start(() -> serve(listener));
        return new Peer(listener.getLocalPort(), "JSSE of Java " + Runtime.version(), listener);
    }

    private static SSLContext context(PeerSettings order, PeerIdentities identities)
            throws GeneralSecurityException, IOException {
        char[] password = "none".toCharArray();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identities.servers().get(order.key()).keyStore(password), password);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", identities.root().certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static SSLParameters limited(SSLParameters parameters, PeerSettings order) {
        parameters.setProtocols(new String[] {order.version()});
        order.suite().ifPresent(suite -> parameters.setCipherSuites(new String[] {suite}));
        order.group().ifPresent(group -> parameters.setNamedGroups(new String[] {group}));
        parameters.setApplicationProtocols(order.protocols().toArray(String[]::new));
        switch (order.demand()) {
            case NONE -> parameters.setWantClientAuth(false);
            case WISH -> parameters.setWantClientAuth(true);
            case MUST -> parameters.setNeedClientAuth(true);
        }
        return parameters;
    }

    private static void serve(SSLServerSocket listener) {
        while (!listener.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                socket.setSoTimeout(60_000);
                Optional<byte[]> request =
                        Optional.of(socket.getInputStream().readNBytes(8)).filter(bytes -> bytes.length == 8);
                if (request.isPresent()) {
                    socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException overOrBroken) {
                // The client under test reports the failure.
            }
        }
    }
}
