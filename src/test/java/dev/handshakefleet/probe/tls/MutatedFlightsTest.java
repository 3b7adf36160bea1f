package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Server flights that are wrong in every way that a seeded mutator finds, over a stream in memory. Half of them are mutated
 * on the wire, half before they are encrypted, so that the parsers behind the key schedule are reached as well. One in four
 * is a recorded flight of a real server, to the client that it was recorded with. However they are wrong, a handshake ends
 * with a result: nothing escapes, nothing hangs.
 *
 * <p>{@code -Dfleet.mutations=1000000} makes a million of them.
 */
class MutatedFlightsTest {

    private static final int MUTATIONS = Integer.getInteger("fleet.mutations", 3_000);
    private static final Set<Failure.Kind> EXPECTED = EnumSet.of(
            Failure.Kind.ALERT_RECEIVED,
            Failure.Kind.PROTOCOL_ERROR,
            Failure.Kind.NO_COMMON_PARAMETERS,
            Failure.Kind.NOT_TLS,
            Failure.Kind.CLOSED_BY_PEER,
            Failure.Kind.TIMEOUT);
    private static final Target TARGET = Target.ofDefaults("localhost", 443, TargetDefaults.BUILT_IN);

    private static final List<RecordedFlight> RECORDED = RecordedFlight.all();

    private final SecureRandom random = new SecureRandom();
    private final BcTlsCrypto crypto = new BcTlsCrypto(random);
    private final WarmUpIdentity identity;
    private final Handshaker handshaker = new Handshaker();

    MutatedFlightsTest() throws Exception {
        identity = WarmUpIdentity.ecdsa(random);
    }

    @Test
    void mutatedFlightsAlwaysGiveAResult() {
        Map<String, Long> outcomes = new ConcurrentSkipListMap<>();
        AtomicReference<String> escaped = new AtomicReference<>("");

        IntStream.range(0, MUTATIONS).parallel().forEach(seed -> {
            try {
                Handshake handshake = shakeHands(seed);
                outcomes.merge(handshake.failure().map(f -> f.kind().name()).orElse("SUCCESS"), 1L, Long::sum);
            } catch (RuntimeException | IOException | Error outside) {
                escaped.compareAndSet("", "seed " + seed + ": " + outside);
            }
        });

        System.out.println(MUTATIONS + " mutated flights: " + new TreeMap<>(outcomes));
        assertThat(escaped.get()).as("what escaped").isEmpty();
        assertThat(outcomes.keySet()).isSubsetOf(expected());
        assertThat(outcomes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(MUTATIONS);
        assertThat(outcomes).as("both kinds of ends are reached").containsKeys("PROTOCOL_ERROR", "SUCCESS");
    }

    /** 524024: an application protocol that is not UTF-8. */
    @ParameterizedTest
    @ValueSource(ints = {524_024})
    void formerlyUncaughtFlightsGiveAResult(int seed) throws IOException {
        assertThat(shakeHands(seed).failure())
                .hasValueSatisfying(failure -> assertThat(failure.kind()).isIn(EXPECTED));
    }

    private static Set<String> expected() {
        Set<String> names = new TreeSet<>(Set.of("SUCCESS"));
        EXPECTED.forEach(kind -> names.add(kind.name()));
        return names;
    }

    private Handshake shakeHands(int seed) throws IOException {
        Random mutations = new Random(seed);
        if (seed % 4 == 0) {
            return replayed(mutations);
        }
        boolean isTls13 = mutations.nextBoolean();
        boolean onTheWire = mutations.nextBoolean();
        Mutator mutator = new Mutator(mutations);
        InMemoryServer server = new InMemoryServer(
                new MutatingProtocol(onTheWire ? Mutator.NONE : mutator),
                new WarmUpServer(crypto, identity, isTls13 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12));
        ClientSession session = handshaker.prepare(TARGET);
        Handshake handshake = session.shakeHands(
                new MutatedWire(server, onTheWire ? mutator : Mutator.NONE), Deadline.in(Duration.ofSeconds(60)));
        session.sendClosureAlert();
        return handshake;
    }

    private static Handshake replayed(Random mutations) {
        RecordedFlight recorded = RECORDED.get(mutations.nextInt(RECORDED.size()));
        ReplayedPeer peer = ReplayedPeer.changed(recorded, new Mutator(mutations)::mutated);
        ClientSession session = recorded.client();
        Handshake handshake = session.shakeHands(peer, Deadline.in(Duration.ofSeconds(60)));
        session.sendClosureAlert();
        return handshake;
    }

    /** Changes bytes by chance: flips, lengths, cuts, repetitions, swaps; about one buffer in two. */
    private static final class Mutator {

        static final Mutator NONE = new Mutator(null);

        private final Random random;

        Mutator(Random random) {
            this.random = random;
        }

        byte[] mutated(byte[] bytes) {
            if (random == null || bytes.length == 0 || random.nextInt(3) == 0) {
                return bytes;
            }
            byte[] changed = bytes.clone();
            for (int change = 1 + random.nextInt(3); change > 0 && changed.length > 0; change--) {
                changed = changedOnce(changed);
            }
            return changed;
        }

        private byte[] changedOnce(byte[] bytes) {
            int at = random.nextInt(bytes.length);
            return switch (random.nextInt(8)) {
                case 0, 1 -> with(bytes, at, bytes[at] ^ (1 << random.nextInt(8)));
                case 2 -> with(bytes, at, random.nextInt(256));
                case 3 -> with(bytes, at, random.nextBoolean() ? 0 : 0xff);
                case 4 -> Arrays.copyOf(bytes, at);
                case 5 -> repeated(bytes, at);
                case 6 -> without(bytes, at);
                default -> with(bytes, Math.min(random.nextInt(12), bytes.length - 1), random.nextInt(256));
            };
        }

        private static byte[] with(byte[] bytes, int at, int value) {
            bytes[at] = (byte) value;
            return bytes;
        }

        private byte[] repeated(byte[] bytes, int at) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(64));
            byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
            System.arraycopy(bytes, at, longer, bytes.length, length);
            return longer;
        }

        private byte[] without(byte[] bytes, int at) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
            byte[] shorter = new byte[bytes.length - length];
            System.arraycopy(bytes, 0, shorter, 0, at);
            System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
            return shorter;
        }
    }

    /** A server's protocol whose handshake messages are changed before they are protected. */
    private static final class MutatingProtocol extends TlsServerProtocol {

        private final Mutator mutator;

        MutatingProtocol(Mutator mutator) {
            this.mutator = mutator;
        }

        @Override
        protected void safeWriteRecord(short type, byte[] buffer, int offset, int length) throws IOException {
            if (type != ContentType.handshake) {
                super.safeWriteRecord(type, buffer, offset, length);
                return;
            }
            byte[] changed = mutator.mutated(Arrays.copyOfRange(buffer, offset, offset + length));
            if (changed.length > 0) {
                super.safeWriteRecord(type, changed, 0, Math.min(changed.length, 16 * 1024));
            }
        }
    }

    /** A server whose bytes are changed on the wire. */
    private record MutatedWire(InMemoryServer server, Mutator mutator) implements TimedStream {

        @Override
        public Departure send(byte[] bytes, Deadline deadline) {
            return server.send(bytes, deadline);
        }

        @Override
        public Arrival receive(Deadline deadline) throws IOException {
            Arrival arrival = server.receive(deadline);
            if (arrival.isEnd()) {
                return arrival;
            }
            byte[] changed = mutator.mutated(arrival.bytes());
            return changed.length == 0 ? receive(deadline) : new Arrival(changed, arrival.nanos());
        }
    }
}
