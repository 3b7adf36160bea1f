package dev.handshakefleet.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lines of a terminal beside those of a file. The escape character is written as {@code \\e}, so that a difference can be read. With
 * {@code -Dgolden.renew=true} the file is renewed and the test fails; read what {@code git diff} says.
 */
public final class GoldenLines {

    private GoldenLines() {}

    /** Fails unless the lines are those of the file. */
    public static void assertThatFileHas(Path file, List<String> lines) throws IOException {
        List<String> readable =
                lines.stream().map(line -> line.replace("\u001b", "\\e")).toList();
        boolean isRenewed = Boolean.getBoolean("golden.renew");
        if (isRenewed) {
            Path _ = Files.write(file, readable);
        }

        assertThat(isRenewed)
                .as("%s was renewed; read the difference, then run without golden.renew", file)
                .isFalse();
        assertThat(readable).isEqualTo(Files.readAllLines(file));
    }

    /** Fails for a line that is wider, colours not counted. */
    public static void assertThatEachFits(int width, List<String> lines) {
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(line.replaceAll("\u001b\\[[0-9;]*m", "")).hasSizeLessThanOrEqualTo(width));
    }
}
