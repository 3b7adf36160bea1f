package dev.handshakefleet.bench.truth;

import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.ReportedTimes;
import dev.handshakefleet.bench.workbench.WorkerJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Our own engine, warm, in a JVM of its own. */
final class OurClient implements TruthClient {

    private final BenchContext bench;

    OurClient(BenchContext bench) {
        this.bench = bench;
    }

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public Observed probe(int port, int count, int inFlight) throws IOException {
        List<ReportedTimes> times = new ArrayList<>();
        String clock = "";
        double busy = 0;
        for (WorkerJvm.OutputLine line : bench.jvms()
                .run(WorkerJvm.AS_LAUNCHED, "truth", port, bench.server().ecdsaPort(), count, inFlight)) {
            switch (line.fields()[0]) {
                case "clock" -> clock = line.fields()[1];
                case "busy" -> busy = Double.parseDouble(line.fields()[1]);
                default -> times.add(ReportedTimes.parse(line.text()));
            }
        }
        return new Observed(times, clock, busy);
    }
}
