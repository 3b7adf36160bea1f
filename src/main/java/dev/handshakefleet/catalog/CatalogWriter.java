package dev.handshakefleet.catalog;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.Backoff;
import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.base.BadInputException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Changes the catalog. A new version is written beside the others; one transaction makes it current, and readers see the old version
 * or the new one. The transaction fails if the catalog was switched since the plan was made. Thread-safe.
 *
 * <pre>
 *   {@code begin}   a new number, and an item that says that the version is being written
 *   {@code write}   its packs
 *   {@code switch}  one transaction: the pointer, if it is as it was; the item of {@code begin} goes; versions over ten get one
 *   {@code clean}   packs of versions that have such an item and that nobody writes are deleted
 * </pre>
 */
public final class CatalogWriter {

    private static final Duration MOST_WAITING = Duration.ofSeconds(10);
    private static final String CONFLICT = "TransactionConflict";
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";

    private final DynamoDbClient client;
    private final String table;
    private final TargetCatalog catalog;
    private final CatalogPacks packs;
    private final OldLayout oldLayout;
    private final UnfinishedVersions unfinished;
    private final Backoff backoff;
    private final Progress progress;

    /** Told while packs are written, by several threads, one at a time. */
    public interface Progress {

        /**
         * @param packs how many packs of the version are written
         * @param of how many it has
         */
        void written(int packs, int of);
    }

    CatalogWriter(
            DynamoDbClient client,
            String table,
            TargetCatalog catalog,
            CatalogPacks packs,
            Backoff backoff,
            Progress progress) {
        this.client = client;
        this.table = table;
        this.catalog = catalog;
        this.packs = packs;
        this.oldLayout = new OldLayout(client, table, packs);
        this.unfinished = new UnfinishedVersions(client, table);
        this.backoff = backoff;
        this.progress = progress;
    }

    /**
     * Plans to make the catalog hold exactly these targets. Writes nothing.
     *
     * @param targets no id twice
     * @throws SdkException when the table cannot be read
     * @throws BadInputException for a target that is too large
     * @throws IllegalArgumentException for a target that is not made of texts, numbers, lists and maps
     */
    public CatalogPlan plan(Collection<CatalogEntry> targets) {
        List<CatalogEntry> after = targets.stream()
                .map(target -> new CatalogEntry(target.id(), SpecJson.decode(checkedSpec(target))))
                .sorted(Comparator.comparing(CatalogEntry::id))
                .toList();
        Optional<CatalogPointer> seen = catalog.pointer();
        try {
            Optional<CatalogEntries> before = seen.isPresent() ? seen.map(this::current) : catalog.oldLayout();
            return new CatalogPlan(seen, before, after, Optional.empty(), difference(before, after), Optional.empty());
        } catch (CatalogUnavailableException unread) {
            return new CatalogPlan(
                    seen,
                    Optional.empty(),
                    after,
                    Optional.empty(),
                    difference(Optional.empty(), after),
                    Optional.of(unread.getMessage()));
        }
    }

    /**
     * Plans to make an earlier version current again. Writes nothing.
     *
     * @param number the version; empty for the newest kept one that is older than the current one
     * @throws BadInputException when that version is not kept, or is current
     * @throws SdkException when the table cannot be read
     * @throws CatalogUnavailableException when the version cannot be read
     */
    public CatalogPlan rollback(OptionalLong number) {
        CatalogPointer seen = catalog.pointer()
                .orElseThrow(() -> new BadInputException("version", null, "a kept version, and none was applied yet"));
        CatalogVersion version = rollbackVersion(seen, number);
        List<CatalogEntry> after = entries(version).entries();
        Optional<CatalogEntries> before = Optional.empty();
        Optional<String> unread = Optional.empty();
        try {
            before = Optional.of(current(seen));
        } catch (CatalogUnavailableException reason) {
            unread = Optional.of(reason.getMessage());
        }
        return new CatalogPlan(
                Optional.of(seen), before, after, Optional.of(version), difference(before, after), unread);
    }

