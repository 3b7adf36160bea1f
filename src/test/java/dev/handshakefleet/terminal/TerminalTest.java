package dev.handshakefleet.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.report.Paint;
import dev.handshakefleet.report.Screen;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {

    @ParameterizedTest
    @CsvSource({
        "AUTO, '', '', true, COLOURED",
        "AUTO, '', '', false, PLAIN",
        "AUTO, NO_COLOR, 1, true, PLAIN",
        "AUTO, NO_COLOR, '', true, COLOURED",
        "AUTO, CLICOLOR_FORCE, 1, false, COLOURED",
        "AUTO, CLICOLOR_FORCE, 0, false, PLAIN",
        "AUTO, CLICOLOR, 0, true, PLAIN",
        "AUTO, TERM, dumb, true, PLAIN",
        "ALWAYS, NO_COLOR, 1, false, COLOURED",
        "NEVER, CLICOLOR_FORCE, 1, true, PLAIN"
    })
    void coloursGoByOptionThenEnvironmentThenTerminal(
            ColorChoice choice, String variable, String value, boolean isTerminal, Paint expected) {
        assertThat(choice.paint(Map.of(variable, value), isTerminal)).isEqualTo(expected);
    }

    @Test
    void noColorBeatsForcing() {
        assertThat(ColorChoice.AUTO.paint(Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1"), true))
                .isEqualTo(Paint.PLAIN);
    }

    @Test
    void widthIsThatOfTheVariableThenOfTheTerminal() {
        assertThat(TerminalWidth.of(Map.of("COLUMNS", "120"), false, OptionalInt::empty))
                .isEqualTo(120);
        assertThat(TerminalWidth.of(Map.of(), true, () -> OptionalInt.of(100))).isEqualTo(100);
        assertThat(TerminalWidth.of(Map.of(), true, OptionalInt::empty)).isEqualTo(80);
        assertThat(TerminalWidth.of(Map.of(), false, () -> OptionalInt.of(100))).isEqualTo(Screen.UNBOUNDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-80", "19", "10001", "wide", "99999999999"})
    void widthThatIsNoneIsNotBelieved(String columns) {
        assertThat(TerminalWidth.of(Map.of("COLUMNS", columns), true, () -> OptionalInt.of(100)))
                .isEqualTo(100);
    }

    @Test
    void terminalsAreToldByTheirDevices() {
        assertThat(StandardStream.isTerminal(Path.of("/dev/pts/3"))).isTrue();
        assertThat(StandardStream.isTerminal(Path.of("/dev/tty1"))).isTrue();
        assertThat(StandardStream.isTerminal(Path.of("/dev/console"))).isTrue();
        assertThat(StandardStream.isTerminal(Path.of("/dev/null"))).isFalse();
        assertThat(StandardStream.isTerminal(Path.of("pipe:[123]"))).isFalse();
        assertThat(StandardStream.isTerminal(Path.of("/tmp/dev/pts/3"))).isFalse();
    }
}
