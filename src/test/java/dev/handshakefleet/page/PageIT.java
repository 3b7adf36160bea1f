package dev.handshakefleet.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.cli.OpenedFleet;
import dev.handshakefleet.local.LocalFleet;
import dev.handshakefleet.local.demo.Demo;
import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.FleetWatch;
import dev.handshakefleet.page.model.LastResults;
import dev.handshakefleet.page.model.Standing;
import dev.handshakefleet.page.server.PageServer;
import dev.handshakefleet.page.server.ServerEvents;
import dev.handshakefleet.page.view.Pages;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.report.Screen;
import dev.handshakefleet.support.Browser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page and the report of a demo run, in a real browser. Its pictures are kept in target/page. */
class PageIT {

    private static final Path PICTURES = Path.of("target", "page");

    @TempDir
    private static Path directory;

    private static final List<String> demoOutput = new ArrayList<>();
    private static OpenedFleet opened;
    private static FleetWatch watch;
    private static PageServer server;
    private static ServerEvents events;

    @BeforeAll
    static void runTheDemoAndServeItsPage() throws IOException {
        assertThat(new Demo(directory, Screen.PLAIN, demoOutput::add).run()).isTrue();
        opened = LocalFleet.open(directory, Engine.warm(), _ -> {});
        watch = new FleetWatch(opened.fleet(), opened.fleet()::scheduledTargets, Clock.systemUTC());
        watch.refresh();
        watch.addKept(LastResults.read(directory));
        events = new ServerEvents();
        Site site = new Site(opened.fleet(), watch, new Pages("the demo", ""), Optional.of(directory));
        server = PageServer.start(0, site.routes(), events);
    }

    @AfterAll
    static void stop() {
        server.close();
        opened.close();
    }

    @Test
    void theWatchKnowsWhatTheDemoStored() {
        FleetSnapshot snapshot = watch.snapshot();

        assertThat(snapshot.problems()).isEmpty();
        assertThat(snapshot.targets()).hasSize(12).allSatisfy(watched -> {
            assertThat(watched.regions()).containsExactly("ap-southeast-2", "eu-west-1", "us-east-1");
            assertThat(watched.results()).hasSizeGreaterThanOrEqualTo(3);
        });
        assertThat(snapshot.targets().getFirst().standing()).isEqualTo(Standing.CRITICAL);
        assertThat(snapshot.targets().getLast().standing()).isEqualTo(Standing.OK);
        assertThat(watch.leaves().value().values().stream().flatMap(List::stream))
                .anySatisfy(leaf -> assertThat(leaf.replaced()).isPresent());
    }

    @Test
    void theDemoEndsByNamingItsReport() throws IOException {
        Path report = directory.resolve("report.html");

        assertThat(demoOutput).contains("Report, to open in a browser: " + report);
        assertThat(Files.readString(report))
                .contains("<caption", "id=\"certificates\"", "ClientHello", "Demo Intermediate")
                .doesNotContain("src=\"http", "href=\"http", "@import", "url(");
    }

    @Test
    void filterDrillDownAndLiveUpdateWork() throws IOException, InterruptedException {
        try (Browser browser = Browser.start()) {
            browser.look(1280, 900, "light", "screen");
            browser.open(server.address());
            assertThat(browser.run("return document.querySelectorAll('#rows tbody tr').length")
                            .asInt())
                    .isEqualTo(12);
            browser.run("const box = document.querySelector('[name=severity]'); box.value = 'warning';"
                    + " box.dispatchEvent(new Event('input', {bubbles: true}));");
            browser.await("document.querySelectorAll('#rows tbody tr').length === 2");
            browser.run("document.querySelector('#rows tbody a').click();");
            browser.await("location.pathname === '/target' && document.querySelector('.uplot canvas')");
            assertThat(browser.run("return document.querySelectorAll('.waterfall tr.message').length")
                            .asInt())
                    .isPositive();
            assertThat(browser.run("return document.querySelectorAll('.chain li').length")
                            .asInt())
                    .isGreaterThan(1);

            browser.open(server.address());
            browser.await("document.querySelector('.tile .count')");
            String before = browser.run("return document.getElementById('state').textContent")
                    .asText();
            new LocalRuns(opened.fleet(), Optional.empty(), watch, directory, Duration.ofMinutes(1), Clock.systemUTC())
                    .runOnce(_ -> {});
            events.send("run", "now");
            browser.await("document.getElementById('state').textContent !== " + quoted(before));
            assertThat(browser.run("return document.querySelector('.tile .count').textContent")
                            .asText())
                    .as("the servers of the demo have ended, so all are critical")
                    .isEqualTo("12");

            browser.open(server.address().resolve("/certificates"));
            assertThat(browser.run("return document.querySelectorAll('.calendar rect').length")
                            .asInt())
                    .isPositive();
            assertThat(browser.console()).isEmpty();
            assertThat(browser.requested())
                    .isNotEmpty()
                    .allSatisfy(
                            url -> assertThat(url).startsWith(server.address().toString()));
        }
    }

