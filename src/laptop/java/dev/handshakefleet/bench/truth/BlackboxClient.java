package dev.handshakefleet.bench.truth;

import dev.handshakefleet.bench.workbench.BlackboxExporter;
import dev.handshakefleet.bench.workbench.LoopbackAddresses;
import dev.handshakefleet.bench.workbench.ProbeLoad;
import dev.handshakefleet.bench.workbench.ProcessFacts;
import dev.handshakefleet.bench.workbench.ReportedTimes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** blackbox_exporter with the phases of its http module. */
final class BlackboxClient implements TruthClient {

    private final BlackboxExporter exporter;

    /** @param exporter a running exporter, which the caller stops */
    BlackboxClient(BlackboxExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public String name() {
        return "blackbox_exporter";
    }

    @Override
    public Observed probe(int port, int count, int inFlight) {
        List<String> addresses = LoopbackAddresses.first(count);
        ReportedTimes[] times = new ReportedTimes[count];
        ProcessFacts.MachineTime before = ProcessFacts.MachineTime.now();
        Duration _ =
                ProbeLoad.run(count, inFlight, index -> times[index] = exporter.probeHttps(addresses.get(index), port));
        return new Observed(
                Arrays.asList(times), "process", ProcessFacts.MachineTime.now().busySince(before));
    }
}
