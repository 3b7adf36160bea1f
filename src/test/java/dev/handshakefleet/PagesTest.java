package dev.handshakefleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.verdict.FindingCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the Markdown pages to each other, to the files that they link to, and to the codes and protocols that exist. */
class PagesTest {

    private static final int MOST_LINES = 200;

    private static final Pattern LINK = Pattern.compile("\\]\\((?<to>[^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(?<text>.+)");
    private static final Pattern NOT_IN_AN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N}_ -]");

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path directory : List.of(Path.of(""), Path.of("docs"), Path.of("infra"))) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages.stream();
    }

    @Test
    void readmeIsShort() throws IOException {
        assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    void everyPageOfDocsIsLinkedFromReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        try (Stream<Path> pages = Files.list(Path.of("docs"))) {
            assertThat(pages.map(page -> "docs/" + page.getFileName()).filter(page -> page.endsWith(".md")))
                    .filteredOn(page -> !readme.contains("](" + page))
                    .as("pages that README.md does not link")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyRelativeLinkLeadsSomewhere(Path page) throws IOException {
        List<String> dead = new ArrayList<>();
        Matcher link = LINK.matcher(withoutCode(Files.readString(page)));
        while (link.find()) {
            String to = link.group("to");
            if (!ELSEWHERE.matcher(to).matches() && !exists(page, to)) {
                dead.add(to);
            }
        }

        assertThat(dead).as("links of %s", page).isEmpty();
    }

    @Test
    void findingsPageHasARowForEveryCode() throws IOException {
        String firstCells = Files.readString(Path.of("docs/findings.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1)[1])
                .collect(Collectors.joining());

        assertThat(FindingCode.values())
                .filteredOn(code -> !firstCells.contains("`" + code + "`"))
                .as("codes without a row in docs/findings.md")
                .isEmpty();
    }

    @Test
    void targetsPageNamesEveryProtocol() throws IOException {
        String page = Files.readString(Path.of("docs/targets.md"));

        assertThat(Protocol.values())
                .filteredOn(protocol -> !page.contains("`" + protocol.label() + "`"))
                .as("protocols that docs/targets.md does not name")
                .isEmpty();
    }

    private static boolean exists(Path page, String to) throws IOException {
        int hash = to.indexOf('#');
        String file = hash < 0 ? to : to.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        return Files.exists(target) && (hash < 0 || anchors(target).contains(to.substring(hash + 1)));
    }

    /** The anchors as GitHub makes them: lower case, hyphens for blanks, a number behind the second of its kind. */
    private static List<String> anchors(Path page) throws IOException {
        List<String> anchors = new ArrayList<>();
        Map<String, Integer> before = new HashMap<>();
        for (String line : withoutCode(Files.readString(page)).split("\n", -1)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = NOT_IN_AN_ANCHOR
                        .matcher(heading.group("text").toLowerCase(Locale.ROOT))
                        .replaceAll("")
                        .replace(' ', '-');
                int count = before.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(count == 0 ? anchor : anchor + "-" + count);
            }
        }
        return anchors;
    }

    private static String withoutCode(String page) {
        StringBuilder text = new StringBuilder();
        boolean code = false;
        for (String line : page.split("\n", -1)) {
            if (line.strip().startsWith("```")) {
                code = !code;
            } else if (!code) {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }
}
