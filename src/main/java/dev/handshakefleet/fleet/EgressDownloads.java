package dev.handshakefleet.fleet;

import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.certificate.Downloads;
import dev.handshakefleet.probe.EgressPolicy;
import dev.handshakefleet.probe.NameResolver;
import dev.handshakefleet.target.BadInputException;
import dev.handshakefleet.target.HostName;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;

/**
 * Downloads that go only where the egress policy lets them: a name is looked up here, each address judged, and exactly a
 * judged address connected to.
 *
 * <ul>
 *   <li>A download ends within its time, name lookup included, however the other side behaves, and leaves no connection.
 *   <li>Only status 200 counts. No redirects, cookies, proxies, credentials, second attempts or compressed bodies; the
 *       proxy settings of the system are not heeded.
 *   <li>Certificates are addressed by {@code http}, for to fetch one by HTTPS would need another (RFC 5280, 4.2.2.1); what an
 *       owner named is addressed by {@code https}, its certificate validated by the JDK.
 * </ul>
 *
 * Thread-safe.
 */
final class EgressDownloads implements Downloads, TrustedDownloads {

    static final Duration LONGEST = Duration.ofSeconds(3);

    private static final int LONGEST_ADDRESS = 1_000;
    private static final int OK = 200;
    private static final int LONGEST_REASON = 160;

    private final NameResolver names;
    private final EgressPolicy policy;
    private final Duration longest;
    private final SSLContext trust;

    /**
     * @param names looks names up
     * @param policy judges what they lead to
     */
    EgressDownloads(NameResolver names, EgressPolicy policy) {
        this(names, policy, LONGEST, defaultTrust());
    }

    /**
     * @param longest how long a download takes at the longest
     * @param trust validates the certificates of those who are addressed by {@code https}
     */
    EgressDownloads(NameResolver names, EgressPolicy policy, Duration longest, SSLContext trust) {
        this.names = names;
        this.policy = policy;
        this.longest = longest;
        this.trust = trust;
    }

    @Override
    public byte[] get(URI address, int mostBytes) throws DownloadFailedException {
        requireScheme(address, "http");
        return fetched(new HttpGet(address), mostBytes).body();
    }

    @Override
    public byte[] post(URI address, String contentType, byte[] question, int mostBytes) throws DownloadFailedException {
        requireScheme(address, "http");
        HttpPost request = new HttpPost(address);
        request.setEntity(new ByteArrayEntity(question, ContentType.create(contentType)));
        return fetched(request, mostBytes).body();
    }

    @Override
    public Answer getTrusted(URI address, int mostBytes) throws DownloadFailedException {
        requireScheme(address, "https");
        Fetched fetched = fetched(new HttpGet(address), mostBytes);
        return new Answer(new String(fetched.body(), StandardCharsets.UTF_8), fetched.retryAfterSeconds());
    }

    private static void requireScheme(URI address, String scheme) throws DownloadFailedException {
        String written = address.toString();
        if (written.length() > LONGEST_ADDRESS) {
            throw new DownloadFailedException("its address is longer than 1,000 characters");
        }
        boolean isPlain = scheme.equals(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT))
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getRawFragment() == null
                && address.getPort() != 0;
        if (!isPlain) {
            throw new DownloadFailedException(
                    "its address is not a plain %s address: %s".formatted(scheme, shown(written)));
        }
        try {
            HostName.parse("host", address.getHost());
        } catch (BadInputException noName) {
            throw new DownloadFailedException("its address names no host: " + shown(written));
        }
    }

    private static final class UnwantedAnswerException extends IOException {

        @Serial
        private static final long serialVersionUID = 1;

        private UnwantedAnswerException(String message) {
            super(message);
        }
    }

    private static final class Fetched {

        private final byte[] body;
        private final OptionalLong retryAfterSeconds;

        private Fetched(byte[] body, OptionalLong retryAfterSeconds) {
            this.body = body;
            this.retryAfterSeconds = retryAfterSeconds;
        }

        byte[] body() {
            return body;
        }

        OptionalLong retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /** On a thread of its own, so that the end of the time is the end, even inside of a resolver that hangs. */
    private Fetched fetched(HttpUriRequestBase request, int mostBytes) throws DownloadFailedException {
        JudgedNames judged = new JudgedNames(names, policy);
        CloseableHttpClient client = BoundedHttpClient.make(judged, trust, longest);
        CompletableFuture<Fetched> result = new CompletableFuture<>();
        Thread.ofVirtual().name("download from " + request.getAuthority()).start(() -> {
            try {
                result.complete(client.execute(request, response -> read(response, mostBytes)));
            } catch (Throwable failed) {
                result.completeExceptionally(failed);
            }
        });
        try {
            return result.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooSlow) {
            throw failed(request, "did not answer within %d ms".formatted(longest.toMillis()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(request, "was not waited for");
        } catch (ExecutionException unsuccessful) {
            throw failed(request, reason(unsuccessful.getCause(), judged));
        } finally {
            request.cancel();
            client.close(CloseMode.IMMEDIATE);
        }
    }

    private static Fetched read(ClassicHttpResponse response, int mostBytes) throws IOException {
        if (response.getCode() != OK) {
            throw new UnwantedAnswerException("answered with status " + response.getCode());
        }
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new Fetched(new byte[0], retryAfter(response));
        }
        if (entity.getContentLength() > mostBytes) {
            throw tooLarge(mostBytes);
        }
        try (InputStream content = entity.getContent()) {
            byte[] body = content.readNBytes(mostBytes + 1);
            if (body.length > mostBytes) {
                throw tooLarge(mostBytes);
            }
            return new Fetched(body, retryAfter(response));
        }
    }

    private static UnwantedAnswerException tooLarge(int mostBytes) {
        return new UnwantedAnswerException("answered with more than %,d bytes".formatted(mostBytes));
    }

    private static OptionalLong retryAfter(ClassicHttpResponse response) {
        Header header = response.getFirstHeader("Retry-After");
        return header != null && header.getValue() != null && header.getValue().matches("\\d{1,9}")
                ? OptionalLong.of(Long.parseLong(header.getValue()))
                : OptionalLong.empty();
    }

    private static String reason(Throwable failure, JudgedNames judged) {
        return switch (failure) {
            case UnwantedAnswerException unwanted -> unwanted.getMessage();
            case Throwable other ->
                judged.refusal()
                        .map(refusal -> "was not asked: " + refusal)
                        .orElseGet(() -> "could not be asked: " + String.valueOf(other.getMessage()));
        };
    }

    private static DownloadFailedException failed(HttpUriRequestBase request, String reason) {
        return new DownloadFailedException(shown(request.getAuthority().getHostName() + " " + reason));
    }

    private static String shown(String text) {
        String clean = text.replaceAll("[^ -~]", ".");
        return clean.substring(0, Math.min(clean.length(), LONGEST_REASON));
    }

    private static SSLContext defaultTrust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
