package dev.handshakefleet.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.cli.DataDirectory;
import dev.handshakefleet.page.view.SentNotice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The notices that the fleet of this machine sent, from the file of its notifier. The deployed fleet keeps none. */
final class KeptNotices {

    private static final int MOST = 2_000;
    private static final JsonMapper JSON = new JsonMapper();

    private KeptNotices() {}

    /**
     * @param directory of this machine's data; empty for the deployed fleet
     * @return the newest notices, the oldest first; a line of another form is left out
     */
    static List<SentNotice> read(Optional<Path> directory) {
        Optional<Path> file = directory.map(DataDirectory::notices).filter(Files::isRegularFile);
        if (file.isEmpty()) {
            return List.of();
        }
        Deque<SentNotice> newest = new ArrayDeque<>();
        try (Stream<String> lines = Files.lines(file.get(), StandardCharsets.UTF_8)) {
            lines.map(KeptNotices::parsed).flatMap(Optional::stream).forEach(notice -> {
                newest.addLast(notice);
                if (newest.size() > MOST) {
                    newest.removeFirst();
                }
            });
            return List.copyOf(newest);
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private static Optional<SentNotice> parsed(String line) {
        try {
            JsonNode notice = JSON.readTree(line);
            JsonNode context = notice.path("metadata").path("additionalContext");
            return Optional.of(new SentNotice(
                    context.path("target").asText(),
                    Instant.parse(context.path("at").asText()),
                    notice.path("subject").asText()));
        } catch (JsonProcessingException | DateTimeException otherForm) {
            return Optional.empty();
        }
    }
}
