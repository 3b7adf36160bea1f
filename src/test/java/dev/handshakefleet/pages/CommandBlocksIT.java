package dev.handshakefleet.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.laptop.Laptop;
import dev.handshakefleet.verdict.FindingCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of README.md and of the pages of docs and infra, run as it stands on an {@link ExampleMachine}: the blocks of a page in
 * order, in one shell, as a reader would paste them. Three programs are not run, because Maven would build this build, SAM needs AWS
 * and a benchmark takes many minutes: {@code ./mvnw}, {@code sam} and {@code ./fleet bench} are stand-ins, and their options are held to
 * {@code pom.xml}, the templates and the options of the command.
 */
class CommandBlocksIT {

    /** Words in the commands of the pages that stand for a value of the reader. */
    private static final List<String> PLACEHOLDERS = List.of("ARN", "SUB");

    /** Languages of blocks without a command. A block of a shell under another name would escape. */
    private static final Set<String> LANGUAGES = Set.of("sh", "text", "json", "yaml", "mermaid");

    /** Commands that end with another status than 0, by their beginning, with the status and a part of the output. */
    private static final Map<String, Ending> ENDINGS = Map.of(
            "./fleet probe --ca root.pem --server-name www.example.com localhost:8444",
            new Ending(2, "HOSTNAME_MISMATCH"),
            // The id is an example: no silence has it.
            "./fleet silence --end 1a2b3c4d",
            new Ending(3, "1a2b3c4d"),
            // The page deletes the tables before it comes to adopting.
            "infra/adopt.sh eu-west-1",
            new Ending(1, "to adopt"));

    /** Files that commands of the pages write the answers of functions into, with parts of them. */
    private static final Map<String, List<String>> ANSWERS = Map.of(
            "answer.json", List.of("\"target\":\"example.com:443\""),
            "report.json", List.of("\"bucket\":", "\"url\":\"http", "\"problems\":[]"));

    /**
     * Findings that a healthy example host can have: the certificates of this test are in no Certificate Transparency log, and a
     * handshake on a busy machine is slow. A probe then ends with status 1 or 2.
     */
    private static final Set<FindingCode> HARMLESS = Set.of(FindingCode.TOO_FEW_SCTS, FindingCode.SLA_BREACHED);

    private static final Pattern BENCHMARK = Pattern.compile("(?m)^\\./fleet bench\\b");
    private static final String PROBE = "./fleet probe ";
    private static final String COMMAND = ">>> ";

    private static final Pattern OPTION_OF_MAVEN =
            Pattern.compile("-P(?<profile>[a-z-]+)|-D(?<property>[A-Za-z.-]+)(=.*)?|--?[a-z-]+|[a-z:]+|\\S*pom\\.xml");

    /** Properties of Maven's and Quarkus' own plug-ins, which pom.xml need not name. */
    private static final Set<String> FOREIGN_PROPERTIES =
            Set.of("skipTests", "test", "it.test", "quarkus.native.container-build");

    private static final Pattern TEMPLATE_OF_SAM = Pattern.compile("deploy (.* )?--template-file (?<file>\\S+).*");
    private static final Pattern PARAMETER_OF_SAM = Pattern.compile("(?<name>[A-Z][A-Za-z]+)=.*");

    private record Ending(int status, String output) {}

    /** A command that did not end with status 0, with its output. */
    private record Failed(int status, String command, String output) {

        boolean endedAsExpected() {
            return ENDINGS.entrySet().stream()
                    .anyMatch(ending -> command.startsWith(ending.getKey())
                            && status == ending.getValue().status()
                            && output.contains(ending.getValue().output()));
        }

        boolean isHarmless() {
            return command.startsWith(PROBE)
                    && status <= 2
                    && HARMLESS.stream().anyMatch(code -> output.contains(code.name()))
                    && Arrays.stream(FindingCode.values())
                            .filter(code -> !HARMLESS.contains(code))
                            .noneMatch(code -> output.contains(code.name()));
        }
    }

    @TempDir
    private static Path directory;

    private static ExampleMachine machine;

    static List<MarkdownPage> pages() throws IOException {
        return MarkdownPage.withCommands();
    }

    @AfterAll
    static void end() {
        if (machine != null) {
            machine.close();
        }
    }

