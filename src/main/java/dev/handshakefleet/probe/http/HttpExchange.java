package dev.handshakefleet.probe.http;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Failure.Kind;
import dev.handshakefleet.target.HttpCheck;
import dev.handshakefleet.target.HttpCheck.StatusRange;
import dev.handshakefleet.target.Phase;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One HTTP request and its response over an open connection.
 *
 * <ul>
 *   <li>It sends one request for the configured path: it follows no redirect and repeats nothing.
 *   <li>It ends by its deadline, plus at most the time to handle one arrival.
 *   <li>It accepts at most 8 MB of content, 16 MB in total, 32 KB of headers, 8 interim responses and 256 HTTP/2 frames
 *       without content. Content is counted; it is neither stored nor decompressed.
 *   <li>Failures of the server are {@link Failure} values and are never thrown.
 *   <li>The request is encoded before the first instant is taken; each response is decoded after its instant.
 * </ul>
 */
public final class HttpExchange {

    static final String USER_AGENT = "handshake-fleet";
    static final String ACCEPT = "*/*";

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]+");

    private final HttpCheck check;
    private final TimedStream stream;
    private final Deadline deadline;
    private final ResponseProgress answer = new ResponseProgress();
    private final Conversation conversation;
    private boolean canSend = true;

    private HttpExchange(HttpCheck check, String authority, boolean http2, TimedStream stream, Deadline deadline) {
        this.check = check;
        this.stream = stream;
        this.deadline = deadline;
        this.conversation = http2
                ? new Http2Conversation(check, authority, answer)
                : new Http1Conversation(check, authority, answer);
    }

    /**
     * Runs the exchange on the calling thread. Afterwards the connection can no longer be used; the caller closes it.
     *
     * @param check the request, and the accepted status codes
     * @param authority the value of {@code Host} or {@code :authority}: the name, or an IPv6 literal in brackets, with
     *     the port if it is not 443
     * @param alpn the protocol that the handshake chose; HTTP/2 for {@code h2}, otherwise HTTP/1.1
     * @param stream the open connection
     * @param deadline the end of the time for the exchange
     * @return the result, failures included
     * @throws IllegalArgumentException if authority or path contain a character that is not visible ASCII
     */
    public static HttpOutcome run(
            HttpCheck check, String authority, Optional<String> alpn, TimedStream stream, Deadline deadline) {
        requireVisible("authority", authority);
        requireVisible("path", check.path());
        NettyFootprint.keepSmall();
        boolean http2 = alpn.filter("h2"::equals).isPresent();
        return new HttpExchange(check, authority, http2, stream, deadline).run();
    }

    /**
     * Loads and runs the code of both HTTP versions once, in memory, so that the first exchange does not pay for it. It
     * costs about 0.4 s on the JVM; programs without HTTP targets should not call it.
     */
    public static void warmUp() {
        WarmUpResponses.answers().forEach((alpn, answer) -> {
            HttpCheck check = new HttpCheck(HttpCheck.Method.GET, "/", HttpCheck.ANY_SUCCESS);
            run(
                    check,
                    "localhost",
                    Optional.of(alpn),
                    new WarmUpResponses(answer),
                    Deadline.in(Duration.ofSeconds(10)));
        });
    }

    private static void requireVisible(String name, String value) {
        if (!VISIBLE_ASCII.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " has to be visible ASCII");
        }
    }

    private HttpOutcome run() {
        byte[] flight = conversation.request();
        long start = System.nanoTime();
        Departure departure;
        try {
            departure = stream.send(flight, deadline);
        } catch (IOException broken) {
            return unsent(failure(Phase.REQUEST, broken));
        }
        Optional<Failure> failure = readResponse();
        long departed = departure.nanos();
        return new HttpOutcome(
                answer.facts(),
                Optional.of(ResponseProgress.atLeastZero(departed - start)),
                answer.firstByteAfter(departed),
                answer.download(),
                answer.isCut(),
                unexpectedStatus().or(() -> failure));
    }

    private static HttpOutcome unsent(Failure failure) {
        return new HttpOutcome(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.of(failure));
    }

    /** Reads until the response is complete or can no longer be completed. */
    private Optional<Failure> readResponse() {
        try {
            long received = 0;
            while (!answer.isComplete()) {
                requireTime();
                Arrival arrival = stream.receive(deadline);
                received += arrival.bytes().length;
                if (arrival.isEnd()) {
                    conversation.end();
                } else if (received > HttpLimits.MOST_RECEIVED) {
                    throw BrokenExchangeException.tooMuch("it sent more than " + HttpLimits.MOST_RECEIVED + " bytes");
                } else {
                    sendReply(conversation.receive(arrival));
                }
            }
            return Optional.empty();
        } catch (BrokenExchangeException broken) {
            return Optional.of(broken.failureIn(waitingIn()));
        } catch (IOException broken) {
            return Optional.of(failure(waitingIn(), broken));
        }
    }

    /** A server that sends without a pause never lets a read time out. */
    private void requireTime() throws SocketTimeoutException {
        if (deadline.hasPassed()) {
            throw new SocketTimeoutException();
        }
    }

    /**
     * A server that has sent its whole response can close before the rest is sent to it. The response is still in the
     * buffer then.
     */
    private void sendReply(byte[] bytes) {
        if (bytes.length > 0 && canSend) {
            try {
                stream.send(bytes, deadline);
            } catch (IOException closed) {
                canSend = false;
            }
        }
    }

    private Phase waitingIn() {
        return answer.isBegun() ? Phase.DOWNLOAD : Phase.TTFB;
    }

    private Failure failure(Phase phase, IOException broken) {
        return switch (broken) {
            case SocketTimeoutException late -> new Failure(phase, Kind.TIMEOUT, overdue(phase));
            case SocketException reset when deadline.hasPassed() -> new Failure(phase, Kind.TIMEOUT, overdue(phase));
            case SocketException reset ->
                new Failure(
                        phase, Kind.CONNECTION_RESET, "The connection was reset in the middle of the HTTP exchange");
            case EOFException closed ->
                new Failure(
                        phase,
                        Kind.CLOSED_BY_PEER,
                        "The server closed the connection in the middle of the HTTP exchange");
            default ->
                new Failure(
                        phase,
                        Kind.PROTOCOL_ERROR,
                        "The connection broke in the middle of the HTTP exchange: "
                                + SafeText.message(String.valueOf(broken.getMessage()), HttpLimits.MOST_SHOWN));
        };
    }

    private static String overdue(Phase phase) {
        return switch (phase) {
            case REQUEST -> "The request could not be sent in time";
            case DOWNLOAD -> "The answer did not end in time";
            case DNS, CONNECT, STARTTLS, TLS, TTFB, TOTAL -> "The server did not answer in time";
        };
    }

    private Optional<Failure> unexpectedStatus() {
        return answer.facts()
                .filter(facts -> !check.expects(facts.status()))
                .map(facts -> new Failure(
                        Phase.TTFB, Kind.HTTP_ERROR, "HTTP " + facts.status() + ", expected " + expected()));
    }

    private String expected() {
        return check.status().stream().map(HttpExchange::shown).collect(Collectors.joining(", "));
    }

    private static String shown(StatusRange range) {
        return range.from() == range.to() ? "" + range.from() : range.from() + "-" + range.to();
    }
}
