package dev.handshakefleet.probe;

import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.HostName;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.IpFamily;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.egress.Routes;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.tls.ClientSession;
import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import dev.handshakefleet.target.AddressChoice;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Probes one target. It looks up the name once and then probes each address that the target asks for, all at the same
 * time (see {@link AddressProbe}). The calling thread blocks; virtual threads are intended. Thread-safe. No socket
 * stays open between calls.
 */
public final class Prober {

    private final NameLookup names;
    private final EgressPolicy egress;
    private final ProbeLimits limits;
    private final Engine engine;
    private final ClientIdentities identities;
    private final InstantSource clock;
    private final HostPlaces hosts;
    private final Predicate<InetAddress> routed;

    /** A prober without a bound on the probes towards one address. */
    public Prober(
            NameResolver resolver,
            EgressPolicy egress,
            ProbeLimits limits,
            Engine engine,
            ClientIdentities identities,
            InstantSource clock) {
        this(resolver, egress, limits, engine, identities, clock, HostPlaces.unbounded());
    }

    /**
     * Creates a prober.
     *
     * @param resolver looks up names
     * @param egress decides which addresses may be connected to
     * @param limits time limits of the phases and of the whole
     * @param engine connections and TLS, shared by all probes of a process
     * @param identities loads client certificates
     * @param clock wall clock, used only for {@code startedAt}
     * @param hosts bounds the probes towards one address
     */
    public Prober(
            NameResolver resolver,
            EgressPolicy egress,
            ProbeLimits limits,
            Engine engine,
            ClientIdentities identities,
            InstantSource clock,
            HostPlaces hosts) {
        this(resolver, egress, limits, engine, identities, clock, hosts, Routes::hasRouteTo);
    }

    /** @param routed tells whether this machine has a route to an IPv6 address */
    Prober(
            NameResolver resolver,
            EgressPolicy egress,
            ProbeLimits limits,
            Engine engine,
            ClientIdentities identities,
            InstantSource clock,
            HostPlaces hosts,
            Predicate<InetAddress> routed) {
        this.names = new NameLookup(resolver, egress);
        this.egress = Objects.requireNonNull(egress, "egress");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.engine = Objects.requireNonNull(engine, "engine");
        this.identities = Objects.requireNonNull(identities, "identities");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.hosts = Objects.requireNonNull(hosts, "hosts");
        this.routed = Objects.requireNonNull(routed, "routed");
    }

    /** @return the time that one target is given: for its probe, a second attempt and the search for a cause */
    public Duration longest() {
        return limits.total();
    }

    /** Probes the target once, within {@link #longest}. See {@link #probe(Target, Deadline)}. */
    public List<ProbeResult> probe(Target target) {
        return probe(target, Deadline.in(limits.total()));
    }

    /**
     * Probes the target once. Failures of the network and of the server are in the results and are never thrown.
     *
     * @param deadline when the probe ends at the latest
     * @return one result for each probed address, IPv4 first; at least one
     * @throws dev.handshakefleet.base.BadInputException if the target's client certificate cannot be loaded
     * @throws NoRouteException if this machine has no route to any address of the target
     * @throws NoTurnException if other probes towards its address took all the time
     */
    public List<ProbeResult> probe(Target target, Deadline deadline) {
        return probe(target, Turn.until(deadline));
    }

    /** As {@link #probe(Target, Deadline)}, in a turn that can wait for its address. */
    public List<ProbeResult> probe(Target target, Turn turn) {
        Optional<ClientIdentity> identity = target.clientCertificate().map(identities::get);
        engine.open();
        if (target.http().isPresent()) {
            engine.readyForHttp();
        }
        ClientSession prepared = engine.handshaker().prepare(target, identity, Optional.empty());
        Instant startedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Deadline overall = turn.deadline().orIn(limits.total());
        ProbeRecord record = new ProbeRecord(target, startedAt);
        try {
            List<InetAddress> addresses = lookUp(target, overall, record);
            return probe(record, addresses, identity, prepared, turn, overall);
        } catch (PhaseFailedException failed) {
            record.failed(failed.failure());
            return List.of(record.finish());
        }
    }

