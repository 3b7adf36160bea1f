package dev.handshakefleet.local.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server on a free loopback port: TLS by the JDK's JSSE, or a peer that only looks like a server. Serves each
 * connection on a virtual thread until it is closed.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final int BACKLOG = 200;
    private static final int LONGEST_TALK_MILLIS = 10_000;
    private static final int LARGEST_HELLO = 16 * 1024;
    private static final byte[] HANDSHAKE_FAILURE_ALERT = {21, 3, 3, 0, 2, 2, 40};

    private final ServerSocket listener;
    private final AtomicReference<Talk> talk;

    /** The behaviour of a server on a connection. */
    @FunctionalInterface
    private interface Talk {
        void with(Socket connection) throws IOException;
    }

    private LoopbackServer(Talk talk) {
        this(talk, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private LoopbackServer(Talk talk, InetSocketAddress at) {
        try {
            this.listener = new ServerSocket(at.getPort(), BACKLOG, at.getAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        this.talk = new AtomicReference<>(talk);
        Thread.ofVirtual().name("server " + port()).start(this::serve);
    }

    /**
     * A TLS server.
     *
     * @param identity its key and the certificates it sends
     * @param protocol the only version that it speaks, {@code TLSv1.3} or {@code TLSv1.2}
     */
    public static LoopbackServer tls(LocalIdentity identity, String protocol) {
        return new LoopbackServer(tlsTalk(identity, protocol, Duration.ZERO));
    }

    /**
     * A TLS 1.3 server at another loopback address, so that one port can be served by several nodes.
     *
     * @param at its address and port; port 0 for a free one
     * @throws UncheckedIOException when the port is taken there
     */
    public static LoopbackServer tlsAt(LocalIdentity identity, InetSocketAddress at) {
        return new LoopbackServer(tlsTalk(identity, "TLSv1.3", Duration.ZERO), at);
    }

    /** A TLS 1.3 server that delays its answer by that time. */
    public static LoopbackServer slowTls(LocalIdentity identity, Duration delay) {
        return new LoopbackServer(tlsTalk(identity, "TLSv1.3", delay));
    }

    /** Reads the ClientHello and refuses with the fatal alert handshake_failure(40). */
    public static LoopbackServer refusing() {
        return new LoopbackServer(connection -> {
            readSome(connection.getInputStream());
            connection.getOutputStream().write(HANDSHAKE_FAILURE_ALERT);
            connection.shutdownOutput();
            readSome(connection.getInputStream());
        });
    }

    /** Answers in clear text, like a web server that receives TLS on port 80. */
    public static LoopbackServer plainText() {
        return new LoopbackServer(connection -> {
            readSome(connection.getInputStream());
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.shutdownOutput();
            readSome(connection.getInputStream());
        });
    }

    /** Changes the certificate that a TLS server sends from the next connection on, as a renewal does. */
    public void renew(LocalIdentity identity) {
        talk.set(tlsTalk(identity, "TLSv1.3", Duration.ZERO));
    }

    /** @return the port that it listens on */
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException alreadyGone) {
            throw new UncheckedIOException(alreadyGone);
        }
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                Thread.ofVirtual().start(() -> talkWith(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void talkWith(Socket connection) {
        try (connection) {
            connection.setSoTimeout(LONGEST_TALK_MILLIS);
            connection.setTcpNoDelay(true);
            talk.get().with(connection);
        } catch (IOException peerIsGone) {
            // A demonstration server ignores a client that gives up.
        }
    }

    private static Talk tlsTalk(LocalIdentity identity, String protocol, Duration delay) {
        SSLContext context = identity.serverContext();
        return connection -> {
            pause(delay);
            // Layered over the accepted socket, so the delay above is between connect and ServerHello.
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true)) {
                tls.setEnabledProtocols(new String[] {protocol});
                tls.startHandshake();
                readSome(tls.getInputStream());
            }
        };
    }

    private static void pause(Duration delay) throws IOException {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static void readSome(InputStream in) throws IOException {
        in.read(new byte[LARGEST_HELLO]);
    }
}
