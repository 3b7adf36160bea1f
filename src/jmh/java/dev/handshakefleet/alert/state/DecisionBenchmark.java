package dev.handshakefleet.alert.state;

import dev.handshakefleet.alert.decide.AlertState;
import dev.handshakefleet.alert.decide.AlertTransition;
import dev.handshakefleet.alert.decide.Circumstances;
import dev.handshakefleet.alert.decide.Decision;
import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.alert.decide.SilenceLookup;
import dev.handshakefleet.jmh.Calls;
import dev.handshakefleet.jmh.CpuTime;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Measures the cost of deciding the alerts of {@value #TARGETS} targets, from the verdicts to the encoded items, without the
 * table. There are three cases: no target has findings, every target has new findings, and every target has two open alerts that
 * are decoded from an item and encoded again. The class lies in this package, because the codec of the items does.
 */
@State(Scope.Thread)
public class DecisionBenchmark {

    static final int TARGETS = 1_000;

    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Circumstances CIRCUMSTANCES =
            new Circumstances(AlertPolicy.DEFAULT, INTERVAL, Map.of(), SilenceLookup.NONE, AT);

    private final List<JudgedProbe> well = new ArrayList<>();
    private final List<JudgedProbe> bad = new ArrayList<>();
    private final List<Map<String, AttributeValue>> open = new ArrayList<>();
    private final List<AlertState> read = new ArrayList<>();

    /** Makes the targets, and for each an item with an alert of the chain and one of the leaf that three regions report. */
    @Setup
    public void make() {
        for (int number = 0; number < TARGETS; number++) {
            String host = "host-" + number + ".example";
            well.add(Probes.healthy(host));
            JudgedProbe trouble = Probes.with(
                    host,
                    Probes.finding(FindingCode.UNTRUSTED_ROOT, Severity.CRITICAL),
                    Probes.finding(FindingCode.CERT_EXPIRING, Severity.WARNING));
            bad.add(trouble);
            AlertState state =
                    AlertState.nothingStored(trouble.result().target().id());
            for (String region : List.of("ap-southeast-2", "eu-west-1", "us-east-1")) {
                state = Decision.on(state, Observation.of(trouble, region, AT), CIRCUMSTANCES)
                        .state();
            }
            AlertState sent =
                    new AlertState(state.targetId(), state.version(), state.tags(), state.alerts(), List.of());
            read.add(sent);
            open.add(AlertItem.encode(sent));
        }
    }

    /** Nothing is stored and nothing is to be. */
    @Benchmark
    public Object well(CpuTime cpu) {
        int written = 0;
        for (JudgedProbe probe : well) {
            written += decide(AlertState.nothingStored(probe.result().target().id()), probe);
        }
        return Calls.counted(cpu, written);
    }

    /** Two alerts open of each. */
    @Benchmark
    public Object newTrouble(CpuTime cpu) {
        int written = 0;
        for (JudgedProbe probe : bad) {
            written += decide(AlertState.nothingStored(probe.result().target().id()), probe);
        }
        return Calls.counted(cpu, written);
    }

    /** Two open alerts of each, without reading and writing their item. */
    @Benchmark
    public Object openAlertsInMemory(CpuTime cpu) {
        int changed = 0;
        for (int number = 0; number < TARGETS; number++) {
            Observation observation = Observation.of(bad.get(number), "eu-west-1", AT.plus(INTERVAL));
            changed += Decision.on(read.get(number), observation, CIRCUMSTANCES)
                    .state()
                    .alerts()
                    .size();
        }
        return Calls.counted(cpu, changed);
    }

    /** Two alerts of each are read, decided of and written. */
    @Benchmark
    public Object openAlerts(CpuTime cpu) {
        int written = 0;
        for (int number = 0; number < TARGETS; number++) {
            written += decide(AlertItem.decode(open.get(number)), bad.get(number));
        }
        return Calls.counted(cpu, written);
    }

    private static int decide(AlertState known, JudgedProbe probe) {
        AlertTransition transition =
                Decision.on(known, Observation.of(probe, "eu-west-1", AT.plus(INTERVAL)), CIRCUMSTANCES);
        return transition.mustBeStored() ? AlertItem.encode(transition.state()).size() : 0;
    }
}
