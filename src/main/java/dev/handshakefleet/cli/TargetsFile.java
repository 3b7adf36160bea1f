package dev.handshakefleet.cli;

import dev.handshakefleet.base.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads {@code targets.yaml}: a list of targets under the key {@code targets}. JSON is YAML too. Keeps the place of every value in the
 * file. Immutable.
 */
public final class TargetsFile {

    private static final String ACCEPTED = "a YAML file with a list of targets under the key 'targets'";
    private static final String TARGETS = "targets";
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final int DEEPEST_NESTING = 50;
    private static final int MOST_VALUES = 1_000_000;

    private static final Pattern FIELD_SEPARATOR = Pattern.compile("[.\\[]");

    private final List<?> entries;
    private final List<Node> nodes;

    private TargetsFile(List<?> entries, List<Node> nodes) {
        this.entries = entries;
        this.nodes = nodes;
    }

    /** @throws BadInputException when the file cannot be read or has another form */
    public static TargetsFile read(Path file) {
        return of("FILE", file.toString(), text(file));
    }

    /**
     * @param field the option or parameter that names the file
     * @param file its name, for messages
     * @param text its content
     * @throws BadInputException when it has another form
     */
    static TargetsFile of(String field, String file, String text) {
        LoadSettings settings =
                LoadSettings.builder().setLabel(file).setCodePointLimit(LARGEST).build();
        try {
            refuseDeepNesting(field, file, new Parse(settings).parseString(text));
            Optional<Node> root = new Compose(settings).composeString(text);
            if (new StandardConstructor(settings).constructSingleDocument(root) instanceof Map<?, ?> document
                    && document.size() == 1
                    && document.get(TARGETS) instanceof List<?> entries
                    && value(root.orElseThrow(), TARGETS).orElseThrow() instanceof SequenceNode list) {
                refuseManyValues(field, file, entries);
                return new TargetsFile(entries, list.getValue());
            }
            throw new BadInputException(field, file, ACCEPTED);
        } catch (MarkedYamlEngineException malformed) {
            throw new BadInputException(field, file + ": YAML that cannot be read" + place(malformed), ACCEPTED);
        } catch (YamlEngineException malformed) {
            throw new BadInputException(field, file + ": YAML that cannot be read", ACCEPTED);
        }
    }

    /** @return the entries as written, texts and maps */
    public List<?> entries() {
        return entries;
    }

    /**
     * @param entry the index of an entry
     * @return such as {@code line 7, column 5}: where it begins, or for an alias where the value that it names does
     */
    String place(int entry) {
        return place(nodes.get(entry).getStartMark());
    }

    /**
     * @param entry the index of an entry
     * @param field the name of a field of the entry, such as {@code sla.tls}
     * @return where its value begins; if the entry has no such field, where the nearest value around it begins
     */
    String place(int entry, String field) {
        Node nearest = nodes.get(entry);
        for (String name : FIELD_SEPARATOR.split(field, -1)) {
            Optional<Node> inner = value(nearest, name);
            if (inner.isEmpty()) {
                break;
            }
            nearest = inner.get();
        }
        return place(nearest.getStartMark());
    }

    private static String place(Optional<Mark> mark) {
        return mark.map(at -> "line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1))
                .orElse("at an unknown place");
    }

    private static Optional<Node> value(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode name
                                && name.getValue().equals(key))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }

    private static String text(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return text("FILE", file.toString(), content, ACCEPTED);
        } catch (IOException unreadable) {
            throw new BadInputException("FILE", file + " (unreadable)", ACCEPTED);
        }
    }

    /**
     * @param field the option or parameter that names the file
     * @param file its name, for messages
     * @param content read to its end, at most 16 MB
     * @param accepted the accepted form, for messages
     * @throws BadInputException when it is longer, or no text in UTF-8
     */
    static String text(String field, String file, InputStream content, String accepted) throws IOException {
        byte[] bytes = content.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new BadInputException(field, file + ": more than 16 MB", accepted);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new BadInputException(field, file + ": bytes that are no text in UTF-8", accepted);
        }
    }

    /** The loader builds each level by a call inside a call, so nesting has to be bounded before. */
    private static void refuseDeepNesting(String field, String file, Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {
                    // Scalars and the ends of documents nest nothing.
                }
            }
            if (depth > DEEPEST_NESTING) {
                throw new BadInputException(field, file + ": nested more than " + DEEPEST_NESTING + " deep", ACCEPTED);
            }
        }
    }

    /** An alias repeats what it names, and aliases of aliases multiply; one inside of what it names never ends. */
    private static void refuseManyValues(String field, String file, Object value) {
        if (values(value, 0, 0) > MOST_VALUES) {
            throw new BadInputException(
                    field, file + ": more than " + MOST_VALUES + " values, or an alias of itself", ACCEPTED);
        }
    }

    private static int values(Object value, int before, int depth) {
        Collection<?> inside = switch (value) {
            case Map<?, ?> fields -> fields.values();
            case List<?> list -> list;
            case null, default -> List.of();
        };
        int count = before + 1;
        for (Object part : inside) {
            if (count > MOST_VALUES || depth > DEEPEST_NESTING) {
                return MOST_VALUES + 1;
            }
            count = values(part, count, depth + 1);
        }
        return count;
    }

    /** The message of the loader quotes the line, which may hold a secret. */
    private static String place(MarkedYamlEngineException malformed) {
        return malformed
                .getProblemMark()
                .map(mark -> ", " + place(Optional.of(mark)))
                .orElse("");
    }
}
