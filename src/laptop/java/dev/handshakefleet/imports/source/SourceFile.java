package dev.handshakefleet.imports.source;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HiddenText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
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
 * A file to import from: text in UTF-8, at most 16 MB. Its YAML is at most 50 levels deep and holds at most 1,000,000 values,
 * those of aliases counted each time. JSON is YAML too. Immutable.
 */
public final class SourceFile {

    private static final int LARGEST = 16 * 1024 * 1024;
    private static final int DEEPEST_NESTING = 50;
    private static final int MOST_VALUES = 1_000_000;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String option;
    private final Path path;
    private final String accepted;
    private final String text;

    private SourceFile(String option, Path path, String accepted, String text) {
        this.option = option;
        this.path = path;
        this.accepted = accepted;
        this.text = text;
    }

    /**
     * @param option the option or parameter that names the file
     * @param path the file
     * @param accepted what it may be, as the end of the sentence "accepted: …"
     * @throws BadInputException when it cannot be read, is too large, or is no text in UTF-8
     */
    public static SourceFile read(String option, Path path, String accepted) {
        try (InputStream content = Files.newInputStream(path)) {
            byte[] bytes = content.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new BadInputException(option, "more than 16 MB, in " + Place.name(path), accepted);
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new SourceFile(option, path, accepted, text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException notText) {
            throw new BadInputException(option, "bytes that are no text in UTF-8, in " + Place.name(path), accepted);
        } catch (IOException unreadable) {
            throw new BadInputException(option, path + " (unreadable)", accepted);
        }
    }

    public Path path() {
        return path;
    }

    /** @return its text as it is */
    public String text() {
        return text;
    }

    /** @return a line of it */
    public Place place(int line) {
        return new Place(path, line);
    }

    /**
     * @return its one YAML document
     * @throws BadInputException with line and column when it is no YAML, is nested too deep or too large, or names a field of a
     *     map twice
     */
    public SourceValue yaml() {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(path.toString())
                .setCodePointLimit(LARGEST)
                .build();
        try {
            boundEvents(new Parse(settings).parseString(text));
            Node root = new Compose(settings).composeString(text).orElseThrow(() -> refused("nothing"));
            if (values(root, 0, 0) > MOST_VALUES) {
                throw wrong("more than " + MOST_VALUES + " values, or an alias of itself", Optional.empty());
            }
            return new SourceValue(path, root);
        } catch (MarkedYamlEngineException malformed) {
            // Its message quotes the line, which may hold a secret.
            throw wrong("YAML that cannot be read", malformed.getProblemMark());
        } catch (YamlEngineException malformed) {
            throw wrong("YAML that cannot be read", Optional.empty());
        }
    }

    /** @return the refusal of the whole file. The name comes last, because a refusal shows no long value to its end */
    public BadInputException refused(String reason) {
        return new BadInputException(option, reason + ", in " + Place.name(path), accepted);
    }

    /** The composer makes each level by a call inside a call and each value an object, so both are bounded before. */
    private void boundEvents(Iterable<Event> events) {
        int depth = 0;
        int count = 0;
        for (Event event : events) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {
                    // Scalars and the ends of documents nest nothing.
                }
            }
            if (depth > DEEPEST_NESTING) {
                throw wrong("nested more than " + DEEPEST_NESTING + " deep", event.getStartMark());
            }
            if (++count > 2 * MOST_VALUES) {
                throw wrong("more than " + MOST_VALUES + " values", event.getStartMark());
            }
        }
    }

    /** An alias repeats what it names, and aliases of aliases multiply; one inside of what it names never ends. */
    private int values(Node node, int before, int depth) {
        int count = before + 1;
        for (Node part : parts(node)) {
            if (count > MOST_VALUES || depth > DEEPEST_NESTING) {
                return MOST_VALUES + 1;
            }
            count = values(part, count, depth + 1);
        }
        return count;
    }

    private List<Node> parts(Node node) {
        return switch (node) {
            case SequenceNode list -> list.getValue();
            case MappingNode map -> {
                refuseRepeatedFields(map);
                yield map.getValue().stream().map(NodeTuple::getValueNode).toList();
            }
            default -> List.of();
        };
    }

    private void refuseRepeatedFields(MappingNode map) {
        Set<String> names = new HashSet<>();
        for (NodeTuple field : map.getValue()) {
            if (field.getKeyNode() instanceof ScalarNode name && !names.add(name.getValue())) {
                throw wrong("the field '" + HiddenText.name(name.getValue()) + "' a second time", name.getStartMark());
            }
        }
    }

    private BadInputException wrong(String problem, Optional<Mark> mark) {
        String place = mark.map(at -> ", line " + (at.getLine() + 1) + ", column " + (at.getColumn() + 1))
                .orElse("");
        return refused(problem + place);
    }
}
