package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.CheckPolicy;
import dev.handshakefleet.target.Quorum;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Reads alert settings: {@code {after, clear, remind, quorum, regional, flapping}}. The first three take one value for
 * every
 * check, or an object with a value for each kind of check, such as {@code after: {availability: 3, sla: 2}}.
 */
final class AlertPolicyReader {

    private static final Set<String> FIELDS = Set.of("after", "clear", "remind", "quorum", "regional", "flapping");
    private static final String RUNS = "a whole number from 1 to " + CheckPolicy.MOST_RUNS;

    private AlertPolicyReader() {}

    static AlertPolicy read(Object value, AlertPolicy defaults) {
        if (value == null) {
            return defaults;
        }
        Map<?, ?> fields = Fields.object("alert", value);
        Fields.refuseUnknown("alert", fields, FIELDS);
        Map<CheckFamily, Integer> after = byFamily("alert.after", fields.get("after"), AlertPolicyReader::runs);
        Map<CheckFamily, Integer> clear = byFamily("alert.clear", fields.get("clear"), AlertPolicyReader::runs);
        Map<CheckFamily, Optional<Duration>> remind =
                byFamily("alert.remind", fields.get("remind"), AlertPolicyReader::remind);
        Map<CheckFamily, CheckPolicy> checks = new EnumMap<>(CheckFamily.class);
        defaults.checks()
                .forEach((family, usual) -> checks.put(
                        family,
                        new CheckPolicy(
                                after.getOrDefault(family, usual.after()),
                                clear.getOrDefault(family, usual.clear()),
                                remind.getOrDefault(family, usual.remind()))));
        return new AlertPolicy(
                checks,
                fields.get("quorum") == null ? defaults.quorum() : quorum(fields.get("quorum")),
                fields.get("regional") == null ? defaults.regional() : regional(fields.get("regional")),
                fields.get("flapping") == null ? defaults.flapChanges() : flapping(fields.get("flapping")));
    }

    private static <T> Map<CheckFamily, T> byFamily(String field, Object value, BiFunction<String, Object, T> reader) {
        Map<CheckFamily, T> read = new EnumMap<>(CheckFamily.class);
        if (value instanceof Map<?, ?> families) {
            families.forEach((name, each) -> {
                CheckFamily family = CheckFamily.ofLabel(String.valueOf(name))
                        .filter(CheckFamily.ofTargets()::contains)
                        .orElseThrow(() -> new BadInputException(
                                field, name, "a kind of check: " + String.join(", ", CheckFamily.labels())));
                read.put(family, reader.apply(field + "." + family.label(), each));
            });
        } else if (value != null) {
            for (CheckFamily family : CheckFamily.ofTargets()) {
                read.put(family, reader.apply(field, value));
            }
        }
        return read;
    }

    private static int runs(String field, Object value) {
        if (value instanceof Integer runs && runs >= 1 && runs <= CheckPolicy.MOST_RUNS) {
            return runs;
        }
        throw new BadInputException(field, value, RUNS);
    }

    /** YAML reads an unquoted off as false. */
    private static Optional<Duration> remind(String field, Object value) {
        if (isOff(value)) {
            return Optional.empty();
        }
        return Fields.text(field, value).map(written -> Durations.positive(field, written));
    }

    private static Quorum quorum(Object value) {
        return switch (value) {
            case String keyword when keyword.equals("majority") -> Quorum.MAJORITY;
            case String keyword when keyword.equals("all") -> Quorum.ALL;
            case Integer regions when regions >= 1 -> new Quorum(regions);
            default -> throw new BadInputException("alert.quorum", value, Quorum.ACCEPTED);
        };
    }

    private static boolean regional(Object value) {
        return switch (value) {
            case Boolean on -> on;
            case String keyword when keyword.equals("off") -> false;
            default -> throw new BadInputException("alert.regional", value, "true, or off");
        };
    }

    private static int flapping(Object value) {
        if (isOff(value)) {
            return 0;
        }
        if (value instanceof Integer changes && changes >= AlertPolicy.FEWEST_FLAP_CHANGES) {
            return changes;
        }
        throw new BadInputException("alert.flapping", value, AlertPolicy.ACCEPTED_FLAPPING);
    }

    private static boolean isOff(Object value) {
        return "off".equals(value) || Boolean.FALSE.equals(value);
    }
}
