package dev.handshakefleet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FindingCodeTest {

    /** These name codes and make no finding. */
    private static final Set<String> OTHERS = Set.of("FindingCode.java", "Check.java");

    /** A finding is about a probe, or about a region of the fleet. */
    private static final List<String> PACKAGES = List.of("verdict", "region");

    @Test
    void everyCodeIsReported() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String name : PACKAGES) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(Path.of("src/main/java/dev/handshakefleet", name), "*.java")) {
                for (Path file : files) {
                    if (!OTHERS.contains(file.getFileName().toString())) {
                        sources.append(Files.readString(file));
                    }
                }
            }
        }

        assertThat(FindingCode.values())
                .filteredOn(code -> sources.indexOf("FindingCode." + code) < 0)
                .as("codes without a finding")
                .isEmpty();
    }
}
