package dev.handshakefleet.fleet;

import dev.handshakefleet.alert.AlertService;
import dev.handshakefleet.alert.RegionAlerts;
import dev.handshakefleet.alert.UnresolvedAlerts;
import dev.handshakefleet.alert.notice.Notifier;
import dev.handshakefleet.alert.silence.SilenceStore;
import dev.handshakefleet.alert.state.AlertStateStore;
import dev.handshakefleet.aws.KeptConnections;
import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.base.NativeExecutable;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.history.HistoryReader;
import dev.handshakefleet.inquiry.AnswerCache;
import dev.handshakefleet.inquiry.ChainInquiry;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.probe.ClientIdentities;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.HostPlaces;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.rollup.RollupMaker;
import dev.handshakefleet.rollup.RollupProgressStore;
import dev.handshakefleet.rollup.RollupStore;
import dev.handshakefleet.rollup.WindowReader;
import dev.handshakefleet.secret.CachedIdentities;
import dev.handshakefleet.secret.SecretReader;
import dev.handshakefleet.seen.LeafHistory;
import dev.handshakefleet.seen.LeafStore;
import dev.handshakefleet.spool.SpoolQueue;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.Judge;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Assembles a {@link Fleet} from its settings and its connections to the outside. */
public final class FleetBuilder {

    private final FleetSettings settings;
    private final Clock clock;
    private Optional<TrustStore> trust = Optional.empty();
    private Optional<EgressPolicy> egress = Optional.empty();
    private Engine engine = Engine.cold();
    private ProbeLimits limits = ProbeLimits.DEFAULT;
    private ClientIdentities identities = ClientIdentities.none();
    private Optional<DynamoDbClient> dynamoDb = Optional.empty();
    private Optional<Notifier> notifier = Optional.empty();
    private Optional<MessageQueue> spool = Optional.empty();

