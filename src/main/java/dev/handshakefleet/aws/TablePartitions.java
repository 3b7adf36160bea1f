package dev.handshakefleet.aws;

import dev.handshakefleet.base.AddressText;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The partitions of both tables, and the keys in them. Stored keys are a contract: a later version may add partitions, and
 * must not change these.
 *
 * <pre>
 *   measurements table   target id                  one item a probe and address
 *                        rollup#target id           what the measurements of hours and days come to
 *   state table          catalog                    the targets that scheduled runs probe
 *                        alert#target id            the alerts of a target
 *                        silence                    the silences
 *                        certificates#target id     the leaves that a target has served
 *                        answers                    the answers of certificate authorities
 *                        regions                    the last run of each region
 *                        rollups                    how far rollups have been made
 * </pre>
 *
 * docs/state-table.md lists the attributes. Pure.
 *
 * <p>An IPv6 address in a stored key has all of its eight groups, as it always had; ids and addresses outside of the tables are
 * short (RFC 5952). {@link #stored} and {@link #shown} lead from one to the other, so that what is stored under {@code
 * [0:0:0:0:0:0:0:1]:443} is found for the target {@code [::1]:443}.
 */
public final class TablePartitions {

    /** The attribute of the partition key, type S. */
    public static final String PARTITION_KEY = "pk";

    /** The attribute of the sort key, type S. */
    public static final String SORT_KEY = "sk";

    /** The attribute of the TTL, type N, seconds since the epoch. */
    public static final String EXPIRY = "expiresAt";

    /**
     * The versions of the catalog. Sort keys: {@link #CATALOG_CURRENT}, {@link #CATALOG_NUMBERS} and {@link #unfinishedCatalog}.
     * Before there were versions it held the targets themselves: {@link #CATALOG_MARKER} and {@link #catalogTarget}. Written by {@code
     * catalog.CatalogWriter} when a catalog is applied; {@link #CATALOG_CURRENT} is read by every scheduled run. No TTL.
     */
    public static final String CATALOG = "catalog";

    /** The sort key of the item that names the current version and the kept ones. */
    public static final String CATALOG_CURRENT = "current";

    /** The sort key of the item that counts the numbers of versions. */
    public static final String CATALOG_NUMBERS = "numbers";

    /** The sort key of the item that said that a catalog was applied, before there were versions. */
    public static final String CATALOG_MARKER = "applied";

    /**
     * The silences. Sort key: the id of the silence. Written by {@code alert.silence.SilenceStore}; read by runs that would
     * send a notice. TTL: 30 days after the end of the silence.
     */
    public static final String SILENCES = "silence";

    /**
     * The answers of certificate authorities. Sort keys: {@link #revocationAnswer} and {@link #renewalAnswer}. Written and
     * read by {@code inquiry}. TTL: the end of the answer's validity, at most a day.
     */
    public static final String ANSWERS = "answers";

    /**
     * The regions. Sort keys: the name of a region, and {@link #REGIONS_HEARD}. Written by {@code region.RegionStore} at the end of
     * each scheduled run; read by those of the home region and by {@code fleet regions}. TTL: 7 days after a region was removed.
     */
    public static final String REGIONS = "regions";

    /** The sort key in {@link #REGIONS} of the instant since when records of regions have arrived without a break. */
    public static final String REGIONS_HEARD = "heard";

    /**
     * How far rollups have been made. Sort key: {@link #ROLLUP_PROGRESS}. Written and read by {@code rollup.RollupMaker}, in the
     * action {@code rollup}. No TTL.
     */
    public static final String ROLLUPS = "rollups";

    /** The one sort key in {@link #ROLLUPS}. */
    public static final String ROLLUP_PROGRESS = "progress";

    /** The sort key of the alerts of a target. */
    public static final String ALERT_STATE = "state";

    private static final String CATALOG_VERSION = "catalog#";
    private static final String UNFINISHED_CATALOG = "unfinished#";
    private static final String CATALOG_TARGET = "target#";
    private static final String ALERTS = "alert#";
    private static final String CERTIFICATES = "certificates#";
    private static final String ROLLUPS_OF_TARGET = "rollup#";

    private static final Pattern IPV6_IN_ID = Pattern.compile(
            "(?:\\[(?<literal>[^\\[\\]]+)]|(?<name>[^:\\[\\]/]+))(?<port>:\\d{1,5})(?:/(?<serverName>.+))?");