    /**
     * Looks the name up and connects to one of its addresses, under the same rules as a probe, and sends nothing.
     *
     * @param deadline when it ends at the latest
     * @throws NoRouteException if this machine has no route to any address of the target
     */
    public ProbeResult connect(Target target, Deadline deadline) {
        engine.open();
        Deadline overall = deadline.orIn(limits.total());
        ProbeRecord record = new ProbeRecord(target, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        try {
            InetAddress address = lookUp(target, overall, record).getFirst();
            if (isAllowed(address, record)) {
                new AddressProbe(engine, limits, Optional.empty(), record, overall).connectOnly(address);
            }
        } catch (PhaseFailedException failed) {
            record.failed(failed.failure());
        }
        return record.finish();
    }

    /**
     * Looks for the likely cause of a failed handshake by further handshakes with one change each (see {@link
     * Diagnosis}), and asks the other addresses of the name (see {@link OtherAddresses}).
     *
     * @param turn ends the search
     * @return the same result; its failure has an explanation if a cause was found
     */
    public ProbeResult explain(ProbeResult result, Turn turn) {
        if (result.failure().isEmpty() || result.address().isEmpty()) {
            return result;
        }
        InetAddress address = result.address().get();
        OtherAddresses others = new OtherAddresses(engine, egress, this::isRouted);
        List<InetAddress> all =
                Stream.concat(Stream.of(address), others.of(result).stream()).toList();
        try (HostPlaces.Taken _ = hosts.take(all, turn)) {
            Deadline deadline = turn.deadline();
            Failure failure = others.mention(result, deadline);
            return result.withFailure(new Diagnosis(engine).explain(failure, result.target(), address, deadline));
        } catch (NoTurnException noTime) {
            return result;
        }
    }

    /** As {@link #explain(ProbeResult, Turn)}, until that deadline. */
    public ProbeResult explain(ProbeResult result, Deadline deadline) {
        return explain(result, Turn.until(deadline));
    }

    /**
     * Tells why addresses were left out that the target asks for.
     *
     * @param results the results of one target
     * @return one sentence; empty if none was left out
     */
    public Optional<String> leftOut(List<ProbeResult> results) {
        return results.stream()
                        .filter(result -> result.target().addresses().isAll())
                        .flatMap(result -> result.lookup().values().stream())
                        .flatMap(answer -> answer.addresses().stream())
                        .anyMatch(address -> !isRouted(address))
                ? Optional.of(NoRouteException.NO_IPV6)
                : Optional.empty();
    }

    private boolean isRouted(InetAddress address) {
        return IpFamily.of(address) == IpFamily.IPV4 || routed.test(address);
    }

    /** The time that the target waited for its addresses is in no phase, and moves its deadline. */
    private List<ProbeResult> probe(
            ProbeRecord record,
            List<InetAddress> addresses,
            Optional<ClientIdentity> identity,
            ClientSession prepared,
            Turn turn,
            Deadline overall) {
        try (HostPlaces.Taken places = hosts.take(addresses, turn)) {
            Deadline end = places.hasWaited() ? turn.deadline().orIn(limits.total()) : overall;
            return addresses.size() == 1
                    ? List.of(probe(record, addresses.getFirst(), identity, prepared, end))
                    : probeAll(record.target(), identity, record, addresses, end);
        }
    }

    private List<ProbeResult> probeAll(
            Target target,
            Optional<ClientIdentity> identity,
            ProbeRecord lookedUp,
            List<InetAddress> addresses,
            Deadline overall) {
        List<CompletableFuture<ProbeResult>> underWay = new ArrayList<>();
        for (InetAddress address : addresses) {
            CompletableFuture<ProbeResult> result = new CompletableFuture<>();
            Thread.ofVirtual().name("probe " + target.id() + " " + address).start(() -> {
                try {
                    ClientSession prepared = engine.handshaker().prepare(target, identity, Optional.empty());
                    result.complete(probe(lookedUp.copy(), address, identity, prepared, overall));
                } catch (Throwable unexpected) {
                    result.completeExceptionally(unexpected);
                }
            });
            underWay.add(result);
        }
        return underWay.stream().map(CompletableFuture::join).toList();
    }

    private ProbeResult probe(
            ProbeRecord record,
            InetAddress address,
            Optional<ClientIdentity> identity,
            ClientSession prepared,
            Deadline overall) {
        if (isAllowed(address, record)) {
            new AddressProbe(engine, limits, identity, record, overall).run(address, prepared);
        }
        return record.finish();
    }

    private boolean isAllowed(InetAddress address, ProbeRecord record) {
        record.address(address);
        Optional<String> refusal = egress.refusal(address);
        refusal.ifPresent(reason -> record.failed(new Failure(
                Phase.CONNECT,
                Failure.Kind.ADDRESS_REFUSED_BY_POLICY,
                AddressText.of(address) + " was not connected to: " + reason)));
        return refusal.isEmpty();
    }

    private List<InetAddress> lookUp(Target target, Deadline overall, ProbeRecord record) throws PhaseFailedException {
        Optional<InetAddress> literal = HostName.literal(target.host());
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        AddressChoice choice = target.addresses();
        Deadline deadline = overall.orIn(limits.dns());
        NameLookup.Lookups lookups = names.start(target.host(), choice, deadline);
        record.lookups(lookups);
        NameLookup.Answer answer = names.await(lookups, choice, deadline);
        record.took(Phase.DNS, answer.took());
        List<InetAddress> routable =
                answer.addresses().stream().filter(this::isRouted).toList();
        if (routable.isEmpty()) {
            throw new NoRouteException();
        }
        return AddressSelection.choose(routable, choice, egress);
    }
}
