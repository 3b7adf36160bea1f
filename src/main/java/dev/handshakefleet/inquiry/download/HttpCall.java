package dev.handshakefleet.inquiry.download;

import dev.handshakefleet.certificate.DownloadFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.util.Timeout;

/**
 * One HTTP/1.1 exchange through Apache HttpClient's smallest client, without redirects, retries, kept connections or
 * decompression. Only this class, {@link DownloadSockets} and {@link DownloadFailure} use the library. Closing the
 * sockets bounds its time. Used once.
 */
final class HttpCall {

    private static final int LONGEST_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 100;

    private final DownloadAddress address;
    private final List<InetAddress> allowed;
    private final DownloadSockets sockets;
    private final Supplier<SSLContext> trust;

    /**
     * @param allowed the addresses to connect to, until one answers
     * @param trust asked only when the address is one of {@code https}
     */
    HttpCall(DownloadAddress address, List<InetAddress> allowed, DownloadSockets sockets, Supplier<SSLContext> trust) {
        this.address = address;
        this.allowed = allowed;
        this.sockets = sockets;
        this.trust = trust;
    }

    /**
     * @param longestConnect to each address
     * @throws DownloadFailedException when the answer is not a success
     */
    FetchedDocument ask(DownloadRequest download, int mostBytes, Duration longestConnect)
            throws IOException, DownloadFailedException {
        HttpHost host = new HttpHost(address.scheme(), address.host(), address.hasDefaultPort() ? -1 : address.port());
        // The sockets are closed first. Otherwise the library would read to the end of the answer or send a
        // close_notify.
        try (CloseableHttpClient client = HttpClients.createMinimal(connections(longestConnect));
                DownloadSockets _ = sockets) {
            return read(client.executeOpen(host, httpRequest(download), null), mostBytes);
        }
    }

    private BasicHttpClientConnectionManager connections(Duration longestConnect) {
        Http1Config bounds = Http1Config.custom()
                .setMaxLineLength(LONGEST_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        BasicHttpClientConnectionManager connections = new BasicHttpClientConnectionManager(
                new DefaultHttpClientConnectionOperator(
                        sockets,
                        DefaultSchemePortResolver.INSTANCE,
                        new FixedAddresses(allowed),
                        RegistryBuilder.<TlsSocketStrategy>create()
                                .register("https", (socket, name, port, _, _) -> trusted(socket, name, port))
                                .build()),
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(bounds)
                        .responseParserFactory(new DefaultHttpResponseParserFactory(bounds))
                        .build());
        connections.setConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(longestConnect))
                .build());
        return connections;
    }

    private ClassicHttpRequest httpRequest(DownloadRequest download) {
        ClassicHttpRequest request = switch (download) {
            case DownloadRequest.Get() -> new BasicClassicHttpRequest(Method.GET, address.pathAndQuery());
            case DownloadRequest.Post(String contentType, byte[] body) -> {
                ClassicHttpRequest post = new BasicClassicHttpRequest(Method.POST, address.pathAndQuery());
                post.setEntity(new ByteArrayEntity(body, ContentType.parse(contentType)));
                yield post;
            }
        };
        request.setHeader(HttpHeaders.USER_AGENT, "handshake-fleet");
        request.setHeader(HttpHeaders.ACCEPT, "*/*");
        request.setHeader(HttpHeaders.CONNECTION, "close");
        return request;
    }

    private FetchedDocument read(ClassicHttpResponse answer, int mostBytes)
            throws IOException, DownloadFailedException {
        if (answer.getCode() != HttpStatus.SC_OK) {
            throw failed(" answered with status " + answer.getCode());
        }
        return new FetchedDocument(body(answer.getEntity(), mostBytes), RetryAfter.seconds(answer));
    }

    private byte[] body(HttpEntity entity, int mostBytes) throws IOException, DownloadFailedException {
        if (entity == null) {
            return new byte[0];
        }
        if (entity.getContentLength() > mostBytes) {
            throw tooLarge(mostBytes);
        }
        InputStream content = entity.getContent();
        byte[] body = content.readNBytes(mostBytes);
        if (body.length == mostBytes && content.read() >= 0) {
            throw tooLarge(mostBytes);
        }
        return body;
    }

    private SSLSocket trusted(Socket connected, String name, int port) throws IOException {
        SSLSocket socket = (SSLSocket) trust.get().getSocketFactory().createSocket(connected, name, port, true);
        BoundedTrust.boundKeyExchange(socket);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the name in the certificate (RFC 9110, 4.3.4)
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private DownloadFailedException tooLarge(int mostBytes) {
        return failed(" answered with more than the " + mostBytes + " bytes that are accepted");
    }

    private DownloadFailedException failed(String what) {
        return new DownloadFailedException(address.shownHost() + what);
    }

    /**
     * The library asks for the addresses of a name, and is told those that were allowed, whatever the resolver says now.
     */
    private record FixedAddresses(List<InetAddress> addresses) implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) {
            return addresses.toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
