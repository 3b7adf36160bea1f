package dev.handshakefleet.imports.draft;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.imports.source.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Writes {@code targets.yaml}, with the remarks as comments. Pure. */
public final class TargetsDocument {

    private static final int LONGEST_FLOW = 100;

    /** Scalars that mean themselves without quotation marks. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./=?&%+~-]*");

    private static final Set<String> OTHER_MEANING =
            Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private TargetsDocument() {}

    /**
     * @param sources the files that the targets come from
     * @param targets accepted drafts, at least one
     * @param remarks what was not carried over stands above its target, or at the top
     * @return the lines of the file
     */
    public static List<String> lines(List<Path> sources, List<TargetDraft> targets, List<Remark> remarks) {
        Map<Place, List<Remark>> lost = remarks.stream()
                .filter(Remark::lost)
                .collect(Collectors.groupingBy(Remark::place, LinkedHashMap::new, Collectors.toList()));
        Set<Place> ofTargets = targets.stream().map(TargetDraft::place).collect(Collectors.toSet());
        List<String> lines = new ArrayList<>();
        lines.add("# Written by ./fleet import from "
                + sources.stream().map(Place::name).collect(Collectors.joining(", ")) + ".");
        lost.forEach((place, of) -> {
            if (!ofTargets.contains(place)) {
                of.forEach(remark -> lines.add("# " + remark));
            }
        });
        lines.add("targets:");
        for (TargetDraft target : targets) {
            List<Remark> own = lost.remove(target.place());
            if (own != null) {
                own.forEach(remark -> lines.add("  # " + remark));
            }
            lines.addAll(target(target.entry()));
        }
        verify(lines, targets);
        return lines;
    }

    private static List<String> target(Map<String, Object> entry) {
        List<String> parts = entry.entrySet().stream()
                .map(field -> field.getKey() + ": " + flow(field.getValue()))
                .toList();
        String flow = "  - {" + String.join(", ", parts) + "}";
        if (flow.length() <= LONGEST_FLOW) {
            return List.of(flow);
        }
        List<String> lines = new ArrayList<>();
        for (String part : parts) {
            lines.add((lines.isEmpty() ? "  - " : "    ") + part);
        }
        return lines;
    }

    private static String flow(Object value) {
        return switch (value) {
            case Map<?, ?> fields ->
                fields.entrySet().stream()
                        .map(field -> scalar(String.valueOf(field.getKey())) + ": " + flow(field.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> items -> items.stream().map(TargetsDocument::flow).collect(Collectors.joining(", ", "[", "]"));
            case String text -> scalar(text);
            default -> String.valueOf(value);
        };
    }

    private static String scalar(String text) {
        if (PLAIN.matcher(text).matches() && !OTHER_MEANING.contains(text)) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            String each = Character.toString(point);
            if (each.equals("\"") || each.equals("\\")) {
                quoted.append('\\').append(each);
            } else if (SafeText.line(each).equals(each)) {
                quoted.append(each);
            } else {
                quoted.append("\\U%08x".formatted(point));
            }
        });
        return quoted.append('"').toString();
    }

    /** What is written must be what was accepted. */
    private static void verify(List<String> lines, List<TargetDraft> targets) {
        Object read = new Load(LoadSettings.builder()
                        .setCodePointLimit(Integer.MAX_VALUE)
                        .build())
                .loadFromString(String.join("\n", lines));
        List<Map<String, Object>> expected =
                targets.stream().map(TargetDraft::entry).toList();
        if (!(read instanceof Map<?, ?> document && expected.equals(document.get("targets")))) {
            throw new IllegalStateException("targets.yaml would not be read back as it was meant");
        }
    }
}
