package dev.handshakefleet.page.view;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.base.NearNames;
import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.TargetHistory;
import dev.handshakefleet.page.model.WatchedTarget;
import dev.handshakefleet.verdict.LeafRecord;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.TemplateLocator;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the pages. Every value of a template is escaped (templates are HTML to Qute), so a text from a certificate or a server stays a
 * text. Thread-safe.
 */
public final class Pages {

    private static final List<String> HTML = List.of("text/html");

    private final Engine engine;
    private final String source;
    private final String option;

    /**
     * @param source what is shown, such as {@code this machine, every 1 min}
     * @param option what the commands to copy need, such as {@code " --aws"}; with a space before it, or empty
     */
    public Pages(String source, String option) {
        this.source = source;
        this.option = option;
        this.engine = Engine.builder()
                .addDefaults()
                .addValueResolver(new ReflectionValueResolver())
                .addResultMapper(new HtmlEscaper(HTML))
                .addLocator(Pages::located)
                .removeStandaloneLines(true)
                .build();
    }

    /** @return the overview */
    public String overview(FleetSnapshot snapshot, Filter filter) {
        return page(
                "Overview",
                "overview",
                snapshot,
                fragment("overview")
                        .data("view", OverviewView.of(snapshot, filter, Pages::href))
                        .data("live", true));
    }

    /**
     * The view of one target.
     *
     * @param history its measurements
     * @param notices the notices that were sent, as far as they are kept
     * @param window the chosen window, {@code PT1H}, {@code PT24H} or {@code P7D}
     */
    public String target(
            FleetSnapshot snapshot,
            WatchedTarget watched,
            TargetHistory history,
            List<SentNotice> notices,
            String window) {
        return page(
                watched.id(),
                "",
                snapshot,
                fragment("target")
                        .data("view", TargetView.of(watched, history, snapshot.at(), "", events(notices), option))
                        .data("live", true)
                        .data("chosen", window)
                        .data("href", href(watched.id())));
    }

    /** @return the page of a target that does not exist, with names near to it */
    public String unknownTarget(FleetSnapshot snapshot, String id) {
        List<Link> near = NearNames.of(
                        id, snapshot.targets().stream().map(WatchedTarget::id).toList())
                .stream()
                .map(name -> new Link(name, href(name)))
                .toList();
        return page(
                "Unknown target",
                "",
                snapshot,
                fragment("unknown").data("id", id).data("near", near));
    }

    /** @return the certificates of all targets */
    public String certificates(FleetSnapshot snapshot, Map<String, List<LeafRecord>> leaves, List<String> problems) {
        return page(
                "Certificates",
                "certificates",
                snapshot,
                fragment("certificates").data("view", CertificatesView.of(snapshot, leaves, problems, Pages::href)));
    }

    /** @return the regions */
    public String regions(FleetSnapshot snapshot) {
        return page("Regions", "regions", snapshot, fragment("regions").data("rows", RegionsView.of(snapshot)));
    }

    /**
     * The form that probes a target now, with the result if there is one.
     *
     * @param written what was typed
     * @param token goes with the form
     * @param results in the JSON of the contract
     * @param problems why there is none
     */
    public String adhoc(
            FleetSnapshot snapshot, String written, String token, List<JsonNode> results, List<String> problems) {
        return page(
                "Probe now",
                "adhoc",
                snapshot,
                fragment("adhoc")
                        .data("written", written)
                        .data("token", token)
                        .data(
                                "results",
                                results.stream()
                                        .map(result -> ProbeView.of(result, Instant.now()))
                                        .toList())
                        .data("problems", problems));
    }

    /**
     * The same views in one file that needs nothing else.
     *
     * @param snapshot the fleet
     * @param histories the measurements of the targets that have a view of their own, by id
     * @param notices the notices that were sent, as far as they are kept
     * @param leaves the leaves of every target
     * @param problems what could not be read
     */
    public String report(
            FleetSnapshot snapshot,
            Map<String, TargetHistory> histories,
            List<SentNotice> notices,
            Map<String, List<LeafRecord>> leaves,
            List<String> problems) {
        Map<String, String> anchors = new HashMap<>();
        List<TargetView.TargetDocument> targets = new ArrayList<>();
        for (WatchedTarget watched : snapshot.targets()) {
            if (histories.containsKey(watched.id())) {
                String anchor = "t" + (anchors.size() + 1);
                anchors.put(watched.id(), "#" + anchor);
                targets.add(TargetView.of(
                        watched,
                        histories.get(watched.id()),
                        snapshot.at(),
                        anchor,
                        events(notices.stream()
                                .filter(notice -> notice.target().equals(watched.id()))
                                .toList()),
                        option));
            }
        }
        Filter everything = new Filter("", "", Optional.empty(), Integer.MAX_VALUE);
        String style = asset("uplot.css") + asset("page.css");
        String script = asset("uplot.js") + asset("page.js");
        List<RawString> details = targets.stream()
                .map(view -> new RawString(fragment("target")
                        .data("view", view)
                        .data("live", false)
                        .data("chosen", "")
                        .data("href", "")
                        .render()))
                .toList();
        return fragment("report")
                .data("source", source)
                .data("at", Words.second(snapshot.at()))
                .data("style", new RawString(style))
                .data("script", new RawString(script))
                .data("styleHash", hash(style))
                .data("scriptHash", hash(script))
                .data("problems", snapshot.problems())
                .data(
                        "overview",
                        new RawString(fragment("overview")
                                .data("view", OverviewView.of(snapshot, everything, id -> anchors.getOrDefault(id, "")))
                                .data("live", false)
                                .render()))
                .data(
                        "certificates",
                        new RawString(fragment("certificates")
                                .data(
                                        "view",
                                        CertificatesView.of(
                                                snapshot, leaves, problems, id -> anchors.getOrDefault(id, "")))
                                .render()))
                .data(
                        "regions",
                        new RawString(fragment("regions")
                                .data("rows", RegionsView.of(snapshot))
                                .render()))
                .data("targets", details)
                .data("left", snapshot.targets().size() - targets.size())
                .render();
    }

    /** A link of a page. */
    record Link(String name, String href) {}

    /** @return a file of the pages: {@code page.css}, {@code page.js}, {@code uplot.css} or {@code uplot.js} */
    public static String asset(String name) {
        try (InputStream file = Pages.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String href(String id) {
        return "/target?id=" + Filter.encoded(id);
    }

    private static List<TargetView.EventRow> events(List<SentNotice> notices) {
        return notices.stream()
                .map(notice -> new TargetView.EventRow(
                        Words.second(notice.at()), "notice", "Notice: " + notice.subject(), notice.at()))
                .toList();
    }

    private String page(String title, String tab, FleetSnapshot snapshot, TemplateInstance body) {
        return fragment("page")
                .data("title", title)
                .data("tab", tab)
                .data("source", source)
                .data("at", Words.second(snapshot.at()))
                .data("problems", snapshot.problems())
                .data("body", new RawString(body.render()))
                .render();
    }

    private TemplateInstance fragment(String name) {
        return engine.getTemplate(name).instance();
    }

    private static Optional<TemplateLocator.TemplateLocation> located(String name) {
        return Optional.of(new TemplateLocator.TemplateLocation() {
            @Override
            public Reader read() {
                return new StringReader(asset(name + ".html"));
            }

            @Override
            public Optional<Variant> getVariant() {
                return Optional.of(Variant.forContentType(Variant.TEXT_HTML));
            }
        });
    }

    /** A source of the policy: the script or style with this digest and no other (Content Security Policy Level 3, 2.3.1). */
    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
