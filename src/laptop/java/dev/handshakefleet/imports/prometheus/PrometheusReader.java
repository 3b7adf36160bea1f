package dev.handshakefleet.imports.prometheus;

import dev.handshakefleet.imports.draft.Intervals;
import dev.handshakefleet.imports.draft.Remarks;
import dev.handshakefleet.imports.draft.SourceAddress;
import dev.handshakefleet.imports.draft.TargetDraft;
import dev.handshakefleet.imports.source.Place;
import dev.handshakefleet.imports.source.SourceFile;
import dev.handshakefleet.imports.source.SourceValue;
import dev.handshakefleet.target.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a configuration of Prometheus with jobs that probe through blackbox_exporter, or a list of targets as {@code
 * static_configs} and {@code file_sd_configs} have it. Used by one thread.
 */
public final class PrometheusReader {

    private static final String PROBE = "/probe";
    private static final String ADDRESS = "__address__";
    private static final String TARGET = "__param_target";
    private static final String MODULE = "__param_module";
    private static final String HOSTNAME = "__param_hostname";
    private static final String INTERNAL = "__";
    private static final String HTTPS = "https";

    private final BlackboxModules modules;
    private final Remarks remarks;
    private final Intervals intervals;

    /**
     * @param modules the modules that targets may name
     * @param remarks gets what is not carried over
     * @param intervals gets how often the jobs probe
     */
    public PrometheusReader(BlackboxModules modules, Remarks remarks, Intervals intervals) {
        this.modules = modules;
        this.remarks = remarks;
        this.intervals = intervals;
    }

    /**
     * @return a draft for each target
     * @throws dev.handshakefleet.base.BadInputException when the file is neither a configuration nor a list of targets
     */
    public List<TargetDraft> read(SourceFile file) {
        SourceValue root = file.yaml();
        if (root.isList()) {
            return list(root);
        }
        SourceValue jobs = root.field("scrape_configs")
                .filter(SourceValue::isList)
                .orElseThrow(() -> file.refused("no list 'scrape_configs'"));
        Optional<String> usualInterval = root.field("global").flatMap(global -> global.text("scrape_interval"));
        List<TargetDraft> drafts = new ArrayList<>();
        int others = 0;
        for (SourceValue job : jobs.items()) {
            if (job.text("metrics_path").filter(path -> path.endsWith(PROBE)).isPresent()) {
                drafts.addAll(job(job, usualInterval));
            } else {
                others++;
            }
        }
        if (others > 0) {
            remarks.note(
                    jobs.place(),
                    "passed over " + others + (others == 1 ? " job" : " jobs")
                            + " that probe nothing (metrics_path is not " + PROBE + ")");
        }
        if (root.items("scrape_config_files").size() > 0) {
            remarks.lost(root.place(), "scrape_config_files", "import these files too");
        }
        return drafts;
    }

    private List<TargetDraft> list(SourceValue groups) {
        List<TargetDraft> drafts = new ArrayList<>();
        for (SourceValue group : groups.items()) {
            for (SourceValue target : group.items("targets")) {
                Map<String, String> labels = labels(group);
                target.text().ifPresent(address -> {
                    labels.put(TARGET, address);
                    Optional<String> module = Optional.ofNullable(labels.get(MODULE));
                    draft(target.place(), labels, module.orElse("")).ifPresent(drafts::add);
                });
            }
        }
        return drafts;
    }

    private List<TargetDraft> job(SourceValue job, Optional<String> usualInterval) {
        String name = job.text("job_name").orElse("");
        job.text("scrape_interval").or(() -> usualInterval).ifPresent(interval -> intervals.add(job.place(), interval));
        job.fields().forEach((field, value) -> {
            if (field.endsWith("_sd_configs")) {
                remarks.lost(
                        value.place(),
                        field + " of job " + name,
                        field.equals("file_sd_configs")
                                ? "import the files that it names, each by itself"
                                : "targets that are discovered are not in the file");
            }
        });
        Relabeling relabeling = Relabeling.of(job.items("relabel_configs"), remarks);
        List<TargetDraft> drafts = new ArrayList<>();
        for (SourceValue group : job.items("static_configs")) {
            for (SourceValue target : group.items("targets")) {
                target.text()
                        .ifPresent(address ->
                                drafts.addAll(target(target.place(), initial(job, group, name, address), relabeling)));
            }
        }
        return drafts;
    }

    private static Map<String, String> initial(SourceValue job, SourceValue group, String name, String address) {
        Map<String, String> labels = labels(group);
        labels.put(ADDRESS, address);
        labels.put("__scheme__", job.text("scheme").orElse("http"));
        labels.put("__metrics_path__", job.text("metrics_path").orElse(""));
        if (!name.isEmpty()) {
            labels.putIfAbsent("job", name);
        }
        job.field("params")
                .ifPresent(params -> params.fields()
                        .forEach((parameter, values) -> values.items().stream()
                                .findFirst()
                                .flatMap(SourceValue::text)
                                .ifPresent(first -> labels.put("__param_" + parameter, first))));
        return labels;
    }

