package dev.handshakefleet.page.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.page.model.WatchedTarget;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The words of the views: times, spans, and what is wrong in a sentence. Pure. */
final class Words {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Words() {}

    static String minute(Instant instant) {
        return MINUTE.format(instant) + " UTC";
    }

    static String second(Instant instant) {
        return SECOND.format(instant) + " UTC";
    }

    static String day(Instant instant) {
        return DAY.format(instant);
    }

    static String isoDay(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
    }

    static String millis(Duration duration) {
        return DurationText.compactMillis(duration);
    }

    /** @return such as {@code 5 s ago}, {@code 3 minutes ago} */
    static String ago(Instant then, Instant now) {
        Duration past = Duration.between(then, now);
        return past.toSeconds() < 60
                ? Math.max(0, past.toSeconds()) + " s ago"
                : DurationText.largestUnit(past) + " ago";
    }

    /** @return days until then, rounded down, such as {@code 12 days}, {@code expired 3 days ago} */
    static String daysLeft(Instant end, Instant now) {
        return end.isBefore(now)
                ? "expired " + DurationText.largestUnit(Duration.between(end, now)) + " ago"
                : counted(days(end, now), "day");
    }

    static long days(Instant end, Instant now) {
        return Math.floorDiv(
                Duration.between(now, end).toSeconds(), Duration.ofDays(1).toSeconds());
    }

    static String counted(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** @return the first finding of the newest result, or what the stored measurement tells of it */
    static String wrong(WatchedTarget watched) {
        if (watched.problem().isPresent()) {
            return watched.problem().get();
        }
        Optional<Measurement> worst = watched.worst();
        if (worst.isEmpty()) {
            return "No measurement in the last day.";
        }
        if (worst.get().findings().isEmpty()) {
            return "";
        }
        return watched.worstResult()
                .filter(result -> result.path("verdict")
                        .asText()
                        .equals(worst.get().verdict().name()))
                .map(result -> result.path("findings").path(0).path("message").asText())
                .filter(message -> !message.isEmpty())
                .orElseGet(() -> stored(worst.get()));
    }

    /** @return a sentence for the worst finding of a stored measurement, which holds codes alone */
    static String stored(Measurement measurement) {
        Optional<FindingCode> worst = measurement.findings().entrySet().stream()
                .max(Comparator.comparing(Map.Entry<FindingCode, Severity>::getValue)
                        .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
                .map(Map.Entry::getKey);
        return measurement
                .failure()
                .map(failure -> failure.detail())
                .or(() -> worst.map(code -> sentence(code, measurement)))
                .orElse("");
    }

    /** @return the sentence of a failure in a result, or its first finding */
    static String verdictSentence(JsonNode result) {
        return result.path("findings").path(0).path("message").asText();
    }

    private static String sentence(FindingCode code, Measurement measurement) {
        return switch (code) {
            case HANDSHAKE_FAILED -> "The handshake failed.";
            case HTTP_FAILED -> "The HTTP exchange failed.";
            case SLA_BREACHED -> "A phase took longer than its limit.";
            case CERT_EXPIRED -> "A certificate of the path has expired" + expiry(measurement) + ".";
            case CERT_NOT_YET_VALID -> "A certificate of the path is not valid yet.";
            case CERT_EXPIRING -> "A certificate of the path expires" + expiry(measurement) + ".";
            case HOSTNAME_MISMATCH -> "The certificate does not cover the name.";
            case SELF_SIGNED -> "The certificate is self-signed.";
            case UNTRUSTED_ROOT -> "The chain ends in a root that no trust store holds.";
            case INCOMPLETE_CHAIN -> "The server does not send an intermediate certificate.";
            case BAD_SIGNATURE -> "A signature of the chain does not verify.";
            case NOT_A_CA -> "A certificate signs another without the right to.";
            case WRONG_USAGE -> "A certificate is used for what it does not allow.";
            case CHAIN_MISORDERED -> "The certificates were sent in the wrong order.";
            case CHAIN_EXCESS -> "The server sends certificates that nobody needs.";
            case WEAK_KEY -> "A key of the chain is weak.";
            case WEAK_SIGNATURE -> "A certificate is signed with a broken hash function.";
            case WEAK_PROTOCOL -> "The negotiated TLS version is outdated.";
            case WEAK_CIPHER -> "The negotiated cipher suite is weak.";
            case VALIDITY_TOO_LONG -> "The certificate is valid for longer than is allowed.";
            case TOO_FEW_SCTS -> "The certificate has too few timestamps of logs.";
            case REVOKED -> "A certificate was revoked.";
            case REVOCATION_UNKNOWN -> "The revocation status is not known.";
            case STAPLE_MISSING -> "The certificate demands an OCSP staple and the server sends none.";
            case CERT_CHANGED -> "The certificate was replaced lately.";
            case ADDRESSES_DISAGREE -> "The addresses of the name serve different certificates.";
            case ADDRESS_UNREACHABLE -> "An address of the name cannot be reached.";
            case REGION_SILENT -> "A region of the fleet is silent.";
        };
    }

    private static String expiry(Measurement measurement) {
        return measurement.earliestNotAfter().map(end -> " on " + day(end)).orElse("");
    }
}
