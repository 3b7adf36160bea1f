package dev.handshakefleet.cost;

import dev.handshakefleet.cost.TemplateFacts.Architecture;
import dev.handshakefleet.cost.TemplateFacts.FunctionRuntime;
import dev.handshakefleet.report.Paint;
import dev.handshakefleet.report.Screen;
import dev.handshakefleet.support.GoldenLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bill as it stands on a terminal, of a fleet that is spread and whose pace the processor sets. To renew the files, run
 * {@code ./mvnw test -Dtest=CostOutputTest -Dgolden.renew=true}.
 */
class CostOutputTest {

    static Stream<Arguments> forms() {
        return Stream.of(80, 120)
                .flatMap(width -> Stream.of(Paint.PLAIN, Paint.COLOURED).map(paint -> Arguments.of(width, paint)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void textIsThatOfTheFile(int width, Paint paint) throws IOException {
        Path file = Path.of(
                "src/test/resources/terminal", "cost-" + width + (paint == Paint.COLOURED ? "-colour" : "") + ".txt");

        GoldenLines.assertThatFileHas(file, lines(width, paint));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyLineFits(int width, Paint paint) {
        GoldenLines.assertThatEachFits(width, lines(width, paint));
    }

    private static List<String> lines(int width, Paint paint) {
        Workload work = new Workload(
                new Workload.Load(100_000, 110_000, 120_000, 30_000, 0),
                10,
                Duration.ofMinutes(1),
                new Workload.Pace(
                        Duration.ofMillis(200),
                        Duration.ofMillis(4),
                        Duration.ofMillis(300),
                        100,
                        FunctionRuntime.NATIVE,
                        Architecture.ARM64),
                new Workload.Kept(90, 14));
        CostReport report = new Estimate(work, PriceList.of(Optional.empty(), "eu-west-1"), false, 2).report();
        return new CostView(report, Screen.of(paint, width)).lines();
    }
}
