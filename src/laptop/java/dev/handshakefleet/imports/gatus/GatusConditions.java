package dev.handshakefleet.imports.gatus;

import dev.handshakefleet.imports.draft.Remarks;
import dev.handshakefleet.imports.draft.TargetDraft;
import dev.handshakefleet.imports.source.GoDuration;
import dev.handshakefleet.imports.source.Place;
import dev.handshakefleet.imports.source.SourceValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions of an endpoint (README of Gatus, "Conditions"): all have to hold. Used by one thread.
 */
final class GatusConditions {

    private static final int LOWEST_STATUS = 100;
    private static final int BEHIND_STATUS = 600;
    private static final int SECONDS_A_DAY = 86_400;
    private static final List<String> OPERATORS = List.of("==", "!=", "<=", ">=", "<", ">");

    private final Remarks remarks;
    private final BitSet statuses = new BitSet();
    private boolean judgesStatus;
    private Optional<Duration> longest = Optional.empty();
    private int expiryDays;

    GatusConditions(List<SourceValue> conditions, Remarks remarks) {
        this.remarks = remarks;
        statuses.set(LOWEST_STATUS, BEHIND_STATUS);
        conditions.forEach(condition -> condition.text().ifPresent(text -> read(condition.place(), text)));
    }

    /** Sets the limits of the conditions. */
    void apply(TargetDraft draft) {
        longest.ifPresent(limit -> limit(draft, limit));
        if (expiryDays > 0) {
            draft.set("expiry", Map.of("warningDays", expiryDays, "criticalDays", expiryDays));
        }
    }

    /** @return the accepted codes as docs/targets.md writes them; without a condition all, because Gatus then judges none */
    List<Object> statuses() {
        List<Object> ranges = new ArrayList<>();
        for (int from = statuses.nextSetBit(0); from >= 0; ) {
            int behind = statuses.nextClearBit(from);
            ranges.add(behind == from + 1 ? (Object) from : from + "-" + (behind - 1));
            from = statuses.nextSetBit(behind);
        }
        return ranges;
    }

    /** @return whether a condition is about the status */
    boolean judgesStatus() {
        return judgesStatus;
    }

    static void limit(TargetDraft draft, Duration limit) {
        draft.set("sla", "total", Map.of("warning", limit.toString(), "critical", limit.toString()));
    }

    private void read(Place place, String condition) {
        Optional<String> operator =
                OPERATORS.stream().filter(condition::contains).findFirst();
        if (operator.isEmpty()) {
            lost(place, "condition", "it compares nothing");
            return;
        }
        int at = condition.indexOf(operator.get());
        String left = condition.substring(0, at).strip();
        String right = condition.substring(at + operator.get().length()).strip();
        switch (left) {
            case "[STATUS]" -> status(place, operator.get(), right);
            case "[RESPONSE_TIME]" -> responseTime(place, operator.get(), right);
            case "[CERTIFICATE_EXPIRATION]" -> expiration(place, operator.get(), right);
            case "[CONNECTED]" -> {
                if (!operator.get().equals("==") || !right.equals("true")) {
                    lost(place, "condition on [CONNECTED]", "a connection is always wanted");
                }
            }
            default ->
                lost(
                        place,
                        "condition on " + kind(left),
                        "only status, response time and expiry of the certificate are judged");
        }
    }

    /** The value of a condition can be a secret; its placeholder is none. */
    private static String kind(String left) {
        return left.matches("\\[[A-Z_]{1,40}].*") ? left.substring(0, left.indexOf(']') + 1) : "something else";
    }

    private void status(Place place, String operator, String right) {
        List<String> codes = right.startsWith("any(") && right.endsWith(")")
                ? Arrays.stream(right.substring("any(".length(), right.length() - 1)
                                .split(",", -1))
                        .map(String::strip)
                        .toList()
                : List.of(right);
        boolean isComparison = codes.size() == 1 || operator.equals("==") || operator.equals("!=");
        if (!isComparison || codes.stream().anyMatch(code -> !code.matches("[1-5]\\d\\d"))) {
            // Such as < 600, which every status is.
            if (codes.size() == 1 && codes.getFirst().equals("600") && operator.equals("<")) {
                judgesStatus = true;
                return;
            }
            lost(place, "condition on [STATUS]", "status codes have three digits, the first 1 to 5");
            return;
        }
        judgesStatus = true;
        BitSet accepted = new BitSet();
        for (int status = LOWEST_STATUS; status < BEHIND_STATUS; status++) {
            accepted.set(status, holds(operator, status, codes));
        }
        statuses.and(accepted);
        if (statuses.isEmpty()) {
            lost(place, "condition on [STATUS]", "no status fulfils all conditions");
            statuses.set(LOWEST_STATUS, BEHIND_STATUS);
        }
    }

    private static boolean holds(String operator, int status, List<String> codes) {
        int first = Integer.parseInt(codes.getFirst());
        return switch (operator) {
            case "==" -> codes.contains(String.valueOf(status));
            case "!=" -> !codes.contains(String.valueOf(status));
            case "<" -> status < first;
            case "<=" -> status <= first;
            case ">" -> status > first;
            default -> status >= first;
        };
    }

    /** A number is milliseconds. */
    private void responseTime(Place place, String operator, String right) {
        Optional<Duration> limit = GoDuration.of(right.matches("\\d{1,6}") ? right + "ms" : right);
        if (limit.isEmpty() || !operator.startsWith("<")) {
            lost(place, "condition on [RESPONSE_TIME]", "a limit is a time that is not exceeded");
            return;
        }
        longest = longest.filter(before -> before.compareTo(limit.get()) <= 0).or(() -> limit);
    }

    private void expiration(Place place, String operator, String right) {
        Optional<Duration> left = GoDuration.of(right);
        if (left.isEmpty() || !operator.startsWith(">")) {
            lost(place, "condition on [CERTIFICATE_EXPIRATION]", "a limit is a time that has to be left");
            return;
        }
        int days = Math.toIntExact(Math.ceilDiv(left.get().toSeconds(), SECONDS_A_DAY));
        if (!Duration.ofDays(days).equals(left.get())) {
            remarks.note(place, "the time before the expiry is rounded up to " + days + (days == 1 ? " day" : " days"));
        }
        expiryDays = Math.max(expiryDays, days);
    }

    private void lost(Place place, String what, String reason) {
        remarks.lost(place, what, reason);
    }
}
