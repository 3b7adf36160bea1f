package dev.handshakefleet.inquiry.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.support.FixedNames;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Downloads of the tests, and their results. */
public final class Attempts {

    static final int MOST = 1_000;

    /** The limit of {@link #impatient}. A busy machine must connect and send its request within it. */
    static final Duration SHORT = Duration.ofSeconds(3);

    /** The limit of {@link #patient}. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    static final NameResolver ALL_ON_LOOPBACK = FixedNames.ipv4(host -> List.of(LOOPBACK));

    private Attempts() {}

    /** Downloads from loopback for any name, with time limits for a slow machine. */
    public static EgressDownloads patient() {
        return new EgressDownloads(ALL_ON_LOOPBACK, EgressPolicy.anyAddress(), PATIENCE);
    }

    /** The same for servers that have to be given up. */
    public static EgressDownloads impatient() {
        return new EgressDownloads(ALL_ON_LOOPBACK, EgressPolicy.anyAddress(), SHORT);
    }

    static String failure(EgressDownloads downloads, URI address) {
        return shown(catchThrowableOfType(DownloadFailedException.class, () -> downloads.get(address, MOST)));
    }

    static String trustedFailure(EgressDownloads downloads, URI address) {
        return shown(catchThrowableOfType(DownloadFailedException.class, () -> downloads.getTrusted(address, MOST)));
    }

    private static String shown(DownloadFailedException failure) {
        assertThat(failure).as("the failure of the download").isNotNull();
        assertThat(failure.getMessage()).hasSizeLessThanOrEqualTo(160).matches("[ -~…]+");
        return failure.getMessage();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** They end a moment after their sockets were closed. */
    static boolean noThreadIsLeft() {
        Deadline patience = Deadline.in(Duration.ofSeconds(60));
        while (!patience.hasPassed()) {
            if (Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("download"))) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }
}