    /**
     * Carries a plan out.
     *
     * @param by who does it, if that is known
     * @param now the instant of the switch
     * @throws SdkException when the table cannot be read or written. Unless the answer of the switch itself was lost, the catalog is as it
     *     was; what was written is deleted now or by a later apply
     * @throws CatalogUnavailableException when the table stays throttled; the catalog is as it was
     */
    public ApplyOutcome apply(CatalogPlan plan, Optional<String> by, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        List<Long> begun = new ArrayList<>();
        ApplyOutcome outcome;
        try {
            outcome = switchTo(plan.seen(), next(plan, begun, by, at), begun, by, at);
        } catch (RuntimeException failed) {
            discardIfPossible(begun, failed);
            throw failed;
        }
        return switch (outcome) {
            case ApplyOutcome.Applied applied -> new ApplyOutcome.Applied(applied.pointer(), clean(at));
            case ApplyOutcome.Overtaken overtaken -> discarded(begun, overtaken);
            case ApplyOutcome.Discarded late -> discarded(begun, late);
        };
    }

    private CatalogEntries current(CatalogPointer pointer) {
        return entries(pointer.current());
    }

    private CatalogEntries entries(CatalogVersion version) {
        return switch (catalog.read(version, HashRange.ALL)) {
            case VersionRead.Read read -> read.entries();
            case VersionRead.Gone gone ->
                throw new CatalogUnavailableException(
                        "packs of version " + version.number() + " are missing from the " + catalog.name());
        };
    }

    private static CatalogDifference difference(Optional<CatalogEntries> before, List<CatalogEntry> after) {
        return CatalogDifference.between(before.map(CatalogEntries::entries).orElse(List.of()), after);
    }

    private static CatalogVersion rollbackVersion(CatalogPointer seen, OptionalLong number) {
        String accepted = "one of the kept versions before or behind the current one, which is "
                + seen.current().number() + ": "
                + seen.versions().stream()
                        .filter(kept -> !kept.equals(seen.current()))
                        .map(kept -> String.valueOf(kept.number()))
                        .collect(Collectors.joining(", "));
        if (number.isEmpty()) {
            return seen.before().orElseThrow(() -> new BadInputException("version", "the one before", accepted));
        }
        return seen.version(number.getAsLong())
                .filter(kept -> !kept.equals(seen.current()))
                .orElseThrow(() -> new BadInputException("version", number.getAsLong(), accepted));
    }

    /** @return the pointer to switch to; what it names is written */
    private CatalogPointer next(CatalogPlan plan, List<Long> begun, Optional<String> by, Instant at) {
        if (plan.rollbackTo().isPresent()) {
            return plan.seen()
                    .orElseThrow()
                    .switchedTo(List.of(), plan.rollbackTo().get(), at, by);
        }
        List<CatalogVersion> versions = new ArrayList<>();
        if (plan.seen().isEmpty() && plan.before().isPresent()) {
            CatalogEntries before = plan.before().get();
            versions.add(write(
                    before.entries(), before.version().by(), before.version().appliedAt(), 0, begun, at));
        }
        long above = plan.seen().stream()
                .flatMap(seen -> seen.versions().stream())
                .mapToLong(CatalogVersion::number)
                .max()
                .orElse(0);
        versions.add(write(plan.after(), by, at, above, begun, at));
        return plan.seen()
                .map(seen -> seen.switchedTo(versions, versions.getLast(), at, by))
                .orElseGet(() -> CatalogPointer.first(versions, versions.getLast(), at, by));
    }

    private CatalogVersion write(
            List<CatalogEntry> entries,
            Optional<String> by,
            Instant appliedAt,
            long above,
            List<Long> begun,
            Instant now) {
        List<StoredTarget> targets = entries.stream()
                .map(entry -> StoredTarget.of(TablePartitions.stored(entry.id()), SpecJson.encode(entry.written())))
                .toList();
        int buckets = Packing.buckets(targets);
        List<Pack> divided = Packing.packs(targets, buckets);
        long number = unfinished.begin(above, by, now);
        begun.add(number);
        packs.write(number, divided, progress);
        return new CatalogVersion(number, entries.size(), buckets, appliedAt, by);
    }

    private static String checkedSpec(CatalogEntry target) {
        String spec = SpecJson.encode(target.written());
        Packing.refuseTooLarge(StoredTarget.of(TablePartitions.stored(target.id()), spec));
        return spec;
    }

