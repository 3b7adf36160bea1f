package dev.handshakefleet.alert.year;

import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.certificate.CertificateFacts;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One year of one target, probed from three regions, in all variants. Deterministic. */
final class YearSimulation {

    private static final String TARGET = "example.com:443";
    private static final long SEED = 47;

    private final List<NoticeRecorder> recorders = Variant.ALL.stream()
            .map(variant -> new NoticeRecorder(TARGET, variant))
            .toList();
    private final WorstSeverityAlerts before = new WorstSeverityAlerts();
    private final CertificateLife certificates = new CertificateLife();

    /** The year after it is over. */
    static YearSimulation ofOneYear() {
        YearSimulation year = new YearSimulation();
        year.run();
        return year;
    }

    List<NoticeRecorder> recorders() {
        return recorders;
    }

    /** How many certificates the target's own client renewed. */
    int renewals() {
        return certificates.renewals();
    }

    /** The tally of each variant; the last is the comparison without alerts by check. */
    List<Tally> tallies() {
        CertificateFacts missed = certificates.missed();
        return Stream.concat(
                        recorders.stream().map(recorder -> Tally.of(recorder, missed)),
                        Stream.of(Tally.of(before, missed)))
                .toList();
    }

    private void run() {
        SplittableRandom random = new SplittableRandom(SEED);
        Disturbances disturbances = new Disturbances(random.split());
        SimulatedProbes probes = new SimulatedProbes(TARGET, disturbances, certificates, random.split());
        for (int round = 0; round < Schedule.ROUNDS; round++) {
            for (int region : Schedule.ORDER) {
                Observation seen = probes.run(round, region);
                before.record(seen);
                recorders.forEach(recorder -> recorder.record(seen));
            }
        }
    }
}
