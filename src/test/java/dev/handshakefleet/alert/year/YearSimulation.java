package dev.handshakefleet.alert.year;

import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.certificate.CertificateFacts;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One year of one target, probed from three regions, told in all variants. The same every time. */
final class YearSimulation {

    private static final String TARGET = "example.com:443";
    private static final long SEED = 47;

    private final List<NoticeRecorder> listeners = Variant.ALL.stream()
            .map(variant -> new NoticeRecorder(TARGET, variant))
            .toList();
    private final WorstOfAll before = new WorstOfAll();
    private final CertificateLife certificates = new CertificateLife();

    /** The year after it is over. */
    static YearSimulation ofOneYear() {
        YearSimulation year = new YearSimulation();
        year.run();
        return year;
    }

    List<NoticeRecorder> listeners() {
        return listeners;
    }

    /** How many certificates the target's own client renewed. */
    int renewals() {
        return certificates.renewals();
    }

    /** What was told in each variant, and last, as it was before there were alerts by check. */
    List<Tally> tallies() {
        CertificateFacts missed = certificates.missed();
        return Stream.concat(
                        listeners.stream().map(listener -> Tally.of(listener, missed)),
                        Stream.of(Tally.of(before, missed)))
                .toList();
    }

    private void run() {
        SplittableRandom random = new SplittableRandom(SEED);
        Disturbances weather = new Disturbances(random.split());
        SimulatedProbes probes = new SimulatedProbes(TARGET, weather, certificates, random.split());
        for (int round = 0; round < Schedule.ROUNDS; round++) {
            for (int region : Schedule.ORDER) {
                Observation seen = probes.run(round, region);
                before.hear(seen);
                listeners.forEach(listener -> listener.hear(seen));
            }
        }
    }
}
