package dev.handshakefleet.imports;

import dev.handshakefleet.imports.source.SourceFile;
import dev.handshakefleet.imports.source.SourceValue;
import java.util.regex.Pattern;

/** The forms of a file to import from. */
enum SourceForm {
    /** A configuration of Prometheus, or a list of its targets. */
    PROMETHEUS,
    /** A configuration of Gatus. */
    GATUS,
    /** One host a line. */
    LIST;

    /** A line that begins YAML or JSON. A host with its port has no space behind the colon. */
    private static final Pattern STRUCTURE =
            Pattern.compile("(?:---|%YAML|-|[\\[{&]|[\\w\"'.-]{1,100}[ \\t]{0,20}:)(?:[\\s\\[{\"'].*|$)|[\\[{].*");

    /**
     * @return the form that the content shows
     * @throws dev.handshakefleet.base.BadInputException when it is structured and none of them
     */
    static SourceForm of(SourceFile file) {
        boolean isStructured = file.text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .filter(first -> STRUCTURE.matcher(first).matches())
                .isPresent();
        if (!isStructured) {
            return LIST;
        }
        SourceValue root = file.yaml();
        if (root.field("scrape_configs").isPresent()
                || (root.isList()
                        && root.items().stream()
                                .allMatch(group -> group.field("targets").isPresent()))) {
            return PROMETHEUS;
        }
        if (root.field("endpoints").isPresent()) {
            return GATUS;
        }
        if (root.field("modules").isPresent()) {
            throw file.refused("modules alone; give them by --modules, beside a configuration of Prometheus");
        }
        if (root.field("targets").isPresent()) {
            throw file.refused("a file of targets already; ./fleet apply takes it as it is");
        }
        throw file.refused("neither scrape_configs nor endpoints");
    }
}