    @Test
    void blocksOfTheShellAreNamedSo() throws IOException {
        for (Path path : MarkdownPage.all()) {
            assertThat(MarkdownPage.read(path).blocks())
                    .allSatisfy(block -> assertThat(LANGUAGES)
                            .as("%s, line %d", path, block.line())
                            .contains(block.language()));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandOfThePageWorks(MarkdownPage page) throws Exception {
        startOnce();
        machine.makeFleet();
        writeExampleFiles();
        Files.deleteIfExists(machine.file("failed.txt"));

        String session = session(page);
        String output = machine.run(session);

        List<Failed> failed = machine.lines("failed.txt").stream()
                .map(line -> line.split("\t", 2))
                .map(parts -> new Failed(Integer.parseInt(parts[0]), parts[1], outputOf(parts[1], output)))
                .filter(command -> !command.endedAsExpected() && !command.isHarmless())
                .toList();
        assertThat(failed).isEmpty();
        assertThat(output).contains("end of the page");
        for (Map.Entry<String, List<String>> expected : ANSWERS.entrySet()) {
            if (session.contains(expected.getKey())) {
                Path answer = machine.checkout().resolve(expected.getKey());
                assertThat(answer).content().contains(expected.getValue());
                Files.delete(answer);
            }
        }
        assertThat(machine.calls("maven")).allSatisfy(CommandBlocksIT::holdsForPom);
        assertThat(machine.calls("sam")).allSatisfy(CommandBlocksIT::holdsForTemplate);
        assertThat(machine.calls("bench")).allSatisfy(CommandBlocksIT::holdsForBenchmark);
    }

    @BeforeEach
    void thePagesHaveCommands() throws IOException {
        assertThat(pages()).extracting(MarkdownPage::toString).contains("README.md", "docs/alerts.md");
    }

    /** In a test and not before all, so that a skipped test gives its reason. */
    private static void startOnce() throws Exception {
        if (machine == null) {
            machine = ExampleMachine.start(directory);
        }
    }

    /** The files of the reader: {@code targets.yaml} is the example of docs/targets.md. */
    private static void writeExampleFiles() throws IOException {
        MarkdownPage.Block example = MarkdownPage.read(Path.of("docs/targets.md")).blocks().stream()
                .filter(block -> block.text().startsWith("# targets.yaml"))
                .findFirst()
                .orElseThrow();
        Files.writeString(machine.checkout().resolve("targets.yaml"), example.text());
    }

    /** One shell for the page. Traps announce each command and write down those that fail; the session goes on. */
    private static String session(MarkdownPage page) {
        String blocks = page.blocks().stream()
                .map(MarkdownPage.Block::commands)
                .flatMap(Optional::stream)
                .map(CommandBlocksIT::withValues)
                .collect(Collectors.joining("\n"));
        return """
                set -u
                exec 3>&1
                announced() { printf '%s%%s\\n' "${1//$'\\n'/ }" >&3; }
                failed() { printf '%%s\\t%%s\\n' "$1" "${2//$'\\n'/ }" >>'%s'; }
                trap 'announced "$BASH_COMMAND"' DEBUG
                trap 'failed "$?" "$BASH_COMMAND"' ERR
                %s
                echo 'end of the page'
                """.formatted(COMMAND, machine.file("failed.txt"), blocks);
    }

    /** The lines behind the announcement of a command. */
    private static String outputOf(String command, String output) {
        return Arrays.stream(output.split("(?m)^" + COMMAND, -1))
                .filter(part -> part.startsWith(command + "\n"))
                .collect(Collectors.joining());
    }

    private static String withValues(String commands) {
        String filled = BENCHMARK.matcher(commands).replaceAll(ExampleMachine.BENCHMARK);
        for (String placeholder : PLACEHOLDERS) {
            filled = filled.replaceAll(
                    "\\b" + placeholder + "\\b", Matcher.quoteReplacement(machine.value(placeholder)));
        }
        return filled;
    }

    private static void holdsForPom(String call) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        for (String word : call.split(" ", -1)) {
            Matcher option = OPTION_OF_MAVEN.matcher(word);
            assertThat(option.matches()).as("%s of %s", word, call).isTrue();
            if (option.group("profile") != null) {
                assertThat(pom).as(call).contains("<id>" + option.group("profile") + "</id>");
            } else if (option.group("property") != null && !FOREIGN_PROPERTIES.contains(option.group("property"))) {
                assertThat(pom)
                        .as(call)
                        .containsAnyOf(
                                "${" + option.group("property") + "}",
                                "<" + option.group("property") + ">",
                                "<name>" + option.group("property") + "</name>");
            }
        }
    }

    private static void holdsForTemplate(String call) throws IOException {
        Matcher deployed = TEMPLATE_OF_SAM.matcher(call);
        assertThat(deployed.matches()).as(call).isTrue();
        String template = Files.readString(Path.of(deployed.group("file")));
        for (String word : call.split(" ", -1)) {
            Matcher parameter = PARAMETER_OF_SAM.matcher(word.replace("\"", ""));
            if (parameter.matches()) {
                assertThat(template).as(call).contains("\n  " + parameter.group("name") + ":\n    Type: ");
            }
        }
    }

    /** Refuses a word that is no option, no argument and no value of {@code ./fleet bench}. */
    private static void holdsForBenchmark(String call) {
        Laptop.commandLine("bench").parseArgs(("bench " + call).strip().split(" ", -1));
    }
}