    private ApplyOutcome switchTo(
            Optional<CatalogPointer> seen, CatalogPointer next, List<Long> begun, Optional<String> by, Instant at) {
        List<TransactWriteItem> writes = Stream.of(
                        Stream.of(pointed(seen, next)),
                        begun.stream().map(unfinished::end),
                        seen.stream()
                                .flatMap(pointer -> pointer.versions().stream())
                                .filter(kept -> next.version(kept.number()).isEmpty())
                                .map(dropped -> unfinished.drop(dropped.number(), by, at)))
                .flatMap(parts -> parts)
                .toList();
        Backoff.Patience patience = backoff.patience(MOST_WAITING);
        try {
            for (int retry = 0; ; retry++) {
                try {
                    client.transactWriteItems(request -> request.transactItems(writes));
                    return new ApplyOutcome.Applied(next, Optional.empty());
                } catch (TransactionCanceledException refused) {
                    if (!isConflict(refused) || !patience.beforeRetry(retry)) {
                        return refused(refused, next);
                    }
                }
            }
        } catch (SdkException unanswered) {
            // The switch can have been made although its answer is lost. What discards a version fails where it was
            // made.
            begun.forEach(this::delete);
            if (catalog.pointer().filter(next::equals).isPresent()) {
                return new ApplyOutcome.Applied(next, Optional.empty());
            }
            throw unanswered;
        }
    }

    private TransactWriteItem pointed(Optional<CatalogPointer> seen, CatalogPointer next) {
        Put.Builder put = Put.builder().tableName(table).item(PointerItem.encode(next));
        seen.ifPresentOrElse(
                pointer -> put.conditionExpression("#revision = :seen")
                        .expressionAttributeNames(Map.of("#revision", PointerItem.REVISION))
                        .expressionAttributeValues(
                                Map.of(":seen", AttributeValue.fromN(String.valueOf(pointer.revision())))),
                () -> put.conditionExpression("attribute_not_exists(pk)"));
        return TransactWriteItem.builder().put(put.build()).build();
    }

    /** Another transaction touches the same items at this moment; it can end either way. */
    private static boolean isConflict(TransactionCanceledException refused) {
        return codes(refused).contains(CONFLICT) && !codes(refused).contains(CONDITION_FAILED);
    }

    private static List<String> codes(TransactionCanceledException refused) {
        return refused.cancellationReasons().stream()
                .map(CancellationReason::code)
                .toList();
    }

    private ApplyOutcome refused(TransactionCanceledException refused, CatalogPointer next) {
        if (!codes(refused).contains(CONDITION_FAILED)) {
            throw refused;
        }
        if (!codes(refused).getFirst().equals(CONDITION_FAILED)) {
            return new ApplyOutcome.Discarded();
        }
        CatalogPointer pointer = catalog.pointer()
                .orElseThrow(() -> new CatalogUnavailableException("the pointer was deleted meanwhile"));
        // The client sends the transaction again if its answer is lost, and the switch can be this one.
        return pointer.equals(next)
                ? new ApplyOutcome.Applied(next, Optional.empty())
                : new ApplyOutcome.Overtaken(pointer);
    }

    private ApplyOutcome discarded(List<Long> begun, ApplyOutcome outcome) {
        begun.forEach(this::delete);
        return outcome;
    }

    /** What stays is found by a later apply. */
    private void discardIfPossible(List<Long> begun, RuntimeException failed) {
        try {
            begun.forEach(this::delete);
        } catch (SdkException | CatalogUnavailableException notDeleted) {
            failed.addSuppressed(notDeleted);
        }
    }

    /** Deletes a version, unless it is current. */
    private void delete(long number) {
        if (unfinished.discard(number)) {
            packs.delete(number);
            unfinished.remove(number);
        }
    }

    /** @return why not everything was deleted */
    private Optional<String> clean(Instant now) {
        try {
            unfinished.dead(now).forEach(this::delete);
            oldLayout.delete();
            return Optional.empty();
        } catch (SdkException fault) {
            return Optional.of(AwsFault.sentence(fault, catalog.name()));
        } catch (CatalogUnavailableException | IllegalArgumentException fault) {
            return Optional.of(fault.getMessage());
        }
    }
}
