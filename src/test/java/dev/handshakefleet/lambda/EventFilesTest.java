package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.base.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each action has a file in {@code events/}, a row in docs/events.md, and a place in the refusal of an unknown action. */
class EventFilesTest {

    private static final Path EVENTS = Path.of("events");

    private final EventReader reader = new EventReader();

    @Test
    void everyActionHasAFileThatIsReadAsIt() throws IOException {
        Set<Class<?>> read = new HashSet<>();
        for (Path file : files()) {
            try (InputStream event = Files.newInputStream(file)) {
                read.add(reader.read(event).getClass());
            }
        }

        // Messages come from a queue. Nobody sends them by hand.
        read.add(FleetEvent.Messages.class);
        assertThat(read).containsExactlyInAnyOrder(FleetEvent.class.getPermittedSubclasses());
    }

    @Test
    void theRefusalOfAnUnknownActionListsTheActionsOfTheFiles() throws IOException {
        Set<String> actions = new TreeSet<>();
        for (Path file : files()) {
            actions.add(
                    new ObjectMapper().readTree(file.toFile()).path("action").asText());
        }

        BadInputException refusal = catchThrowableOfType(
                BadInputException.class,
                () -> reader.read(new ByteArrayInputStream("{\"action\":\"dance\"}".getBytes(StandardCharsets.UTF_8))));

        assertThat(refusal.getMessage().replaceFirst(".*accepted: ", "").split(", ", -1))
                .containsExactlyInAnyOrderElementsOf(actions);
    }

    @Test
    void thePageAboutEventsLinksEveryFile() throws IOException {
        String page = Files.readString(Path.of("docs/events.md"));

        assertThat(files())
                .filteredOn(file -> !page.contains("](../events/" + file.getFileName() + ")"))
                .as("files that docs/events.md does not link")
                .isEmpty();
    }

    /** A date in a file becomes a date in the past. */
    @Test
    void noFileHasADate() throws IOException {
        for (Path file : files()) {
            assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern("\\d{4}-\\d{2}-\\d{2}");
        }
    }

    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (var found = Files.newDirectoryStream(EVENTS, "*.json")) {
            found.forEach(files::add);
        }
        return files;
    }
}
