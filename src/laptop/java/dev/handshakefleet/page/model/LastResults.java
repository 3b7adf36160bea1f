package dev.handshakefleet.page.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The newest result of every target, region and address, kept in a file beside the tables of this machine. The tables hold of a
 * handshake what fits into one write unit; its messages, chain and sentences are here. A line a result, in the JSON of the result
 * contract. A line that cannot be read is left out.
 */
public final class LastResults {

    private static final String FILE = "results.jsonl";
    private static final JsonMapper JSON = new JsonMapper();

    private LastResults() {}

    /**
     * @param directory the directory of this machine's data
     * @return the kept results; none where there is no file
     */
    public static List<JsonNode> read(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.map(LastResults::parsed).flatMap(Optional::stream).toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    /**
     * Replaces the file.
     *
     * @throws IOException where the directory cannot be written to
     */
    public static void write(Path directory, Collection<JsonNode> results) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode result : results) {
            lines.add(JSON.writeValueAsString(result));
        }
        Path whole =
                Files.writeString(directory.resolve(FILE + ".new"), String.join("\n", lines), StandardCharsets.UTF_8);
        Files.move(whole, directory.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Optional<JsonNode> parsed(String line) {
        try {
            return Optional.of(JSON.readTree(line))
                    .filter(result -> result.path("target").isTextual());
        } catch (JsonProcessingException torn) {
            return Optional.empty();
        }
    }
}
