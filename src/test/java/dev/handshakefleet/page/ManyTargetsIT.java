package dev.handshakefleet.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.page.model.FleetWatch;
import dev.handshakefleet.page.server.PageServer;
import dev.handshakefleet.page.server.ServerEvents;
import dev.handshakefleet.page.view.Pages;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.support.Browser;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser: thousands of targets, and a form that egress refuses. */
class ManyTargetsIT {

    private static final int TARGETS = 5_000;
    private static final String ROWS = "document.querySelectorAll('#rows tbody tr').length";

    private PageServer server;

    @BeforeEach
    void serve() {
        List<Target> targets = IntStream.range(0, TARGETS)
                .mapToObj(number ->
                        Target.ofDefaults("host%04d.example.com".formatted(number), 443, TargetDefaults.BUILT_IN))
                .toList();
        Fleet fleet = new FleetBuilder(FleetSettings.of(Map.of()), Clock.systemUTC())
                .engine(Engine.cold())
                .build();
        FleetWatch watch = new FleetWatch(fleet, () -> WithProblems.none(targets), Clock.systemUTC());
        watch.refresh();
        Site site = new Site(fleet, watch, new Pages("many targets", ""), Optional.empty());
        server = PageServer.start(0, site.routes(), new ServerEvents());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void filterFindsOneOfThousands() throws IOException, InterruptedException {
        try (Browser browser = Browser.start()) {
            browser.open(server.address());
            assertThat(browser.run("return " + ROWS).asInt()).isEqualTo(200);
            assertThat(browser.run("return document.querySelector('main').textContent")
                            .asText())
                    .contains(String.valueOf(TARGETS));
            browser.run("const box = document.querySelector('[name=q]'); box.value = 'host4321';"
                    + " box.dispatchEvent(new Event('input', {bubbles: true}));");
            browser.await(ROWS + " === 1");
            assertThat(browser.run("return document.querySelector('#rows tbody tr').textContent")
                            .asText())
                    .contains("host4321.example.com");
            assertThat(browser.console()).isEmpty();
        }
    }

    @Test
    void theFormShowsThatAnAddressIsRefused() throws IOException, InterruptedException {
        try (Browser browser = Browser.start()) {
            browser.open(server.address().resolve("/adhoc"));
            browser.run("document.querySelector('[name=target]').value = '127.0.0.1:"
                    + server.address().getPort() + "'; document.querySelector('form').requestSubmit();");
            browser.await("document.querySelector('.probe .failure')");
            assertThat(browser.run("return document.querySelector('.probe').textContent")
                            .asText())
                    .contains("127.0.0.1 was not connected to: ");
        }
    }
}
