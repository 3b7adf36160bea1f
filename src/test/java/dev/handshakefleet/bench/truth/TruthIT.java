package dev.handshakefleet.bench.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.ChildProcesses;
import dev.handshakefleet.bench.workbench.Effort;
import dev.handshakefleet.bench.workbench.ServerPorts;
import dev.handshakefleet.bench.workbench.SkippedException;
import dev.handshakefleet.bench.workbench.WorkerJvm;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The parts of the truth benchmark at work: server, relay, client, capture, each a process. */
class TruthIT {

    private static final int DELAY_MILLIS = 20;
    private static final int PROBES = 12;
    private static final int IN_FLIGHT = 4;

    private ChildProcesses processes;
    private BenchContext bench;
    private int relayPort;

    @BeforeEach
    void startServerBehindRelay() throws IOException {
        processes = new ChildProcesses();
        WorkerJvm jvms = new WorkerJvm(processes);
        ServerPorts server = new ServerPorts("JDK", jvms.serve("serve").port(), OptionalInt.empty());
        bench = new BenchContext(processes, jvms, server, new Effort(1, 1), line -> {});
        relayPort =
                jvms.serve("relay", server.ecdsaPort(), DELAY_MILLIS, PROBES).port();
    }

    @AfterEach
    void end() {
        processes.close();
        assertThat(processes.directory()).doesNotExist();
    }

    @Test
    void relayDelaysEveryReply() throws IOException {
        TruthClient.Observed observed = new OurClient(bench).probe(relayPort, PROBES, IN_FLIGHT);

        assertThat(observed.clock()).isIn("kernel", "process");
        assertThat(observed.times()).hasSize(PROBES).allSatisfy(times -> {
            assertThat(times.connect()).isPresent();
            assertThat(times.tls().orElseThrow()).isGreaterThan(Duration.ofMillis(DELAY_MILLIS));
            assertThat(times.waited().orElseThrow()).isLessThan(times.tls().orElseThrow());
        });
    }

    @Test
    void everyProbeIsFoundInTheCapture() throws IOException {
        TruthRound round = captured(new OurClient(bench));

        for (TruthRound.Compared time : TruthRound.Compared.values()) {
            assertThat(round.pairs(time)).as(time.label()).hasSize(PROBES);
        }
        assertThat(round.pairs(TruthRound.Compared.WAIT))
                .allSatisfy(pair -> assertThat(pair.captured()).isGreaterThan(DELAY_MILLIS * 1e6));
    }

    @Test
    void curlIsFoundInTheCapture() throws IOException {
        Path curl = Prerequisites.program("curl");

        TruthRound round = captured(new CurlClient(processes, curl));

        assertThat(round.pairs(TruthRound.Compared.TLS)).hasSize(PROBES);
        assertThat(round.pairs(TruthRound.Compared.WAIT)).isEmpty();
    }

    private TruthRound captured(TruthClient client) throws IOException {
        Path tcpdump = Prerequisites.program("tcpdump");
        try (PacketCapture capture = PacketCapture.start(processes, tcpdump, relayPort)) {
            TruthClient.Observed observed = client.probe(relayPort, PROBES, IN_FLIGHT);
            List<TcpSegment> segments = capture.stop();
            return new TruthRound(observed, CapturedConnection.byServer(segments), relayPort);
        } catch (SkippedException mayNotCapture) {
            return abort(mayNotCapture.getMessage());
        }
    }
}
