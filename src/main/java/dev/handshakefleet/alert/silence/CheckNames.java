package dev.handshakefleet.alert.silence;

import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The names of the checks that a silence can name. Pure. */
public final class CheckNames {

    /** The owner of a target names its objectives, such as {@code objective.p95-tls}. */
    private static final String OBJECTIVE = "objective.";

    private static final List<String> NAMES = Stream.of(
                    Stream.of(Check.AVAILABILITY),
                    Arrays.stream(Phase.values()).map(Check::sla),
                    Stream.of("availability", "p95-tls").map(part -> new Check(CheckFamily.OBJECTIVE, part)),
                    Arrays.stream(Role.values()).map(Check::certificate),
                    Stream.of(Check.CHAIN, Check.REVOCATION, Check.PROTOCOL, Check.REGION_SILENT))
            .flatMap(checks -> checks)
            .map(Check::name)
            .toList();

    private CheckNames() {}

    /** @return whether the glob covers any possible check or any family */
    public static boolean canBeCovered(String glob) {
        return NAMES.stream().anyMatch(name -> covers(glob, name)) || glob.matches("objective\\.[a-z0-9.*?-]+");
    }

    /** @return whether the glob covers the check, or its family: {@code sla} covers {@code sla.tls} */
    public static boolean covers(String glob, String check) {
        int dot = check.indexOf('.');
        return Glob.matches(glob, check) || (dot > 0 && Glob.matches(glob, check.substring(0, dot)));
    }

    /** @return all names, for the message about an unknown one */
    static String accepted() {
        return String.join(
                        ", ",
                        NAMES.stream()
                                .filter(name -> !name.startsWith(OBJECTIVE))
                                .toList())
                + ", " + OBJECTIVE + "*";
    }
}
