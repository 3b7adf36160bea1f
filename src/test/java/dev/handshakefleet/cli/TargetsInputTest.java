package dev.handshakefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.RejectedTarget;
import dev.handshakefleet.target.read.TargetReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsInputTest {

    private static final TargetReader READER = new TargetReader(TargetDefaults.BUILT_IN);

    @TempDir
    private Path directory;

    @Test
    void listHasOneTargetALineWithCommentsAndBlankLines() {
        TargetsInput input =
                typed("\uFEFF# ours\nexample.com\r\n\n  example.org:8443  # the shop\nhttps://example.net/top\n");
        input.add("before.example");
        input.add("-");

        assertThat(input.size()).isEqualTo(4);
        assertThat(input.usable(READER).entries())
                .containsExactly("before.example", "example.com", "example.org:8443", "https://example.net/top");
    }

    @Test
    void contentSaysThatAFileIsAFileOfTargets() throws IOException {
        Path file = Files.writeString(
                directory.resolve("any.txt"),
                "# ours\ntargets:\n  - example.com\n  - {host: example.org, port: 8443}\n");
        TargetsInput input = typed("");
        input.addFile(file.toString());

        assertThat(input.usable(READER).entries())
                .containsExactly("example.com", Map.of("host", "example.org", "port", 8443));
    }

    @Test
    void hostThatIsCalledTargetsIsAHost() {
        TargetsInput input = typed("targets:443\n");
        input.add("-");

        assertThat(input.usable(READER).entries()).containsExactly("targets:443");
    }

    @Test
    void mistakeIsNamedWithItsLineAndTheOthersAreKept() {
        TargetsInput input = typed("example.com\nexample.com:99999\n\nexample.com:443\n");
        input.add("-");

        TargetsInput.Usable usable = input.usable(READER);

        assertThat(usable.entries()).containsExactly("example.com");
        assertThat(usable.rejected())
                .extracting(RejectedTarget::reason)
                .satisfiesExactly(
                        wrong -> assertThat(wrong).startsWith("standard input line 2: port: '99999'"),
                        twice -> assertThat(twice)
                                .isEqualTo("standard input line 4: duplicate: example.com:443 is probed once,"
                                        + " and standard input line 1 has it first"));
    }

    @Test
    void mistakeOfAFileOfTargetsHasLineAndColumnOfItsValue() throws IOException {
        Path file = Files.writeString(
                directory.resolve("t.yaml"), "targets:\n  - example.com\n  - host: example.org\n    port: 99999\n");
        TargetsInput input = typed("");
        input.addFile(file.toString());

        assertThat(input.usable(READER).rejected())
                .singleElement()
                .extracting(RejectedTarget::reason)
                .asString()
                .startsWith(file + " line 4, column 11: port: '99999'");
    }

    @Test
    void listWithoutAnyUsableTargetIsRefusedWithEachReason() {
        TargetsInput input = typed("a b\nexample.com:0\n");
        input.add("-");

        assertThatThrownBy(() -> input.usable(READER))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("standard input line 1:")
                .hasMessageContaining("standard input line 2: port: '0'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n\n", "targets: []\n"})
    void emptyInputIsRefused(String text) {
        TargetsInput input = typed(text);

        assertThatThrownBy(() -> input.add("-"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("standard input: 0 targets")
                .hasMessageContaining("1 to 100000 targets");
    }

    @Test
    void inputIsBoundedInBytesAndInTargets() {
        assertThatThrownBy(() -> typed("a".repeat(16 * 1024 * 1024 + 1)).add("-"))
                .hasMessageContaining("more than 16 MB");
        assertThatThrownBy(() -> typed("a\n".repeat(100_001)).add("-")).hasMessageContaining("100001 targets");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        TargetsInput input = new TargetsInput(new ByteArrayInputStream(new byte[] {'a', (byte) 0xff}));

        assertThatThrownBy(() -> input.add("-")).hasMessageContaining("no text in UTF-8");
    }

    @Test
    void standardInputIsReadOnce() {
        TargetsInput input = typed("example.com\n");
        input.add("-");

        assertThatThrownBy(() -> input.addFile("-"))
                .isInstanceOf(BadInputException.class)
                .hasMessage("--file: '-'; accepted: standard input once");
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> typed("").addFile(directory.resolve("no.txt").toString()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no.txt (unreadable)");
    }

    private static TargetsInput typed(String text) {
        InputStream content = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return new TargetsInput(content);
    }
}
