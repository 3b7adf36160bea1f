package dev.handshakefleet.page.view;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.WatchedTarget;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.LeafRecord;
import io.quarkus.qute.RawString;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The certificates of all targets: when they expire, who issued them, what was renewed and what is late. Pure. */
final class CertificatesView {

    private static final int WEEKS = 54;
    private static final int MOST_ROWS = 500;
    private static final Duration RENEWED = Duration.ofDays(30);
    private static final int WARNING_WEEKS = 4;

    private CertificatesView() {}

    /** A leaf that is served now. */
    record ServedRow(
            String target,
            String href,
            String expires,
            String daysLeft,
            RawString lifetime,
            String subject,
            String issuer,
            String sha256,
            String places,
            String kind,
            Instant end) {}

    /** A leaf that took the place of another. */
    record RenewalRow(String target, String href, String firstSeen, String expires, String stillOld, Instant at) {}

    /** A leaf that should have been renewed. */
    record LateRow(String target, String href, String expires, String daysLeft) {}

    /** An issuer. */
    record IssuerRow(String name, long targets, String next) {}

    /** All of the view. */
    record CertificatesDocument(
            RawString calendar,
            List<ServedRow> served,
            int moreServed,
            List<RenewalRow> renewals,
            List<LateRow> late,
            List<IssuerRow> issuers,
            List<String> problems) {}

    static CertificatesDocument of(
            FleetSnapshot snapshot,
            Map<String, List<LeafRecord>> leaves,
            List<String> problems,
            Function<String, String> hrefOf) {
        Instant now = snapshot.at();
        List<ServedRow> served = snapshot.targets().stream()
                .flatMap(watched -> served(watched, leaves.getOrDefault(watched.id(), List.of()), now, hrefOf).stream())
                .sorted(Comparator.comparing(ServedRow::end).thenComparing(ServedRow::target))
                .toList();
        return new CertificatesDocument(
                calendar(served, now),
                served.stream().limit(MOST_ROWS).toList(),
                Math.max(0, served.size() - MOST_ROWS),
                snapshot.targets().stream()
                        .flatMap(watched ->
                                renewals(watched, leaves.getOrDefault(watched.id(), List.of()), now, hrefOf).stream())
                        .sorted(Comparator.comparing(RenewalRow::at).reversed())
                        .limit(100)
                        .toList(),
                snapshot.targets().stream()
                        .filter(CertificatesView::isLate)
                        .sorted(Comparator.comparing(
                                watched -> watched.leafNotAfter().orElse(Instant.MAX)))
                        .limit(100)
                        .map(watched -> new LateRow(
                                watched.id(),
                                hrefOf.apply(watched.id()),
                                watched.leafNotAfter().map(Words::day).orElse(""),
                                watched.leafNotAfter()
                                        .map(end -> Words.daysLeft(end, now))
                                        .orElse("")))
                        .toList(),
                issuers(served),
                problems);
    }

    /** Late is what the verdict says: the leaf is so near to its end, or over it, that its renewal should have come. */
    private static boolean isLate(WatchedTarget watched) {
        return watched.latest().stream()
                .filter(measured -> measured.leafNotAfter().isPresent()
                        && measured.leafNotAfter().equals(measured.earliestNotAfter()))
                .anyMatch(measured -> measured.findings().containsKey(FindingCode.CERT_EXPIRING)
                        || measured.findings().containsKey(FindingCode.CERT_EXPIRED));
    }

