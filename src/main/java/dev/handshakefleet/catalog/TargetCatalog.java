package dev.handshakefleet.catalog;

import dev.handshakefleet.aws.Backoff;
import dev.handshakefleet.aws.TablePartitions;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads the catalog of targets in the state table. A pointer names the current version; a version never changes. So a reader that has
 * the pointer can read the version whole or range by range, in several processes, and sees no mix. Methods throw {@link SdkException}
 * when the table cannot be read, and {@link CatalogUnavailableException} when an item is not as this program stores it. Thread-safe.
 */
public final class TargetCatalog {

    /** A switch, or the deletion of a version that is being read, costs an attempt. */
    private static final int MOST_ATTEMPTS = 3;

    private final DynamoDbClient client;
    private final String table;
    private final Backoff backoff;
    private final CatalogPacks packs;
    private final OldLayout oldLayout;

    /**
     * @param client of the home region
     * @param table the state table
     */
    public TargetCatalog(DynamoDbClient client, String table) {
        this(client, table, Backoff.real());
    }

    TargetCatalog(DynamoDbClient client, String table, Backoff backoff) {
        this.client = Objects.requireNonNull(client, "client");
        this.table = Objects.requireNonNull(table, "table");
        this.backoff = backoff;
        this.packs = new CatalogPacks(client, table, backoff);
        this.oldLayout = new OldLayout(client, table, packs);
    }

    /** @return what this is, such as {@code table handshake-fleet-state} */
    public String name() {
        return "table " + table;
    }

    /** @return changes this catalog; tells the progress of what it writes */
    public CatalogWriter writer(CatalogWriter.Progress progress) {
        return new CatalogWriter(client, table, this, packs, backoff, progress);
    }

    /**
     * Reads the pointer with strong consistency: one read unit.
     *
     * @return empty where no version was applied; the {@link #entries()} can then be of the old layout
     */
    public Optional<CatalogPointer> pointer() {
        Map<String, AttributeValue> item = client.getItem(
                        request -> request.tableName(table).key(PointerItem.KEY).consistentRead(true))
                .item();
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ours(TablePartitions.CATALOG_CURRENT + " is not a pointer", () -> PointerItem.decode(item)));
    }

    /** @return all entries of the current version, with the version; empty if no catalog was ever applied */
    public Optional<CatalogEntries> entries() {
        return entries(Optional.empty());
    }

    /**
     * As {@link #entries()}, without reading the packs of a version that the caller has.
     *
     * @param known entries of an earlier call
     */
    public Optional<CatalogEntries> entries(Optional<CatalogEntries> known) {
        return entries(known, Optional.empty());
    }

    /**
     * As {@link #entries(Optional)}, without reading the pointer that the caller has.
     *
     * @param seen the pointer that the caller has just read; empty to read it
     */
    public Optional<CatalogEntries> entries(Optional<CatalogEntries> known, Optional<CatalogPointer> seen) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Optional<CatalogPointer> pointer = attempt == 0 ? seen.or(this::pointer) : pointer();
            if (pointer.isEmpty()) {
                Optional<CatalogEntries> old = oldLayout();
                // The first apply deletes the old layout after its switch.
                if (pointer().isEmpty()) {
                    return old;
                }
            } else {
                CatalogVersion current = pointer.get().current();
                if (known.map(CatalogEntries::version).filter(current::equals).isPresent()) {
                    return known;
                }
                if (read(current, HashRange.ALL) instanceof VersionRead.Read(CatalogEntries entries)) {
                    return Optional.of(entries);
                }
            }
        }
        throw new CatalogUnavailableException("packs of the current version are missing from the " + name());
    }

    /**
     * Reads the entries of a version whose hashes are in a range.
     *
     * @param version as the pointer names it, and not of the old layout
     * @param range {@link HashRange#ALL}, or one of the shards that a run is divided into
     * @return the entries by id, or that the version is gone
     */
    public VersionRead read(CatalogVersion version, HashRange range) {
        return ours("a pack is not readable", () -> packs.read(version, range))
                .map(targets -> targets.stream()
                        .map(target ->
                                new CatalogEntry(TablePartitions.shown(target.id()), SpecJson.decode(target.spec())))
                        .sorted(Comparator.comparing(CatalogEntry::id))
                        .toList())
                .<VersionRead>map(entries -> new VersionRead.Read(new CatalogEntries(version, entries)))
                .orElseGet(() -> new VersionRead.Gone(version));
    }

    /** @return the catalog as it was stored before there were versions */
    Optional<CatalogEntries> oldLayout() {
        return ours("an item is not a target", oldLayout::read);
    }

    private <T> T ours(String otherwise, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException notOurs) {
            throw new CatalogUnavailableException(
                    "in the " + name() + " " + otherwise + ": " + notOurs.getMessage(), notOurs);
        }
    }
}
