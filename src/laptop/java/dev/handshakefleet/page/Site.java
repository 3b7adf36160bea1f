package dev.handshakefleet.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.ProbeRequest;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.FleetWatch;
import dev.handshakefleet.page.model.WatchedTarget;
import dev.handshakefleet.page.server.Answer;
import dev.handshakefleet.page.server.Request;
import dev.handshakefleet.page.server.Route;
import dev.handshakefleet.page.view.Filter;
import dev.handshakefleet.page.view.Pages;
import dev.handshakefleet.verdict.LeafRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The routes of the page. Reading changes nothing; the one form probes a target now and stores nothing. Thread-safe. */
final class Site {

    private static final Map<String, Duration> WINDOWS =
            Map.of("PT1H", Duration.ofHours(1), "PT24H", Duration.ofDays(1), "P7D", Duration.ofDays(7));
    private static final String DEFAULT_WINDOW = "PT24H";
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(30);
    private static final int LONGEST_TARGET = 300;
    private static final int MOST_PROBES = 4;

    private final Fleet fleet;
    private final FleetWatch watch;
    private final Pages pages;
    private final Optional<Path> directory;
    private final Semaphore probes = new Semaphore(MOST_PROBES);
    private final String token = token();

    /**
     * @param fleet makes the probes of the form, under its rules of egress
     * @param watch what is shown
     * @param pages makes the pages
     * @param directory of this machine's data; empty for the deployed fleet
     */
    Site(Fleet fleet, FleetWatch watch, Pages pages, Optional<Path> directory) {
        this.fleet = fleet;
        this.watch = watch;
        this.pages = pages;
        this.directory = directory;
    }

    /** @return the routes; another part of the program may add its own to them */
    List<Route> routes() {
        return List.of(
                Route.get("/", this::overview),
                Route.get("/target", this::target),
                Route.get("/certificates", _ -> certificates()),
                Route.get("/regions", _ -> Answer.html(200, pages.regions(watch.snapshot()))),
                Route.get(
                        "/adhoc",
                        request -> adhoc(200, request.parameter("target").orElse(""), List.of(), List.of())),
                Route.post("/adhoc", this::probe),
                Route.get("/events", _ -> new Answer.Events()),
                asset("/page.css", "page.css", "text/css; charset=utf-8"),
                asset("/page.js", "page.js", "text/javascript; charset=utf-8"),
                asset("/uplot.css", "uplot.css", "text/css; charset=utf-8"),
                asset("/uplot.js", "uplot.js", "text/javascript; charset=utf-8"),
                asset("/icon.svg", "icon.svg", "image/svg+xml"));
    }

    private Answer overview(Request request) {
        Filter filter = Filter.of(
                request.parameter("q"),
                request.parameter("tag"),
                request.parameter("severity"),
                request.parameter("rows"));
        return Answer.html(200, pages.overview(watch.snapshot(), filter));
    }

    private Answer target(Request request) {
        String id = request.parameter("id").orElseThrow(() -> new BadInputException("id", null, "the id of a target"));
        String window = request.parameter("window").orElse(DEFAULT_WINDOW);
        Duration length = Optional.ofNullable(WINDOWS.get(window))
                .orElseThrow(() -> new BadInputException("window", window, "PT1H, PT24H or P7D"));
        FleetSnapshot snapshot = watch.snapshot();
        Optional<WatchedTarget> watched = snapshot.target(id);
        if (watched.isEmpty()) {
            return Answer.html(404, pages.unknownTarget(snapshot, id));
        }
        return Answer.html(
                200,
                pages.target(
                        snapshot,
                        watched.get(),
                        watch.history(id, length),
                        KeptNotices.read(directory).stream()
                                .filter(notice -> notice.target().equals(id))
                                .toList(),
                        window));
    }

    private Answer certificates() {
        WithProblems<Map<String, List<LeafRecord>>> leaves = watch.leaves();
        return Answer.html(200, pages.certificates(watch.snapshot(), leaves.value(), leaves.problems()));
    }

    private Answer probe(Request request) {
        byte[] given = request.parameter("token").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, token.getBytes(StandardCharsets.UTF_8))) {
            return Answer.text(403, "Refused: the form is not of this page; load the page again.");
        }
        String target = request.parameter("target").orElse("");
        if (target.isEmpty() || target.length() > LONGEST_TARGET) {
            return adhoc(400, "", List.of(), List.of("Type a target of 1 to " + LONGEST_TARGET + " characters."));
        }
        if (!probes.tryAcquire()) {
            return adhoc(429, target, List.of(), List.of(MOST_PROBES + " probes are under way; try again."));
        }
        try {
            return probed(target);
        } finally {
            probes.release();
        }
    }

    private Answer probed(String target) {
        Deadline end = Deadline.in(LONGEST_PROBE);
        RunReport report = fleet.probe(
                new ProbeRequest(Optional.empty(), Optional.of(List.of(target)), false, false), end, _ -> {});
        List<String> problems = new ArrayList<>(report.problems());
        report.rejected().forEach(rejected -> problems.add(rejected.target() + ": " + rejected.reason()));
        report.notProbed().forEach(left -> problems.add(left.target() + " was not probed: " + left.reason()));
        return adhoc(
                report.rejected().isEmpty() ? 200 : 400,
                target,
                report.results().stream()
                        .map(judged -> FleetWatch.result(judged, report.region()))
                        .toList(),
                problems);
    }

    private Answer adhoc(int status, String written, List<JsonNode> results, List<String> problems) {
        return Answer.html(status, pages.adhoc(watch.snapshot(), written, token, results, problems));
    }

    private static Route asset(String path, String name, String type) {
        String content = Pages.asset(name);
        return Route.get(path, _ -> new Answer.Document(200, type, content));
    }

    private static String token() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