    /**
     * @param settings how the function is configured
     * @param clock wall clock
     */
    public FleetBuilder(FleetSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The trust anchors, in place of those of the settings. */
    public FleetBuilder trust(TrustStore anchors) {
        trust = Optional.of(anchors);
        return this;
    }

    /** The egress rules, in place of those of the settings. */
    public FleetBuilder egress(EgressPolicy rules) {
        egress = Optional.of(rules);
        return this;
    }

    /** The TLS engine, shared by all fleets of a process. */
    public FleetBuilder engine(Engine shared) {
        engine = shared;
        return this;
    }

    /** The time limits of a probe. */
    public FleetBuilder limits(ProbeLimits longest) {
        limits = longest;
        return this;
    }

    /** The tables' client, in the home region. */
    public FleetBuilder dynamoDb(DynamoDbClient client) {
        dynamoDb = Optional.of(client);
        return this;
    }

    /** The source of client certificates. Without it, targets with one are not probed. */
    public FleetBuilder secrets(SecretReader reader) {
        identities = new CachedIdentities(reader);
        return this;
    }

    /** The notifier. Without one, no notice is sent. */
    public FleetBuilder notifier(Notifier sender) {
        notifier = Optional.of(sender);
        return this;
    }

    /** The FIFO queue of this region for measurements that the table does not take. Without one, they are named and lost. */
    public FleetBuilder spool(MessageQueue queue) {
        spool = Optional.of(queue);
        return this;
    }

    /**
     * @throws dev.handshakefleet.base.BadInputException when the CA file is unusable
     */
    public Fleet build() {
        if (dynamoDb.isPresent()) {
            KeptConnections.forParallelCalls();
        }
        TrustStore anchors = trust.orElseGet(this::trustOfSettings);
        if (!NativeExecutable.isRunning()) {
            // Reading certificates loads classes and writes to the log of security events. Beside the first probes,
            // which load
            // classes of signed jars, that can deadlock: the one holds a lock of the log, the other that of a jar.
            anchors.load();
        }
        EgressPolicy rules = egress.orElseGet(() -> EgressPolicy.publicAnd(settings.allowNetworks()));
        Prober prober = new Prober(
                NameResolver.ofSystem(), rules, limits, engine, identities, clock, new HostPlaces(settings.perHost()));
        Optional<String> state = settings.stateTable();
        Optional<TargetCatalog> catalog =
                dynamoDb.flatMap(client -> state.map(table -> new TargetCatalog(client, table)));
        AnswerCache answers = dynamoDb.flatMap(client -> state.map(table -> new AnswerCache(client, table)))
                .orElseGet(AnswerCache::inMemory);
        Optional<MeasurementStore> measurements = dynamoDb.flatMap(client ->
                settings.measurementsTable().map(table -> new MeasurementStore(client, table, settings.retention())));
        Optional<RollupStore> rollupStore = dynamoDb.flatMap(client ->
                settings.measurementsTable().map(table -> new RollupStore(client, table, settings.rollupRetention())));
        Optional<WindowReader> windows =
                measurements.flatMap(store -> rollupStore.map(rollups -> new WindowReader(store, rollups)));
        TargetReader reader = new TargetReader(settings.defaults());
        ScheduledTargets scheduled = new ScheduledTargets(catalog, settings.targets());
        Optional<LeafHistory> leaves = dynamoDb.flatMap(
                client -> state.map(table -> new LeafHistory(new LeafStore(client, table), settings.region(), clock)));
        Optional<UnresolvedAlerts> unresolved = dynamoDb.flatMap(
                client -> state.map(table -> new UnresolvedAlerts(new AlertStateStore(client, table))));
        return new Fleet(
                settings.region(),
                reader,
                scheduled,
                new ProbeRound(
                        prober,
                        new Judge(anchors),
                        new ChainInquiry(anchors, rules, answers),
                        settings.concurrency(),
                        clock),
                leaves,
                measurements,
                spool.map(queue -> new SpoolQueue(queue, settings.region())),
                windows.map(window -> new HistoryReader(
                        reader,
                        () -> reader.readAll(scheduled.entries().entries()).targets(),
                        measurements.orElseThrow(),
                        window,
                        leaves,
                        unresolved,
                        clock)),
                dynamoDb.flatMap(client -> state.flatMap(table -> windows.map(window -> new RollupMaker(
                        window,
                        rollupStore.orElseThrow(),
                        new RollupProgressStore(client, table),
                        settings.interval(),
                        clock)))),
                dynamoDb.flatMap(client -> state.flatMap(table -> notifier.map(sender -> new AlertService(
                        new AlertStateStore(client, table),
                        new SilenceStore(client, table),
                        sender,
                        clock,
                        settings.interval(),
                        measurements)))),
                dynamoDb.flatMap(client ->
                                state.flatMap(table -> notifier.map(sender -> regionAlerts(client, table, sender))))
                        .filter(alerts -> settings.homeRegion()
                                .filter(settings.region()::equals)
                                .isPresent()),
                new RegionRecord(
                        dynamoDb.flatMap(client -> state.map(table -> new RegionStore(client, table))),
                        settings.interval(),
                        settings.version(),
                        clock),
                new AlertControl(
                        dynamoDb.flatMap(client -> state.map(table -> new SilenceStore(client, table))),
                        unresolved,
                        dynamoDb.flatMap(client -> state.map(table -> new RegionStore(client, table))),
                        reader,
                        scheduled,
                        clock,
                        new SecureRandom()),
                clock);
    }

    private RegionAlerts regionAlerts(DynamoDbClient client, String table, Notifier sender) {
        return new RegionAlerts(
                settings.region(),
                new RegionStore(client, table),
                new AlertStateStore(client, table),
                new SilenceStore(client, table),
                sender,
                clock,
                settings.interval());
    }

    private TrustStore trustOfSettings() {
        return settings.caFile()
                .map(file -> TrustStore.jdk().and(file, "FLEET_CA_FILE"))
                .orElseGet(TrustStore::jdk);
    }
}
