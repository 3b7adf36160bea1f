package dev.handshakefleet.cli;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.read.RejectedTarget;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The targets of a probe: from the command line, from standard input and from files. A file is a list with one target a line, where
 * {@code #} begins a comment, or a {@code targets.yaml}; its content says which. An entry that cannot be used is named with its place,
 * and the others are probed.
 */
final class TargetsInput {

    /** Stands for standard input. */
    static final String STANDARD_INPUT = "-";

    private static final String ACCEPTED =
            "a list of targets, one a line, or a YAML file with a list of targets under the key 'targets'";
    private static final int MOST_TARGETS = 100_000;

    /** A number sign inside of a word belongs to an address. */
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*");

    /** The first line that says something, if it is YAML. A host may be called {@code targets} and have a port. */
    private static final Pattern YAML_START = Pattern.compile("---.*|\\{.*|%YAML.*|[\"']?targets[\"']?\\s*:(\\s.*)?");

    private final InputStream standardInput;
    private final List<Entry> entries = new ArrayList<>();
    private boolean isStandardInputRead;

    /** @param standardInput read at most once */
    TargetsInput(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    /**
     * Targets of a run.
     *
     * @param entries texts and maps, each of which can be read and names a target of its own
     * @param rejected the others, with their places
     */
    record Usable(List<Object> entries, List<RejectedTarget> rejected) {}

    /**
     * An entry as written.
     *
     * @param place says where it is, from the name of the field that is wrong; empty for one of the command line
     */
    private record Entry(Object written, Optional<UnaryOperator<String>> place) {}

    /** @param target as typed; {@value #STANDARD_INPUT} for those of standard input */
    void add(String target) {
        if (target.equals(STANDARD_INPUT)) {
            addStandardInput("TARGET");
        } else {
            entries.add(new Entry(target, Optional.empty()));
        }
    }

    /** @param file its path; {@value #STANDARD_INPUT} for standard input */
    void addFile(String file) {
        if (file.equals(STANDARD_INPUT)) {
            addStandardInput("--file");
            return;
        }
        try (InputStream content = Files.newInputStream(Path.of(file))) {
            addAll("--file", file, TargetsFile.text("--file", file, content, ACCEPTED));
        } catch (IOException | InvalidPathException unreadable) {
            throw new BadInputException("--file", file + " (unreadable)", ACCEPTED);
        }
    }

    /** @return how many entries there are */
    int size() {
        return entries.size();
    }

    /**
     * @param reader reads a target
     * @throws CommandFailedException if none can be used, naming each
     */
    Usable usable(TargetReader reader) {
        if (entries.stream().allMatch(entry -> entry.place().isEmpty())) {
            return new Usable(entries.stream().map(Entry::written).toList(), List.of());
        }
        List<Object> usable = new ArrayList<>();
        List<RejectedTarget> rejected = new ArrayList<>();
        Map<String, Entry> first = new HashMap<>();
        for (Entry entry : entries) {
            try {
                String id = reader.read(entry.written()).id();
                Entry before = first.putIfAbsent(id, entry);
                if (before == null) {
                    usable.add(entry.written());
                } else {
                    rejected.add(new RejectedTarget(
                            id, at(entry, "") + "duplicate: " + id + " is probed once" + firstAt(before)));
                }
            } catch (BadInputException bad) {
                RejectedTarget unplaced = reader.readAll(Collections.singletonList(entry.written()))
                        .rejected()
                        .getFirst();
                rejected.add(new RejectedTarget(unplaced.target(), at(entry, bad.field()) + unplaced.reason()));
            }
        }
        if (usable.isEmpty()) {
            StringBuilder message = new StringBuilder("None of the targets can be used");
            rejected.forEach(bad ->
                    message.append("\n  ").append(bad.target()).append(": ").append(bad.reason()));
            throw new CommandFailedException(message.toString());
        }
        return new Usable(usable, rejected);
    }

    private static String at(Entry entry, String field) {
        return entry.place().map(place -> place.apply(field) + ": ").orElse("");
    }

    private static String firstAt(Entry before) {
        return before.place()
                .map(place -> ", and " + place.apply("") + " has it first")
                .orElse("");
    }

    private void addStandardInput(String field) {
        if (isStandardInputRead) {
            throw new BadInputException(field, STANDARD_INPUT, "standard input once");
        }
        isStandardInputRead = true;
        try {
            addAll(field, "standard input", TargetsFile.text(field, "standard input", standardInput, ACCEPTED));
        } catch (IOException unreadable) {
            throw new BadInputException(field, "standard input (unreadable)", ACCEPTED);
        }
    }

    private void addAll(String field, String source, String text) {
        int before = entries.size();
        if (isYaml(text)) {
            TargetsFile file = TargetsFile.of(field, source, text);
            for (int index = 0; index < file.entries().size(); index++) {
                int entry = index;
                entries.add(new Entry(
                        file.entries().get(entry),
                        Optional.of(name ->
                                source + " " + (name.isEmpty() ? file.place(entry) : file.place(entry, name)))));
            }
        } else {
            addLines(source, text);
        }
        int added = entries.size() - before;
        if (added == 0 || added > MOST_TARGETS) {
            throw new BadInputException(
                    field, source + ": " + added + " targets", "1 to " + MOST_TARGETS + " targets: " + ACCEPTED);
        }
    }

    private void addLines(String source, String text) {
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            String written = withoutComment(line);
            String place = source + " line " + number;
            if (!written.isEmpty()) {
                entries.add(new Entry(written, Optional.of(_ -> place)));
            }
        }
    }

    private static boolean isYaml(String text) {
        return text.lines()
                .filter(line -> !withoutComment(line).isEmpty())
                .findFirst()
                .filter(line -> YAML_START.matcher(line).matches())
                .isPresent();
    }

    /** Some editors of Windows begin a text with a byte order mark. */
    private static String withoutComment(String line) {
        String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
        return COMMENT.matcher(text).replaceFirst("").strip();
    }
}
