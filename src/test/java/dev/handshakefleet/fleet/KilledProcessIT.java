package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.JavaProcess;
import dev.handshakefleet.support.LocalhostIdentity;
import dev.handshakefleet.support.Probes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A process that makes scheduled runs is killed with SIGKILL at a random point, again and again; the next one repeats the run that was
 * not reported done, as Lambda repeats its event. The servers and the table are real. {@code -Dfleet.kills=200} kills 200 times and
 * {@code -Dfleet.seed} repeats the points of an earlier test.
 */
class KilledProcessIT {

    private static final int KILLS = Integer.getInteger("fleet.kills", 8);
    private static final long SEED = Long.getLong("fleet.seed", 20261130);

    /** After the first line or after the first run that is done: a cold process is killed as well as a warm one. */
    private static final int LONGEST_LIFE_MILLIS = 600;

    private static final int COLD_OF = 4;
    private static final int TARGETS = 6;
    private static final String BEGUN = "begun ";
    private static final String DONE = "done ";
    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void everyProbeThatWasReportedDoneIsStoredOnceAndEveryOtherIsProbedAgain() throws Exception {
        LocalIdentity identity = LocalhostIdentity.issued();
        Random random = new Random(SEED);
        String where = "%d kills, seed %d".formatted(KILLS, SEED);
        List<LoopbackServer> servers = IntStream.range(0, TARGETS)
                .mapToObj(_ -> LoopbackServer.tls(identity, "TLSv1.3"))
                .toList();
        Set<String> targets =
                servers.stream().map(server -> "localhost:" + server.port()).collect(Collectors.toSet());
        int next = 0;
        int insideARun = 0;
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                Life life = Life.of(
                        next,
                        targets,
                        random.nextInt(COLD_OF) == 0 ? BEGUN : DONE,
                        random.nextInt(LONGEST_LIFE_MILLIS));
                insideARun += life.begun() - life.done().size();
                for (int done : life.done()) {
                    assertThat(stored(done))
                            .as("%s, kill %d, run %d", where, kill, done)
                            .isEqualTo(once(targets));
                }
                next += life.done().size();
            }
            Life last = Life.of(next, targets, DONE, LONGEST_LIFE_MILLIS);
            next += last.done().size();
        } finally {
            servers.forEach(LoopbackServer::close);
        }

        for (int number = 0; number < next; number++) {
            assertThat(stored(number)).as("%s, run %d", where, number).isEqualTo(once(targets));
        }
        assertThat(next).as("%s: runs that were reported done", where).isPositive();
        System.out.printf("%s: %d runs done, %d kills inside a run%n", where, next, insideARun);
    }

    private static Map<String, Long> once(Set<String> targets) {
        return targets.stream().collect(Collectors.toMap(target -> target, _ -> 1L));
    }

    /** How often each target is in the table, of a run. */
    private static Map<String, Long> stored(int number) {
        String instant = at(number).toString().replace("Z", ".000Z#");
        return dynamoDb
                .client()
                .scanPaginator(scan -> scan.tableName(LocalTables.MEASUREMENTS).consistentRead(true))
                .items()
                .stream()
                .filter(item -> item.get("sk").s().startsWith(instant))
                .collect(Collectors.groupingBy(item -> item.get("pk").s(), Collectors.counting()));
    }

    private static Instant at(int number) {
        return TEN.plus(INTERVAL.multipliedBy(number));
    }

    /**
     * What a process said before it was killed.
     *
     * @param begun how many runs it began
     * @param done the runs that it reported done
     */
    private record Life(int begun, List<Integer> done) {

        static Life of(int first, Set<String> targets, String awaited, int millis)
                throws IOException, InterruptedException {
            Process process = JavaProcess.of(
                            List.of(
                                    "-XX:+UseSerialGC",
                                    "-XX:TieredStopAtLevel=1",
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"),
                            Runs.class,
                            dynamoDb.endpoint().toString(),
                            String.valueOf(first),
                            String.join(",", targets))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            List<String> lines = new CopyOnWriteArrayList<>();
            CountDownLatch ready = new CountDownLatch(1);
            try {
                Thread reader = Thread.ofVirtual().start(() -> read(process, lines, awaited, ready));
                assertThat(ready.await(LONGEST.toSeconds(), TimeUnit.SECONDS))
                        .as("the process began")
                        .isTrue();
                Thread.sleep(millis);
                process.destroyForcibly();
                assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(reader.join(LONGEST)).isTrue();
            } finally {
                process.destroyForcibly();
            }
            List<Integer> done = new ArrayList<>();
            int begun = 0;
            for (String line : lines) {
                // The last line may be cut off by the kill; a whole one ends with a period.
                if (line.startsWith(BEGUN)) {
                    begun++;
                } else if (line.matches("done \\d+\\.")) {
                    done.add(Integer.parseInt(line.substring(DONE.length(), line.length() - 1)));
                }
            }
            return new Life(begun, done);
        }

        private static void read(Process process, List<String> lines, String awaited, CountDownLatch ready) {
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    lines.add(line);
                    if (line.startsWith(awaited)) {
                        ready.countDown();
                    }
                }
            } catch (IOException killed) {
                // What it said before counts.
            }
        }
    }

    /** Makes one scheduled run after the other until it is killed, a minute at the most. */
    static final class Runs {

        private Runs() {}

        public static void main(String[] arguments) {
            Deadline end = Deadline.in(Duration.ofMinutes(1));
            try (DynamoDbClient client = AwsClients.dynamoDb(URI.create(arguments[0]))) {
                Fleet fleet = new FleetBuilder(
                                FleetSettings.of(Map.of(
                                        "AWS_REGION",
                                        "eu-west-1",
                                        "FLEET_STATE_TABLE",
                                        LocalTables.STATE,
                                        "FLEET_MEASUREMENTS_TABLE",
                                        LocalTables.MEASUREMENTS,
                                        "FLEET_ALLOW_NETWORKS",
                                        "127.0.0.0/8,::1/128",
                                        "FLEET_RETENTION",
                                        "P3650D")),
                                Clock.systemUTC())
                        .limits(Probes.PATIENT)
                        .dynamoDb(client)
                        .build();
                List<Object> targets = List.of((Object[]) arguments[2].split(",", -1));
                int number = Integer.parseInt(arguments[1]);
                while (!end.hasPassed()) {
                    say(BEGUN + number);
                    RunReport report = fleet.probe(
                            new ProbeRequest(Optional.of(at(number)), Optional.of(targets), true, false),
                            Deadline.in(LONGEST),
                            _ -> {});
                    if (report.stored().orElseThrow().notStored().isEmpty()
                            && report.notProbed().isEmpty()) {
                        say(DONE + number + ".");
                        number++;
                    }
                }
            }
        }

        private static void say(String line) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