    private TablePartitions() {}

    /**
     * The measurements of a target, in the measurements table. Sort key: scheduled instant, region and address, separated by
     * {@code #}. Written by {@code measurement.MeasurementStore} in runs that store; read by histories and objectives. TTL:
     * the scheduled instant plus {@code FLEET_RETENTION}.
     */
    public static String measurements(String targetId) {
        return stored(targetId);
    }

    /** @return the target's id in a partition key made by {@link #measurements} */
    public static String targetOfMeasurements(String partition) {
        return shown(partition);
    }

    /**
     * The rollups of a target, in the measurements table. Sort key: {@code hour#} or {@code day#}, and the start of the span. Written by
     * {@code rollup.RollupStore} when the span is over; read by histories. TTL: the end of the span plus {@code FLEET_ROLLUP_RETENTION}.
     */
    public static String rollups(String targetId) {
        return ROLLUPS_OF_TARGET + stored(targetId);
    }

    /**
     * The targets of a version of the catalog. Sort key: the first hash of a pack, 16 hexadecimal digits. Written once by {@code
     * catalog.CatalogWriter} and deleted when newer versions have replaced it; read by scheduled runs. No TTL.
     *
     * @param number at least 1
     */
    public static String catalogVersion(long number) {
        return CATALOG_VERSION + number;
    }

    /** The sort key in {@link #CATALOG} of a version that is being written, or that is to be deleted. */
    public static String unfinishedCatalog(long number) {
        return UNFINISHED_CATALOG + number;
    }

    /** @return the beginning of all sort keys made by {@link #unfinishedCatalog} */
    public static String unfinishedCatalogs() {
        return UNFINISHED_CATALOG;
    }

    /** The sort key of a target in {@link #CATALOG}, before there were versions. */
    public static String catalogTarget(String targetId) {
        return CATALOG_TARGET + stored(targetId);
    }

    /** @return the target's id in a sort key made by {@link #catalogTarget} */
    public static String targetInCatalog(String sortKey) {
        return shown(sortKey.substring(CATALOG_TARGET.length()));
    }

    /**
     * The alerts of a target. Sort key: {@link #ALERT_STATE}. Written by {@code alert.state.AlertStateStore}, by conditional
     * write only; read by every run that alerts. No TTL.
     */
    public static String alerts(String targetId) {
        return ALERTS + stored(targetId);
    }

    /** @return the target's id in a partition key made by {@link #alerts} */
    public static String targetOfAlerts(String partition) {
        return shown(partition.substring(ALERTS.length()));
    }

    /**
     * The leaves that a target has served. Sort key: the SHA-256 fingerprint, lower-case hexadecimal. Written once, by the
     * first run that sees the leaf; read by {@code seen}. TTL: 400 days after the end of validity, at most 800 days after its
     * first appearance.
     */
    public static String certificates(String targetId) {
        return CERTIFICATES + stored(targetId);
    }

    /** The sort key in {@link #ANSWERS} of the revocation of the certificate with that SHA-256 fingerprint. */
    public static String revocationAnswer(String sha256) {
        return "revocation#" + sha256;
    }

    /** The sort key in {@link #ANSWERS} of the renewal window of the certificate with that id (RFC 9773, 4.1). */
    public static String renewalAnswer(String certificateId) {
        return "renewal#" + certificateId;
    }

    /** @return the id of a target, or an address, as stored keys and attributes hold it */
    public static String stored(String idOrAddress) {
        return rewritten(idOrAddress, AddressText::inFull);
    }

    /** @return the id of a target, or an address, as it is shown */
    public static String shown(String stored) {
        return rewritten(stored, AddressText::shortened);
    }

    private static String rewritten(String idOrAddress, UnaryOperator<String> address) {
        Matcher id = IPV6_IN_ID.matcher(idOrAddress);
        if (!id.matches()) {
            return address.apply(idOrAddress);
        }
        String host = id.group("literal") == null ? id.group("name") : "[" + address.apply(id.group("literal")) + "]";
        String serverName = id.group("serverName") == null ? "" : "/" + address.apply(id.group("serverName"));
        return host + id.group("port") + serverName;
    }

    /** @return the primary key of an item */
    public static Map<String, AttributeValue> key(String partition, String sortKey) {
        return Map.of(PARTITION_KEY, AttributeValue.fromS(partition), SORT_KEY, AttributeValue.fromS(sortKey));
    }
}