    private static Map<String, String> labels(SourceValue group) {
        Map<String, String> labels = new LinkedHashMap<>();
        group.field("labels")
                .ifPresent(written -> written.fields()
                        .forEach((name, value) -> value.text()
                                .filter(text -> !text.isEmpty())
                                .ifPresent(text -> labels.put(name, text))));
        return labels;
    }

    private List<TargetDraft> target(Place place, Map<String, String> labels, Relabeling relabeling) {
        Optional<Map<String, String>> relabeled = relabeling.applied(labels, remarks);
        if (relabeled.isEmpty()) {
            remarks.note(place, "a target is dropped by its relabel rules, as in Prometheus");
            return List.of();
        }
        if (!relabeled.get().containsKey(TARGET)) {
            remarks.lost(place, "target", "no relabel rule writes " + TARGET + ", so nothing is probed");
            return List.of();
        }
        return draft(place, relabeled.get(), relabeled.get().getOrDefault(MODULE, BlackboxModules.USUAL)).stream()
                .toList();
    }

    /** @param module its name; empty where none is named and the address alone decides */
    private Optional<TargetDraft> draft(Place place, Map<String, String> labels, String module) {
        SourceAddress address = SourceAddress.of(labels.get(TARGET));
        if (address.hasUser()) {
            remarks.lost(place, "user and password in an address", "no credentials are sent");
        }
        Optional<TargetDraft> draft = module.isEmpty()
                ? ofAddress(place, address)
                : switch (modules.module(module)) {
                    case BlackboxModule.Http http -> ofHttp(place, address, http);
                    case BlackboxModule.Tls tls -> ofTls(place, address, tls);
                    case BlackboxModule.Refused refused -> refused(place, address, refused.reason());
                };
        draft.ifPresent(made -> {
            if (!module.isEmpty()) {
                made.kind(module);
            }
            Optional.ofNullable(labels.get(HOSTNAME)).ifPresent(host -> made.set("serverName", host));
            tags(place, made, labels);
        });
        return draft;
    }

    private Optional<TargetDraft> ofAddress(Place place, SourceAddress address) {
        if (address.isOf(HTTPS)) {
            return ofHttp(place, address, new BlackboxModule.Http(Map.of(), Optional.of(Map.of())));
        }
        if (address.isOf("http")) {
            return refused(place, address, "plain HTTP has no handshake");
        }
        TargetDraft draft = TargetDraft.of(place, address);
        address.scheme().ifPresent(scheme -> draft.set("protocol", scheme));
        return Optional.of(draft);
    }

    private Optional<TargetDraft> ofHttp(Place place, SourceAddress address, BlackboxModule.Http http) {
        if (!address.isOf(HTTPS)) {
            return refused(place, address, "plain HTTP has no handshake");
        }
        TargetDraft draft = TargetDraft.of(place, address);
        http.fields().forEach(draft::set);
        http.exchange().ifPresent(exchange -> {
            String path = address.path().orElse("/");
            if (exchange.isEmpty()) {
                draft.set("http", path);
            } else {
                draft.set("http", "path", path);
                exchange.forEach((field, value) -> draft.set("http", field, value));
            }
        });
        return Optional.of(draft);
    }

    private Optional<TargetDraft> ofTls(Place place, SourceAddress address, BlackboxModule.Tls tls) {
        TargetDraft draft = TargetDraft.of(place, address);
        tls.fields().forEach(draft::set);
        if (tls.upgrade().isPresent()) {
            int port = address.port()
                    .filter(digits -> digits.matches("\\d{1,5}"))
                    .map(Integer::valueOf)
                    .orElse(0);
            Optional<Protocol> protocol =
                    StartTlsDialogue.protocol(tls.upgrade().get(), port);
            if (protocol.isEmpty()) {
                return refused(
                        place, address, "the protocol of its upgrade (starttls) is not told by what is said before it");
            }
            draft.set("protocol", protocol.get().label());
        }
        return Optional.of(draft);
    }

    private Optional<TargetDraft> refused(Place place, SourceAddress address, String reason) {
        remarks.lost(place, "target " + address.host(), reason);
        return Optional.empty();
    }

    /** {@code instance} is the target again in the usual rules, and then no word of its own. */
    private void tags(Place place, TargetDraft draft, Map<String, String> labels) {
        String target = labels.get(TARGET);
        labels.forEach((name, value) -> {
            boolean repeats = name.equals("instance") && value.equals(target);
            if (!name.startsWith(INTERNAL) && !repeats) {
                draft.tag(place, name, value, remarks);
            }
        });
    }
}
