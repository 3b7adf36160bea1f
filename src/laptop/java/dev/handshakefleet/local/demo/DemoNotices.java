package dev.handshakefleet.local.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The notices of the local notifier, one line each. */
final class DemoNotices {

    private static final JsonMapper JSON = new JsonMapper();

    private DemoNotices() {}

    /**
     * @param file one JSON object a line
     * @param names the purpose of each target, by id
     */
    static List<String> lines(Path file, Map<String, String> names) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String notice : Files.readAllLines(file)) {
                var read = JSON.readTree(notice);
                String target = read.path("metadata")
                        .path("additionalContext")
                        .path("target")
                        .asText();
                lines.add("  %-24s %s"
                        .formatted(
                                names.getOrDefault(target, ""),
                                read.path("subject").asText()));
            }
        }
        return lines;
    }
}
