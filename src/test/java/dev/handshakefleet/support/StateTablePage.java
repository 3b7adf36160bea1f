package dev.handshakefleet.support;

import dev.handshakefleet.aws.TablePartitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The attributes that docs/state-table.md lists. {@link FleetTables} holds every item that a test stores to it, so that a new
 * attribute cannot be stored without a line on the page. Immutable.
 */
final class StateTablePage {

    private static final Path PAGE = Path.of("docs/state-table.md");
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+`) \\| (.+) \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9#…]+)`");
    private static final Pattern NAME_OR_TYPE = Pattern.compile(NAME.pattern() + "|\\(([SNMBL])\\b");
    private static final String MEASUREMENTS = "## Measurements";
    private static final String STATE = "## State";
    private static final String ATTRIBUTES = "| partition | attributes |";

    private final Map<String, String> ofMeasurements;
    private final Map<String, Map<String, String>> ofState;

    private StateTablePage(Map<String, String> ofMeasurements, Map<String, Map<String, String>> ofState) {
        this.ofMeasurements = ofMeasurements;
        this.ofState = ofState;
    }

    /** @return the page as it is in the sources */
    static StateTablePage read() throws IOException {
        String page = Files.readString(PAGE);
        Map<String, String> ofMeasurements = new HashMap<>();
        rows(between(page, MEASUREMENTS, STATE))
                .forEach((names, rest) -> names(names).forEach(name -> ofMeasurements.put(name, rest.substring(0, 1))));
        Map<String, Map<String, String>> ofState = new HashMap<>();
        rows(between(page, ATTRIBUTES, null))
                .forEach((partition, attributes) -> ofState.put(names(partition).getFirst(), types(attributes)));
        return new StateTablePage(ofMeasurements, ofState);
    }

    /** @return the faults of an item of the measurements table: attributes that the page lacks or gives another type */
    List<String> faultsOfMeasurement(Map<String, AttributeValue> item) {
        return faults(item, ofMeasurements);
    }

    /** @return the faults of an item of the state table: its partition, attributes that the page lacks or gives another type */
    List<String> faultsOfState(Map<String, AttributeValue> item) {
        String key = item.get(TablePartitions.PARTITION_KEY).s();
        String partition = key.contains("#") ? key.substring(0, key.indexOf('#')) + "#…" : key;
        Map<String, String> listed = new HashMap<>(ofState.getOrDefault(partition, Map.of()));
        if (listed.isEmpty()) {
            return List.of("partition " + partition + " is not on the page");
        }
        listed.putAll(
                Map.of(TablePartitions.PARTITION_KEY, "S", TablePartitions.SORT_KEY, "S", TablePartitions.EXPIRY, "N"));
        return faults(item, listed);
    }

    private static List<String> faults(Map<String, AttributeValue> item, Map<String, String> listed) {
        List<String> faults = new ArrayList<>();
        item.forEach((name, value) -> {
            String type = value.type().name();
            if (!item.containsKey(FleetTables.FOREIGN) && !type.equals(listed.get(name))) {
                faults.add("%s (%s) of item %s / %s; the page has: %s"
                        .formatted(
                                name,
                                type,
                                item.get(TablePartitions.PARTITION_KEY).s(),
                                item.get(TablePartitions.SORT_KEY).s(),
                                listed.getOrDefault(name, "nothing")));
            }
        });
        return faults;
    }

    private static String between(String page, String start, String end) {
        int from = page.indexOf(start);
        int to = end == null ? page.length() : page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException(PAGE + " has no section " + start);
        }
        return page.substring(from, to);
    }

    private static Map<String, String> rows(String section) {
        Map<String, String> rows = new HashMap<>();
        ROW.matcher(section).results().forEach(row -> rows.put(row.group(1), row.group(2)));
        return rows;
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(name -> name.group(1)).toList();
    }

    /** One type in brackets follows one name or several. */
    private static Map<String, String> types(String cell) {
        Map<String, String> types = new HashMap<>();
        List<String> untyped = new ArrayList<>();
        Matcher matcher = NAME_OR_TYPE.matcher(cell);
        while (matcher.find()) {
            if (matcher.group(1) != null) {
                untyped.add(matcher.group(1));
            } else {
                untyped.forEach(name -> types.put(name, matcher.group(2)));
                untyped.clear();
            }
        }
        return types;
    }
}
