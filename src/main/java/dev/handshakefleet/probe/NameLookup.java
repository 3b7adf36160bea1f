package dev.handshakefleet.probe;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.IpFamily;
import dev.handshakefleet.egress.NameAnswer;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.AddressChoice;
import dev.handshakefleet.target.Phase;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Looks up the addresses of a name, each family by itself and both at the same time. Only the families that the target asks
 * for are looked up. The number of lookups under way at once is bounded; a further one waits for its turn, and the wait is
 * not part of its time. Thread-safe.
 */
final class NameLookup {

    private static final int MOST_AT_ONCE = 256;
    private static final NameAnswer LATE = NameAnswer.without(NameAnswer.TIMEOUT);

    private final NameResolver resolver;
    private final EgressPolicy egress;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    NameLookup(NameResolver resolver, EgressPolicy egress) {
        this.resolver = resolver;
        this.egress = egress;
    }

    /**
     * The outcome of a lookup.
     *
     * @param addresses the addresses, IPv4 first; at least one
     * @param took the time until they were known
     */
    record Answer(List<InetAddress> addresses, Duration took) {}

    /** The lookups of one name, under way or done. Thread-safe. */
    static final class Lookups {

        private final Map<IpFamily, CompletableFuture<NameAnswer>> byFamily;

        private Lookups(Map<IpFamily, CompletableFuture<NameAnswer>> byFamily) {
            this.byFamily = byFamily;
        }

        /** @return the lookups of an IP literal: there are none */
        static Lookups none() {
            return new Lookups(Map.of());
        }

        /** @return the answers so far; a family without an answer is absent */
        Map<IpFamily, NameAnswer> answers() {
            Map<IpFamily, NameAnswer> answers = new EnumMap<>(IpFamily.class);
            byFamily.forEach((family, answer) -> {
                if (answer.isDone()) {
                    answers.put(family, answer.join());
                }
            });
            return Collections.unmodifiableMap(answers);
        }

        private Map<IpFamily, NameAnswer> answersOrTimeouts() {
            Map<IpFamily, NameAnswer> all = new EnumMap<>(IpFamily.class);
            byFamily.forEach((family, answer) -> all.put(family, answer.isDone() ? answer.join() : LATE));
            return all;
        }
    }

    /** Starts the lookups of a name in the families of the choice. */
    Lookups start(String host, AddressChoice choice, Deadline deadline) {
        Map<IpFamily, CompletableFuture<NameAnswer>> byFamily = new EnumMap<>(IpFamily.class);
        for (IpFamily family : families(choice)) {
            CompletableFuture<NameAnswer> answer = new CompletableFuture<>();
            Thread.ofVirtual().name("lookup " + family.recordType()).start(() -> {
                try {
                    answer.complete(inItsTurn(host, family, deadline));
                } catch (Throwable unexpected) {
                    answer.completeExceptionally(unexpected);
                }
            });
            byFamily.put(family, answer);
        }
        return new Lookups(byFamily);
    }

    /**
     * Waits for the addresses. A target that asks for one address does not wait for IPv6 if IPv4 has an allowed address.
     *
     * @throws PhaseFailedException if there is no address
     */
    Answer await(Lookups lookups, AddressChoice choice, Deadline deadline) throws PhaseFailedException {
        List<InetAddress> addresses = new ArrayList<>();
        Duration took = Duration.ZERO;
        for (CompletableFuture<NameAnswer> lookup : lookups.byFamily.values()) {
            NameAnswer answer = await(lookup, deadline);
            addresses.addAll(answer.addresses());
            took = took.compareTo(answer.took()) > 0 ? took : answer.took();
            if (!choice.isAll() && answer.addresses().stream().anyMatch(egress::allows)) {
                break;
            }
        }
        if (addresses.isEmpty()) {
            throw new PhaseFailedException(failure(lookups.answersOrTimeouts()));
        }
        return new Answer(addresses, took);
    }

    /** A resolver that does not keep the deadline is not waited for. */
    private static NameAnswer await(CompletableFuture<NameAnswer> lookup, Deadline deadline) {
        try {
            return lookup.get(Math.max(0, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return LATE;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return LATE;
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException("the lookup failed unexpectedly", unexpected.getCause());
        }
    }

    private static List<IpFamily> families(AddressChoice choice) {
        return switch (choice) {
            case FIRST, ALL -> List.of(IpFamily.IPV4, IpFamily.IPV6);
            case IPV4, ALL_IPV4 -> List.of(IpFamily.IPV4);
            case IPV6, ALL_IPV6 -> List.of(IpFamily.IPV6);
        };
    }

    private NameAnswer inItsTurn(String host, IpFamily family, Deadline deadline) {
        try {
            if (!places.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                return LATE;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return LATE;
        }
        try {
            return resolver.lookUp(host, family, deadline);
        } finally {
            places.release();
        }
    }

    /** A name is missing only if the name servers say so of every family. */
    private static Failure failure(Map<IpFamily, NameAnswer> answers) {
        if (!answers.values().stream().allMatch(NameAnswer::isKnownToBeEmpty)) {
            return new Failure(
                    Phase.DNS,
                    Failure.Kind.NAME_LOOKUP_FAILED,
                    "The name servers gave no usable answer (" + codes(answers) + ")");
        }
        boolean exists =
                answers.values().stream().noneMatch(answer -> answer.code().equals(NameAnswer.NXDOMAIN));
        String families = answers.keySet().stream().map(IpFamily::label).collect(Collectors.joining(" and no "));
        return new Failure(
                Phase.DNS,
                Failure.Kind.NAME_NOT_FOUND,
                exists
                        ? "The name has no " + families + " address (" + codes(answers) + ")"
                        : "The name does not exist (NXDOMAIN)");
    }

    private static String codes(Map<IpFamily, NameAnswer> answers) {
        return answers.entrySet().stream()
                .map(answer ->
                        answer.getKey().recordType() + ": " + answer.getValue().code())
                .collect(Collectors.joining(", "));
    }
}
