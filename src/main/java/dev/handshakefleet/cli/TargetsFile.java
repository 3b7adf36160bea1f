package dev.handshakefleet.cli;

import dev.handshakefleet.base.BadInputException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads {@code targets.yaml}: a list of targets under the key {@code targets}. JSON is YAML too. */
final class TargetsFile {

    private static final String ACCEPTED = "a YAML file with a list of targets under the key 'targets'";
    private static final int LARGEST = 16 * 1024 * 1024;

    private TargetsFile() {}

    /**
     * @return the entries as written, texts and maps
     * @throws BadInputException when the file cannot be read or has another form
     */
    static List<?> entries(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file.toString())
                    .setCodePointLimit(LARGEST)
                    .build();
            if (new Load(settings).loadFromReader(reader) instanceof Map<?, ?> document
                    && document.size() == 1
                    && document.get("targets") instanceof List<?> entries
                    && !entries.isEmpty()) {
                return entries;
            }
            throw new BadInputException("FILE", file, ACCEPTED);
        } catch (IOException unreadable) {
            throw new BadInputException("FILE", file + " (unreadable)", ACCEPTED);
        } catch (YamlEngineException malformed) {
            throw new BadInputException("FILE", file + ": " + malformed.getMessage(), ACCEPTED);
        }
    }
}
