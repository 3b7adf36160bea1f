package dev.handshakefleet.imports.source;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a YAML file: a map, a list, or a scalar. Each question has an answer for each kind, so a reader asks for what it
 * needs and passes over the rest. Immutable.
 */
public final class SourceValue {

    private static final String MERGE = "<<";

    /** Go's YAML reads those of YAML 1.1 where it wants a truth value. */
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON");

    private static final int LONGEST_NUMBER = 9;

    private final Path file;
    private final Node node;

    SourceValue(Path file, Node node) {
        this.file = file;
        this.node = node;
    }

    /** @return where it begins */
    public Place place() {
        return new Place(
                file, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1));
    }

    /** @return whether it is a map */
    public boolean isMap() {
        return node instanceof MappingNode;
    }

    /** @return whether it is a list */
    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** @return the fields of a map in their order, those of merged maps ({@code <<}) last; of other values none */
    public Map<String, SourceValue> fields() {
        Map<String, SourceValue> fields = new LinkedHashMap<>();
        if (node instanceof MappingNode map) {
            for (NodeTuple field : map.getValue()) {
                if (field.getKeyNode() instanceof ScalarNode name) {
                    fields.put(name.getValue(), new SourceValue(file, field.getValueNode()));
                }
            }
        }
        SourceValue merged = fields.remove(MERGE);
        if (merged != null) {
            List<SourceValue> maps = merged.isList() ? merged.items() : List.of(merged);
            maps.forEach(each -> each.fields().forEach(fields::putIfAbsent));
        }
        return fields;
    }

    /** @return the field of a map; empty where it has none of that name, where it is null, and for other values */
    public Optional<SourceValue> field(String name) {
        return Optional.ofNullable(fields().get(name)).filter(value -> !value.isNull());
    }

    /** @return the text of a field; empty also where it is no scalar */
    public Optional<String> text(String field) {
        return field(field).flatMap(SourceValue::text);
    }

    /** @return whether a field is there and true */
    public boolean flag(String field) {
        return text(field).filter(TRUE::contains).isPresent();
    }

    /** @return whether a field is there and not true */
    public boolean isOff(String field) {
        return text(field).filter(text -> !TRUE.contains(text)).isPresent();
    }

    /** @return the whole number of a field, 0 to 999,999,999; empty for anything else */
    public Optional<Integer> number(String field) {
        return text(field)
                .filter(text -> text.length() <= LONGEST_NUMBER
                        && !text.isEmpty()
                        && text.chars().allMatch(digit -> digit >= '0' && digit <= '9'))
                .map(Integer::valueOf);
    }

    /** @return the items of a list; of other values none */
    public List<SourceValue> items() {
        return node instanceof SequenceNode list
                ? list.getValue().stream()
                        .map(item -> new SourceValue(file, item))
                        .toList()
                : List.of();
    }

    /** @return the items of the list in a field; none where it is no list */
    public List<SourceValue> items(String field) {
        return field(field).map(SourceValue::items).orElse(List.of());
    }

    /** @return the text of a scalar, as written; empty for null, maps and lists */
    public Optional<String> text() {
        return node instanceof ScalarNode scalar && !isNull() ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    private boolean isNull() {
        return Tag.NULL.equals(node.getTag());
    }
}
