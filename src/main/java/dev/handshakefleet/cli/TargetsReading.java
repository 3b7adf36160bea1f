package dev.handshakefleet.cli;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.target.read.RejectedTarget;
import dev.handshakefleet.target.read.TargetReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the targets of a file, all or none: a file with one mistake is not applied, and each mistake is named with its place. Used
 * once.
 */
public final class TargetsReading {

    private static final int MOST_SHOWN = 1_000;

    private final TargetsFile file;
    private final TargetReader reader;
    private final String consequence;
    private final Map<String, Integer> first = new HashMap<>();
    private final List<CatalogEntry> targets = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();

    private TargetsReading(TargetsFile file, TargetReader reader, String consequence) {
        this.file = file;
        this.reader = reader;
        this.consequence = consequence;
    }

    /**
     * @param consequence what a mistake leads to, such as {@code nothing was applied}
     * @return the targets, in the order of the file
     * @throws CommandFailedException naming each target that cannot be used, by line and column, and why
     */
    public static List<CatalogEntry> targets(TargetsFile file, TargetReader reader, String consequence) {
        TargetsReading reading = new TargetsReading(file, reader, consequence);
        for (int entry = 0; entry < file.entries().size(); entry++) {
            reading.read(entry);
        }
        reading.refuseMistakes();
        return reading.targets;
    }

    private void read(int entry) {
        Object written = file.entries().get(entry);
        try {
            String id = reader.read(written).id();
            Integer before = first.putIfAbsent(id, entry);
            if (before == null) {
                targets.add(new CatalogEntry(id, written));
            } else {
                mistakes.add("%s: duplicate: %s is probed once, and %s has it first"
                        .formatted(file.place(entry), id, file.place(before)));
            }
        } catch (BadInputException bad) {
            RejectedTarget rejected = reader.readAll(Collections.singletonList(written))
                    .rejected()
                    .getFirst();
            mistakes.add("%s: %s: %s".formatted(file.place(entry, bad.field()), rejected.target(), rejected.reason()));
        }
    }

    private void refuseMistakes() {
        if (mistakes.isEmpty()) {
            return;
        }
        StringBuilder message = new StringBuilder("%d of %d targets cannot be used; %s"
                .formatted(mistakes.size(), file.entries().size(), consequence));
        mistakes.stream()
                .limit(MOST_SHOWN)
                .forEach(mistake -> message.append("\n  ").append(mistake));
        if (mistakes.size() > MOST_SHOWN) {
            message.append("\n  and ").append(mistakes.size() - MOST_SHOWN).append(" more");
        }
        throw new CommandFailedException(message.toString());
    }
}
