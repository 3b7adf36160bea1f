package dev.handshakefleet.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

    private static final String REFUSED = "";
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

    /** What a browser would connect to; the file says where the answers come from. */
    @Test
    void internationalNamesBecomeWhatBrowsersMakeOfThem() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<String> lines = resource("/base/uts46.tsv");
        for (String line : lines) {
            String[] columns = line.split("\t", -1);
            String ours = parsedOrRefused(unescaped(columns[0]));
            if (!ours.equals(columns[1])) {
                wrong.add(line + " but is " + ours);
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(lines).hasSizeGreaterThan(500);
    }

    @ParameterizedTest
    @CsvSource({
        "straße.example, xn--strae-oqa.example",
        "strasse.example, strasse.example",
        "STRAẞE.example, xn--strae-oqa.example",
        "βόλος.com, xn--nxasmm1c.com",
        "ΒΌΛΟΣ.com, xn--nxasmq6b.com",
        "نامه\u200Cای.com, xn--mgba3gch31f060k.com",
        "Ꟶ.example, xn--488a.example",
        "☕.example, xn--53h.example",
        "ＡＢＣ．example, abc.example",
        "bücher。example, xn--bcher-kva.example",
        "XN--BCHER-KVA.example, xn--bcher-kva.example",
        "_dmarc.bücher.example, _dmarc.xn--bcher-kva.example",
        "r3---sn-4g5e.example, r3---sn-4g5e.example",
        "１２７.0.0.1, 127.0.0.1",
    })
    void nameIsReadByUts46WithoutTransition(String written, String ascii) {
        assertThat(HostName.parse("host", written)).isEqualTo(ascii);
    }

    @ParameterizedTest
    @CsvSource({
        "a\u200Db.example, it holds a joiner where none may be",
        "àא.example, it mixes writing directions",
        "xn--a.example, a label behind xn-- is not the ASCII form of an international label",
        "XN--Strasse-.example, a label behind xn-- is not the ASCII form of an international label",
        "a\uE000b.example, it holds a character that no domain name may hold",
        "\u0300a.example, a label begins with a combining mark",
    })
    void refusalOfAnInternationalNameSaysWhy(String written, String reason) {
        assertThatThrownBy(() -> HostName.parse("host", written))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("host: '")
                .hasMessageEndingWith("as an international name (UTS #46) it is refused: " + reason);
    }

    @Test
    void labelThatIsTooLongAsAnALabelIsRefused() {
        assertThat(HostName.parse("host", "ß" + "a".repeat(54) + ".example"))
                .startsWith("xn--")
                .endsWith(".example");
        assertThatThrownBy(() -> HostName.parse("host", "ß" + "a".repeat(62) + ".example"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("labels of 1 to 63 letters");
    }

    /** The ASCII form of a name is read to itself, so that what is stored means the same when it is read again. */
    @Test
    void canonicalFormIsReadToItself() throws IOException {
        for (String line : resource("/base/uts46.tsv")) {
            String ascii = line.split("\t", -1)[1];
            if (!ascii.isEmpty()) {
                assertThat(HostName.parse("host", ascii)).isEqualTo(ascii);
                assertThat(HostName.parse("host", ascii.toUpperCase(Locale.ROOT)))
                        .isEqualTo(ascii);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"com.ibm.icu:icu4j", "Unicode-3.0"})
    void licenceOfIcuGoesWithItsClasses(String mention) throws IOException {
        assertThat(String.join("\n", resource("/META-INF/licenses/icu4j.txt"))).contains(mention);
    }

    private static String parsedOrRefused(String written) {
        try {
            return HostName.parse("host", written);
        } catch (BadInputException refused) {
            return REFUSED;
        }
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    private static List<String> resource(String name) throws IOException {
        try (InputStream in = HostNameTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
