package dev.handshakefleet.probe.starttls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Protocol;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every upgrade over a stream in memory: in the smallest pieces, without an end, and with any byte changed. */
class UpgradeTest {

    private static final int MUTATIONS = 2_000;
    private static final int MOST_BYTES_READ = 20 * 1024;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void repliesMayArriveByteByByte(Protocol protocol) {
        Scripted stream = new Scripted(ServerScript.of(protocol), 1, text -> text);

        assertThat(upgrade(protocol, stream)).isInstanceOf(Upgrade.Agreed.class);
        assertThat(stream.unread()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void endlessReplyIsCutOff(Protocol protocol) {
        for (String endless : new String[] {"250-more\r\n", "* more\r\n", "x", "\0", "<a>", "\u00ff"}) {
            Scripted stream = new Scripted(
                    new ServerScript(endless.repeat(100_000), message -> endless.repeat(100_000)), 1_400, text -> text);

            Failure failure = ((Upgrade.Failed) upgrade(protocol, stream)).failure();

            assertThat(failure.phase()).isEqualTo(Phase.STARTTLS);
            assertThat(failure.detail()).matches("[ -~]{1,400}");
            assertThat(stream.read).isLessThanOrEqualTo(MOST_BYTES_READ);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void mutatedRepliesAlwaysGiveAResult(Protocol protocol) {
        int failed = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Random random = new Random(seed);
            Scripted stream =
                    new Scripted(ServerScript.of(protocol), 1 + random.nextInt(60), text -> changed(text, random));

            switch (upgrade(protocol, stream)) {
                case Upgrade.Agreed _ -> {}
                case Upgrade.Failed refused -> {
                    failed++;
                    assertThat(refused.failure().detail()).as("seed " + seed).matches("[ -~]{1,400}");
                }
            }
        }
        assertThat(failed).isPositive();
    }

    private static Upgrade upgrade(Protocol protocol, TimedStream stream) {
        return StartTls.upgrade(protocol, "localhost", stream, Deadline.in(Duration.ofSeconds(60)));
    }

    private static String changed(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int change = random.nextInt(4); change > 0 && !changed.isEmpty(); change--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.setCharAt(at, (char) random.nextInt(256));
                case 1 -> changed.deleteCharAt(at);
                default -> changed.insert(at, changed.substring(at / 2, at));
            }
        }
        return changed.toString();
    }

    /** The server of a script, heard in pieces of a size. */
    private static final class Scripted implements TimedStream {

        private final ServerScript script;
        private final int pieceSize;
        private final UnaryOperator<String> change;
        private final StringBuilder coming;
        private int read;

        Scripted(ServerScript script, int pieceSize, UnaryOperator<String> change) {
            this.script = script;
            this.pieceSize = pieceSize;
            this.change = change;
            this.coming = new StringBuilder(change.apply(script.greeting()));
        }

        String unread() {
            return coming.toString();
        }

        @Override
        public Departure send(byte[] bytes, Deadline deadline) {
            String reply = script.replies().apply(new String(bytes, StandardCharsets.ISO_8859_1));
            coming.append(change.apply(reply.endsWith("TLS") ? reply.substring(0, reply.length() - 3) : reply));
            long now = System.nanoTime();
            return () -> now;
        }

        @Override
        public Arrival receive(Deadline deadline) throws IOException {
            if (coming.isEmpty()) {
                throw new SocketTimeoutException("nothing more");
            }
            String piece = coming.substring(0, Math.min(pieceSize, coming.length()));
            coming.delete(0, piece.length());
            read += piece.length();
            return new Arrival(piece.getBytes(StandardCharsets.ISO_8859_1), System.nanoTime());
        }
    }
}