    private static List<ServedRow> served(
            WatchedTarget watched, List<LeafRecord> leaves, Instant now, Function<String, String> hrefOf) {
        Map<String, List<Measurement>> bySha = watched.latest().stream()
                .filter(measured -> measured.leafSha256().isPresent()
                        && measured.leafNotAfter().isPresent())
                .collect(Collectors.groupingBy(measured -> measured.leafSha256().orElseThrow()));
        return bySha.entrySet().stream()
                .map(entry -> {
                    Optional<LeafRecord> leaf = leaves.stream()
                            .filter(known -> known.sha256().equals(entry.getKey()))
                            .findFirst();
                    Instant end = entry.getValue().getFirst().leafNotAfter().orElseThrow();
                    long days = Words.days(end, now);
                    return new ServedRow(
                            watched.id(),
                            hrefOf.apply(watched.id()),
                            Words.day(end),
                            Words.daysLeft(end, now),
                            Drawings.lifetime(
                                    leaf.map(LeafRecord::notBefore).orElse(end.minus(Duration.ofDays(90))), end, now),
                            leaf.map(LeafRecord::subject).orElse(""),
                            leaf.map(LeafRecord::issuer).orElse(""),
                            entry.getKey().substring(0, 16),
                            places(entry.getValue()),
                            days < 0 ? "critical" : days < 7L * WARNING_WEEKS ? "warning" : "ok",
                            end);
                })
                .toList();
    }

    private static String places(List<Measurement> measurements) {
        return measurements.stream()
                .map(measured -> measured.address().orElse(measured.region()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** New leaves of the last 30 days that replaced another one, with the addresses that still serve what was replaced. */
    private static List<RenewalRow> renewals(
            WatchedTarget watched, List<LeafRecord> leaves, Instant now, Function<String, String> hrefOf) {
        List<RenewalRow> renewals = new ArrayList<>();
        for (LeafRecord leaf : leaves) {
            if (leaf.replaced().isPresent() && leaf.firstSeen().isAfter(now.minus(RENEWED))) {
                Set<String> older = new HashSet<>();
                leaf.replaced().ifPresent(older::add);
                String stillOld = places(watched.latest().stream()
                        .filter(measured ->
                                measured.leafSha256().filter(older::contains).isPresent())
                        .toList());
                renewals.add(new RenewalRow(
                        watched.id(),
                        hrefOf.apply(watched.id()),
                        Words.second(leaf.firstSeen()),
                        Words.day(leaf.notAfter()),
                        stillOld,
                        leaf.firstSeen()));
            }
        }
        return renewals;
    }

    private static List<IssuerRow> issuers(List<ServedRow> served) {
        Map<String, List<ServedRow>> byIssuer = served.stream()
                .filter(row -> !row.issuer().isEmpty())
                .collect(Collectors.groupingBy(ServedRow::issuer));
        return byIssuer.entrySet().stream()
                .map(entry -> new IssuerRow(
                        entry.getKey(),
                        entry.getValue().stream()
                                .map(ServedRow::target)
                                .distinct()
                                .count(),
                        entry.getValue().getFirst().expires()))
                .sorted(Comparator.comparingLong(IssuerRow::targets).reversed().thenComparing(IssuerRow::name))
                .limit(50)
                .toList();
    }

    private static RawString calendar(List<ServedRow> served, Instant now) {
        LocalDate monday =
                LocalDate.ofInstant(now, ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        Map<Integer, Long> counts = new HashMap<>();
        for (ServedRow row : served) {
            long week = row.end().isBefore(now)
                    ? -1
                    : ChronoUnit.WEEKS.between(monday, LocalDate.ofInstant(row.end(), ZoneOffset.UTC));
            counts.merge((int) Math.min(WEEKS - 1, week), 1L, Long::sum);
        }
        List<Drawings.Week> weeks = new ArrayList<>();
        for (int week = -1; week < WEEKS; week++) {
            weeks.add(new Drawings.Week(
                    monday.plusWeeks(week),
                    counts.getOrDefault(week, 0L),
                    week < 0 ? "critical" : week < WARNING_WEEKS ? "warning" : "accent"));
        }
        long soon = served.stream()
                .filter(row -> row.end().isBefore(now.plus(Duration.ofDays(30))))
                .count();
        return Drawings.calendar(
                weeks,
                "Expiries by week: " + served.size() + " certificates, " + soon
                        + " of them expired or within 30 days. The table below lists each.");
    }
}