    @Test
    void theFormProbesUnderTheRulesOfEgress() throws IOException, InterruptedException {
        try (Browser browser = Browser.start()) {
            browser.open(server.address().resolve("/adhoc"));
            String target = watch.snapshot().targets().getFirst().id();
            browser.run("document.querySelector('[name=target]').value = " + quoted(target)
                    + "; document.querySelector('form').requestSubmit();");
            browser.await("document.querySelector('.probe .failure, .probe .waterfall')");
            assertThat(browser.run("return document.querySelector('main').textContent")
                            .asText())
                    .contains(target);
            assertThat(browser.console()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/target", "/certificates", "/regions", "/adhoc", "report"})
    void axeFindsNothing(String page) throws IOException, InterruptedException {
        String axe = Files.readString(Path.of("src/test/resources/axe/axe.min.js"));
        try (Browser browser = Browser.start()) {
            for (String colours : List.of("light", "dark")) {
                browser.look(1280, 900, colours, "screen");
                browser.open(address(page));
                browser.run(axe);
                JsonNode violations = browser.runAsync("const done = arguments[arguments.length - 1];"
                        + " axe.run(document).then(found => done(found.violations.map(one => one.id + ': '"
                        + " + one.nodes.slice(0, 3).map(node => node.html.slice(0, 200) + ' ' + node.failureSummary).join(' | '))))"
                        + ".catch(fault => done(['' + fault]));");
                assertThat(violations).as("%s, %s", page, colours).isEmpty();
            }
        }
    }

    @Test
    void picturesAreKept() throws IOException, InterruptedException {
        try (Browser browser = Browser.start()) {
            for (String page : List.of("/", "/target", "/certificates", "/regions", "report")) {
                String name = page.equals("/") ? "overview" : page.replace("/", "");
                picture(browser, page, name + "-light", 1280, "light", "screen");
                picture(browser, page, name + "-dark", 1280, "dark", "screen");
                picture(browser, page, name + "-phone", 390, "light", "screen");
                picture(browser, page, name + "-print", 1000, "light", "print");
            }
            assertThat(browser.console()).isEmpty();
        }
        assertThat(Files.size(PICTURES.resolve("overview-light.png"))).isPositive();
    }

    private static void picture(Browser browser, String page, String name, int width, String colours, String medium)
            throws IOException, InterruptedException {
        browser.look(width, 900, colours, medium);
        browser.open(address(page));
        browser.await("!document.querySelector('[data-chart]') || document.querySelector('.uplot canvas') || "
                + page.equals("report"));
        assertThat(browser.run("return document.documentElement.scrollWidth - innerWidth")
                        .asInt())
                .as("%s does not scroll sideways", name)
                .isLessThanOrEqualTo(0);
        browser.picture(PICTURES.resolve(name + ".png"));
    }

    private static URI address(String page) {
        return switch (page) {
            case "report" -> directory.resolve("report.html").toUri();
            case "/target" ->
                server.address()
                        .resolve("/target?id="
                                + watch.snapshot().targets().stream()
                                        .filter(watched -> !watched.results()
                                                .getFirst()
                                                .path("certificates")
                                                .isEmpty())
                                        .findFirst()
                                        .orElseThrow()
                                        .id());
            default -> server.address().resolve(page);
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "\\'") + "'";
    }
}
