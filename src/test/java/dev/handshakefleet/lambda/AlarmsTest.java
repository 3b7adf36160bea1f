package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.fleet.Shortfall;
import dev.handshakefleet.region.RegionLiveness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The alarms of {@code template.yaml}, held to the log line and the metrics of {@link LogLine} and {@link RunMetrics}. */
class AlarmsTest {

    private static final Set<String> METRICS =
            RunMetrics.counts(new Shortfall(0, 0, 0, 0, 0, false, false)).keySet();

    private static final List<Map<?, ?>> ALARMS = new ArrayList<>();
    private static Map<?, ?> resources;

    @BeforeAll
    static void readTemplate() throws IOException {
        LoadSettings settings = LoadSettings.builder().build();
        Map<?, ?> template = (Map<?, ?>) new Load(settings, new FunctionsAsTexts(settings))
                .loadFromString(Files.readString(Path.of("template.yaml")));
        resources = (Map<?, ?>) template.get("Resources");
        resources.values().stream()
                .map(resource -> (Map<?, ?>) resource)
                .filter(resource -> resource.get("Type").equals("AWS::CloudWatch::Alarm"))
                .forEach(alarm -> ALARMS.add((Map<?, ?>) alarm.get("Properties")));
    }

    @Test
    void eachKindOfShortfallHasItsAlarm() {
        assertThat(METRICS)
                .hasSize(7)
                .allSatisfy(metric -> assertThat(ALARMS)
                        .filteredOn(alarm -> metric.equals(alarm.get("MetricName")))
                        .singleElement()
                        .satisfies(alarm -> {
                            assertThat(alarm.get("Namespace")).isEqualTo("HandshakeFleet");
                            assertThat(alarm.get("Dimensions"))
                                    .isEqualTo(List.of(Map.of("Name", "FunctionName", "Value", "!Ref ProbeFunction")));
                            assertThat(alarm.get("Statistic")).isEqualTo("Sum");
                            assertThat(alarm.get("Threshold")).isEqualTo(1);
                            assertThat(alarm.get("EvaluationPeriods")).isEqualTo(1);
                            assertThat(alarm.get("ComparisonOperator")).isEqualTo("GreaterThanOrEqualToThreshold");
                            assertThat(alarm.get("TreatMissingData")).isEqualTo("notBreaching");
                        }));
    }

    @Test
    void everyAlarmNotifiesAndSaysInSentencesWhatToDo() {
        assertThat(ALARMS).hasSizeGreaterThan(METRICS.size()).allSatisfy(alarm -> {
            assertThat(alarm.get("AlarmActions")).isEqualTo(List.of("!Ref FleetHealthTopic"));
            assertThat(alarm.get("AlarmDescription").toString())
                    .matches("(?s)(!Sub )?[$A-Z].*\\. .*\\.|.*Its log gives the reason\\.")
                    .hasSizeLessThanOrEqualTo(1_024);
        });
        assertThat(ALARMS).extracting(alarm -> alarm.get("AlarmName")).doesNotHaveDuplicates();
    }

    /**
     * A region that cannot reach its home region still runs: its runs are incomplete, and the alarm on silence stays quiet. Nothing
     * that the alarm needs lies in the home region.
     */
    @Test
    void silenceIsTheAbsenceOfRunsAndNeedsNothingOfTheHomeRegion() {
        Map<?, ?> filter = (Map<?, ?>) ((Map<?, ?>) resources.get("ScheduledRuns")).get("Properties");

        assertThat(filter.get("FilterPattern")).isEqualTo("?\"scheduled run completed\" ?\"scheduled run incomplete\"");
        assertThat(filter.get("LogGroupName")).isEqualTo("!Ref ProbeFunctionLog");
        for (String resource : List.of("ScheduledRuns", "SilenceAlarm", "ProbeFunctionLog", "FleetHealthTopic")) {
            assertThat(((Map<?, ?>) resources.get(resource)).get("Condition"))
                    .as("%s is made in every region", resource)
                    .isNull();
        }
        assertThat(ALARMS)
                .filteredOn(alarm -> "!Sub ${FleetName}-runs".equals(alarm.get("MetricName")))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.get("TreatMissingData")).isEqualTo("breaching");
                    assertThat(alarm.get("EvaluationPeriods")).isEqualTo(RegionLiveness.INTERVALS);
                    assertThat(alarm.get("AlarmDescription").toString())
                            .startsWith("!Sub ${AWS::Region} has been silent for 3 intervals:");
                });
    }

    /** Reads {@code !Name argument} as that text. */
    private static final class FunctionsAsTexts extends StandardConstructor {

        FunctionsAsTexts(LoadSettings settings) {
            super(settings);
        }

        @Override
        protected Optional<ConstructNode> findConstructorFor(Node node) {
            String tag = node.getTag().getValue();
            return tag.startsWith("!")
                    ? Optional.of(argument -> tag + " " + text(argument))
                    : super.findConstructorFor(node);
        }

        private Object text(Node argument) {
            return switch (argument) {
                case ScalarNode scalar -> scalar.getValue();
                case SequenceNode sequence -> constructSequence(sequence);
                default -> argument.getNodeType();
            };
        }
    }
}
