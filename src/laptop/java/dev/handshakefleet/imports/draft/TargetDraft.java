package dev.handshakefleet.imports.draft;

import dev.handshakefleet.imports.source.Place;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A target in the making: the fields of docs/targets.md. Used by one thread. */
public final class TargetDraft {

    private static final List<String> ORDER = List.of(
            "name",
            "host",
            "port",
            "protocol",
            "serverName",
            "addresses",
            "tls",
            "http",
            "sla",
            "expiry",
            "alert",
            "tags");

    private static final int MOST_TAGS = 5;
    private static final int LONGEST_NAME = 64;

    private final Place place;
    private final Map<String, Object> fields = new HashMap<>();
    private String kind = "";

    private TargetDraft(Place place) {
        this.place = place;
    }

    /**
     * @param place where the target stands in the source
     * @param address its host and port
     */
    public static TargetDraft of(Place place, SourceAddress address) {
        TargetDraft draft = new TargetDraft(place);
        draft.fields.put("host", address.host());
        address.port().ifPresent(port -> draft.fields.put("port", number(port)));
        return draft;
    }

    /** Sets a field. */
    public TargetDraft set(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    /** Sets a field of an object among the fields, such as {@code sla.total}. */
    public TargetDraft set(String field, String inside, Object value) {
        inside(field).put(inside, value);
        return this;
    }

    /** The kind of the probe, for the name of a target without a path where another has the same id. */
    public TargetDraft kind(String name) {
        kind = name;
        return this;
    }

    /** Adds a tag; one that the fleet cannot take is remarked on. */
    public void tag(Place from, String name, String value, Remarks remarks) {
        Map<String, Object> tags = inside("tags");
        if (tags.size() >= MOST_TAGS) {
            remarks.lost(from, "label " + name + " of " + shown(), "a target has at most " + MOST_TAGS + " tags");
            return;
        }
        tags.put(name, value);
    }

    public Place place() {
        return place;
    }

    /** @return the host, for remarks */
    public String shown() {
        return String.valueOf(fields.get("host"));
    }

    /** @return the fields in the order of docs/targets.md; objects without a field are left out */
    Map<String, Object> entry() {
        Map<String, Object> entry = new LinkedHashMap<>();
        for (String field : ORDER) {
            Object value = fields.get(field);
            if (value != null && !(value instanceof Map<?, ?> object && object.isEmpty())) {
                entry.put(field, value);
            }
        }
        return entry;
    }

    /** Takes a tag out again. */
    void withoutTag(String name) {
        inside("tags").remove(name);
    }

    /** @return the tags; empty where there is none */
    Map<String, Object> tags() {
        return inside("tags");
    }

    /**
     * A name that is not the host alone, because a name is read before a host.
     *
     * @param number 1 for the first try; from 2 on it is part of the name
     * @return host and path, or host and kind, or host and number
     */
    String suggestedName(int number) {
        String path = path();
        String more = path.length() > 1 ? name(path) : kind;
        int shown = more.isEmpty() ? number + 1 : number;
        String end = shown == 1 ? "" : "-" + shown;
        String name = name(more.isEmpty() ? shown() : shown() + "-" + more);
        return name.substring(0, Math.min(name.length(), LONGEST_NAME - end.length())) + end;
    }

    private String path() {
        return switch (fields.get("http")) {
            case String path -> path;
            case Map<?, ?> exchange -> String.valueOf(exchange.get("path"));
            case null, default -> "";
        };
    }

    /** @return the text with a hyphen for whatever a name cannot hold; {@code target} where nothing is left */
    public static String name(String text) {
        String name = text.strip().replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+|-+$", "");
        return name.isEmpty() ? "target" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> inside(String field) {
        return (Map<String, Object>) fields.computeIfAbsent(field, _ -> new LinkedHashMap<String, Object>());
    }

    private static Object number(String port) {
        return port.matches("\\d{1,5}") ? (Object) Integer.valueOf(port) : port;
    }
}
