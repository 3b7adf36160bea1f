package dev.handshakefleet.report;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.catalog.CatalogDifference;
import dev.handshakefleet.catalog.CatalogPlan;
import dev.handshakefleet.catalog.CatalogPointer;
import dev.handshakefleet.catalog.CatalogVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows plans and versions of the catalog on a terminal. */
public final class CatalogView {

    /** How many targets of each kind a plan lists. */
    static final int MOST_LISTED = 20;

    private CatalogView() {}

    /** Counts, then the targets that are added, changed with the names of the fields, and removed, a bounded number of each. */
    public static List<String> lines(CatalogPlan plan) {
        CatalogDifference difference = plan.difference();
        List<String> lines = new ArrayList<>();
        lines.add("%s: %d added, %d changed, %d removed, %d unchanged"
                .formatted(
                        heading(plan),
                        difference.added().size(),
                        difference.changed().size(),
                        difference.removed().size(),
                        difference.unchanged()));
        plan.unread()
                .ifPresent(reason ->
                        lines.add("  The current catalog cannot be read, so every target counts as added: " + reason));
        list(lines, "added", difference.added().stream(), difference.added().size());
        list(
                lines,
                "changed",
                difference.changed().stream()
                        .map(changed -> changed.id() + ": " + SafeText.sentence(String.join(", ", changed.fields()))),
                difference.changed().size());
        list(
                lines,
                "removed",
                difference.removed().stream(),
                difference.removed().size());
        if (plan.removesEverything()) {
            lines.add("  Every target that the catalog holds now is removed.");
        }
        if (plan.leavesNothing()) {
            lines.add("  The catalog is empty then: scheduled runs have nothing to probe.");
        }
        return lines;
    }

    /** One row a kept version, the newest first. */
    public static List<String> lines(CatalogPointer pointer, Screen screen) {
        Table table = new Table(
                Table.Column.right("version"),
                Table.Column.left(""),
                Table.Column.right("targets"),
                Table.Column.left("applied"),
                Table.Column.left("by"));
        pointer.versions()
                .reversed()
                .forEach(version -> table.add(
                        String.valueOf(version.number()),
                        version.equals(pointer.current()) ? "current" : "",
                        String.valueOf(version.count()),
                        version.appliedAt().toString(),
                        by(version.by())));
        List<String> lines = new ArrayList<>(table.lines(screen));
        if (!pointer.switchedAt().equals(pointer.current().appliedAt())) {
            lines.add("Version %d was made current again at %s by %s."
                    .formatted(pointer.current().number(), pointer.switchedAt(), by(pointer.by())));
        }
        return lines;
    }

    /** @return a name that was stored, or that nobody gave one */
    public static String by(Optional<String> name) {
        return name.map(SafeText::line).orElse("somebody unnamed");
    }

    private static String heading(CatalogPlan plan) {
        String now = plan.seen()
                .map(CatalogPointer::current)
                .map(CatalogVersion::number)
                .map(number -> "version " + number)
                .orElse("the catalog of now");
        return plan.rollbackTo()
                .map(version -> "From " + now + " back to version " + version.number())
                .orElse("From " + now + " to a new version");
    }

    private static void list(List<String> lines, String what, Stream<String> targets, int all) {
        targets.limit(MOST_LISTED).forEach(target -> lines.add("  " + what + " " + target));
        if (all > MOST_LISTED) {
            lines.add("  and " + (all - MOST_LISTED) + " more " + what);
        }
    }
}
