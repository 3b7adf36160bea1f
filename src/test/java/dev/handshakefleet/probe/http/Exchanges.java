package dev.handshakefleet.probe.http;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.TimedStream;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.HttpCheck;
import dev.handshakefleet.target.HttpCheck.Method;
import dev.handshakefleet.target.Phase;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.Assertions;

/** Exchanges as the tests have them. */
final class Exchanges {

    static final HttpCheck GET = new HttpCheck(Method.GET, "/health?deep=1", HttpCheck.ANY_SUCCESS);
    static final HttpCheck HEAD = new HttpCheck(Method.HEAD, "/health", HttpCheck.ANY_SUCCESS);

    private Exchanges() {}

    static HttpOutcome http1(HttpCheck check, TimedStream stream) {
        return HttpExchange.run(
                check, "example.com", Optional.of("http/1.1"), stream, Deadline.in(Duration.ofSeconds(60)));
    }

    static HttpOutcome http2(HttpCheck check, TimedStream stream) {
        return HttpExchange.run(check, "example.com", Optional.of("h2"), stream, Deadline.in(Duration.ofSeconds(60)));
    }

    static void assertFailed(HttpOutcome outcome, Phase phase, Failure.Kind kind, String word) {
        Assertions.assertThat(outcome.failure()).hasValueSatisfying(failure -> {
            Assertions.assertThat(failure.phase()).isEqualTo(phase);
            Assertions.assertThat(failure.kind()).isEqualTo(kind);
            Assertions.assertThat(failure.detail()).contains(word).matches("[ -~]*");
        });
    }

    static Optional<Duration> millis(int count) {
        return Optional.of(Duration.ofMillis(count));
    }
}
