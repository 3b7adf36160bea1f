package dev.handshakefleet.alert;

import dev.handshakefleet.alert.decide.SilenceLookup;
import dev.handshakefleet.alert.decide.SuppressedNotice;
import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.verdict.Check;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The silences of one run. They are read at the first question, at most once, and not at all in a run without a notice. Where
 * they cannot be read, no notice is suppressed: a superfluous message does less harm than an outage that nobody hears of.
 * Thread-safe.
 */
final class RunSilences implements SilenceLookup {

    private final SilenceStore store;
    private final Instant now;
    private final Map<String, String> endpoints = new ConcurrentHashMap<>();
    private final AlertRun run;
    private final Map<String, Long> suppressed = new ConcurrentHashMap<>();
    private final CircuitBreaker breaker;
    private Optional<List<Silence>> active = Optional.empty();

    /**
     * @param now wall clock; silences begin and end by it and not by the schedule
     * @param run receives the problem where the silences cannot be read
     */
    RunSilences(SilenceStore store, Instant now, AlertRun run) {
        this.store = store;
        this.now = now;
        this.run = run;
        this.breaker = CircuitBreaker.ofRun(store::sentence);
    }

    /** A silence of a host covers its targets too, whatever name they have. */
    void endpoint(String targetId, String endpoint) {
        endpoints.put(targetId, endpoint);
    }

    @Override
    public Optional<String> activeFor(String targetId, Map<String, String> tags, Check check) {
        return active().stream()
                .filter(silence -> silence.matches(targetId, tags, check.name())
                        || silence.matches(endpoints.getOrDefault(targetId, targetId), tags, check.name()))
                .map(Silence::id)
                .findFirst();
    }

    void suppressed(List<SuppressedNotice> notices) {
        notices.forEach(notice -> suppressed.merge(notice.silence(), 1L, Long::sum));
    }

    /** Adds the suppressed notices to the count of each silence that suppressed one, a write a silence. */
    void count() {
        suppressed.forEach((id, notices) -> {
            if (breaker.reason().isEmpty() && !run.isOver()) {
                count(id, notices);
            }
        });
    }

    /** A number that is too small is no reason to fail. */
    private void count(String id, long notices) {
        try {
            store.countSuppressed(id, notices);
        } catch (SdkException notCounted) {
            breaker.fault(notCounted);
        }
    }

    private synchronized List<Silence> active() {
        List<Silence> silences = active.orElseGet(this::read);
        active = Optional.of(silences);
        return silences;
    }

    private List<Silence> read() {
        try {
            return store.current(now).stream()
                    .filter(silence -> silence.isActive(now))
                    .toList();
        } catch (SdkException fault) {
            run.problem("The silences could not be read, so no notice was suppressed: " + breaker.fault(fault));
            return List.of();
        }
    }
}
