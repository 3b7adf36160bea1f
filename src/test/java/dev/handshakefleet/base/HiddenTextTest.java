package dev.handshakefleet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HiddenTextTest {

    @ParameterizedTest
    @CsvSource({
        "https://user:secret@example.com/x?y, https://…@example.com/…",
        "https://user:se@cr/et@example.com:8443, https://…@example.com:8443",
        "user:secret@example.com, …@example.com",
        "https://example.com/x?token=secret, https://example.com/x?…",
        "/x?token=secret, /x?…",
        "example.com:443, example.com:443",
        "PT0.5S, PT0.5S"
    })
    void userNamePasswordAndQueryAreHidden(String written, String shown) {
        assertThat(HiddenText.value(written)).isEqualTo(shown);
    }

    @Test
    void onlyTheKindOfAnObjectOrAListIsShown() {
        assertThat(HiddenText.value(Map.of("password", "secret"))).isEqualTo("an object");
        assertThat(HiddenText.value(List.of("secret"))).isEqualTo("a list");
        assertThat(HiddenText.value(Map.of())).isEqualTo("{}");
    }

    @Test
    void nameThatIsNoneIsHidden() {
        assertThat(HiddenText.name("password")).isEqualTo("password");
        assertThat(HiddenText.name("password: secret")).isEqualTo("…");
    }

    @Test
    void wordEndsAtItsFirstSpace() {
        assertThat(HiddenText.word("example.com secret")).isEqualTo("example.com …");
    }
}
