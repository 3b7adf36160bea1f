package dev.handshakefleet.verdict.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.verdict.zoo.Exhibit.Expected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exhibit gets the findings on its label from us and the verdict on its label from the JDK. */
class ChainZooTest {

    private static final Path PAGE = Path.of("docs", "chain-zoo.md");
    private static final int LONGEST_SENTENCE = 1_000;

    static Stream<Exhibit> exhibits() {
        return ChainZoo.exhibits();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exhibits")
    void inspectionGivesTheFindingsOfTheLabel(Exhibit exhibit) {
        assertThat(ChainZoo.judged(exhibit))
                .allSatisfy(
                        finding -> assertThat(finding.message()).isNotBlank().hasSizeLessThan(LONGEST_SENTENCE));
        assertThat(ChainZoo.judged(exhibit).stream()
                        .map(finding -> new Expected(finding.code(), finding.severity()))
                        .collect(Collectors.toSet()))
                .isEqualTo(exhibit.ours());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exhibits")
    void jdkGivesTheVerdictOfTheLabel(Exhibit exhibit) {
        assertThat(JdkValidator.verdict(exhibit)).isEqualTo(exhibit.jdk());
    }

    @Test
    void exactlyTheDisagreementsAreExplained() {
        assertThat(ChainZoo.exhibits())
                .allSatisfy(exhibit -> assertThat(exhibit.explanation().isEmpty())
                        .as(exhibit.name())
                        .isEqualTo(exhibit.isAgreedUpon()));
    }

    @Test
    void exhibitNamesAreUniqueAndTheZooIsLarge() {
        assertThat(ChainZoo.exhibits())
                .extracting(Exhibit::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(200);
    }

    @Test
    void pageShowsTheExhibits() throws IOException {
        if (Boolean.getBoolean("fleet.zoo.write")) {
            Files.writeString(PAGE, ChainZoo.page());
        }
        assertThat(PAGE).hasContent(ChainZoo.page());
    }
}
