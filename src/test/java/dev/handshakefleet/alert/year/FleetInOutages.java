package dev.handshakefleet.alert.year;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.notice.DigestPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Many names on the same servers, from an hour before to an hour after each of the two outages. Deterministic. */
final class FleetInOutages {

    static final int NAMES = 50;

    private static final long SEED = 50;
    private static final Duration AROUND = Duration.ofHours(1);

    private int notices;
    private int messages;

    /** The outages after they are over. */
    static FleetInOutages ofTheYear() {
        FleetInOutages fleet = new FleetInOutages();
        Disturbances.OUTAGES.forEach(fleet::liveThrough);
        return fleet;
    }

    /** The number of notices. */
    int notices() {
        return notices;
    }

    /** The number of messages, with digests. */
    int messages() {
        return messages;
    }

    private void liveThrough(TimeSpan outage) {
        SplittableRandom random = new SplittableRandom(SEED);
        Disturbances disturbances = new Disturbances(random.split());
        List<Name> names = IntStream.range(0, NAMES)
                .mapToObj(number -> Name.of("www%d.example.com:443".formatted(number), disturbances, random.split()))
                .toList();
        int last = Schedule.round(outage.to().plus(AROUND));
        for (int round = Schedule.round(outage.from().minus(AROUND)); round <= last; round++) {
            for (int region : Schedule.ORDER) {
                List<AlertNotice> ofThisRun = new ArrayList<>();
                for (Name name : names) {
                    ofThisRun.addAll(name.recorder().record(name.probes().run(round, region)));
                }
                notices += ofThisRun.size();
                messages += DigestPolicy.messages(ofThisRun).size();
            }
        }
    }

    private record Name(SimulatedProbes probes, NoticeRecorder recorder) {

        static Name of(String targetId, Disturbances disturbances, SplittableRandom random) {
            return new Name(
                    new SimulatedProbes(targetId, disturbances, new CertificateLife(), random),
                    new NoticeRecorder(targetId, Variant.FULL));
        }
    }
}
