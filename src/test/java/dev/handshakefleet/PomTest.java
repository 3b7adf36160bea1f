package dev.handshakefleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Faults of the pom that an ordinary build does not notice: a profile that is not active may name a file that does not exist. */
class PomTest {

    private static final Pattern VERSION = Pattern.compile("\\$\\{([a-z0-9.-]+\\.version)}");

    @Test
    void everyVersionThatAProfileRefersToIsDefined() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(VERSION.matcher(pom).results().map(MatchResult.class::cast).map(match -> match.group(1)))
                .isNotEmpty()
                .filteredOn(name -> !name.startsWith("project."))
                .allSatisfy(name -> assertThat(pom).contains("<" + name + ">"));
    }
}
