package dev.handshakefleet.imports.prometheus;

import dev.handshakefleet.imports.draft.Remarks;
import dev.handshakefleet.imports.source.BoundedPattern;
import dev.handshakefleet.imports.source.BoundedPattern.TooLongException;
import dev.handshakefleet.imports.source.Place;
import dev.handshakefleet.imports.source.SourceValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;

/**
 * The {@code relabel_configs} of a job, applied as Prometheus applies them ("Configuration", relabel_config). Immutable.
 */
final class Relabeling {

    private static final Set<String> ACTIONS = Set.of(
            "replace",
            "keep",
            "drop",
            "keepequal",
            "dropequal",
            "labelmap",
            "labeldrop",
            "labelkeep",
            "lowercase",
            "uppercase");

    private final List<Rule> rules;

    private Relabeling(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    private record Rule(
            Place place,
            String action,
            List<String> sources,
            String separator,
            String target,
            BoundedPattern regex,
            String replacement) {

        String value(Map<String, String> labels) {
            return sources.stream()
                    .map(source -> labels.getOrDefault(source, ""))
                    .collect(Collectors.joining(separator));
        }
    }

    /** @param remarks gets a remark for each rule that is not understood; it is passed over */
    static Relabeling of(List<SourceValue> written, Remarks remarks) {
        List<Rule> rules = new ArrayList<>();
        for (SourceValue each : written) {
            String action = each.text("action").orElse("replace").toLowerCase(Locale.ROOT);
            String expression = each.text("regex").orElse("(.*)");
            Optional<BoundedPattern> regex = BoundedPattern.of(expression);
            if (!ACTIONS.contains(action)) {
                remarks.lost(each.place(), "relabel rule", "this action is not known here");
            } else if (regex.isEmpty()) {
                remarks.lost(each.place(), "relabel rule", "its regular expression is not understood");
            } else {
                rules.add(new Rule(
                        each.place(),
                        action,
                        each.items("source_labels").stream()
                                .map(SourceValue::text)
                                .flatMap(Optional::stream)
                                .toList(),
                        each.text("separator").orElse(";"),
                        each.text("target_label").orElse(""),
                        regex.get(),
                        each.text("replacement").orElse("$1")));
            }
        }
        return new Relabeling(rules);
    }

    /**
     * @param labels of a target
     * @param remarks gets a remark for a rule that cannot be applied; it is passed over
     * @return the labels behind the last rule; empty where a rule drops the target
     */
    Optional<Map<String, String>> applied(Map<String, String> labels, Remarks remarks) {
        Map<String, String> current = new LinkedHashMap<>(labels);
        for (Rule rule : rules) {
            try {
                if (!applied(rule, current)) {
                    return Optional.empty();
                }
            } catch (TooLongException tooLong) {
                remarks.lost(rule.place(), "relabel rule", "its regular expression takes too long");
            }
        }
        return Optional.of(current);
    }

    /** @return whether the target stays */
    private static boolean applied(Rule rule, Map<String, String> labels) throws TooLongException {
        String value = rule.value(labels);
        switch (rule.action()) {
            case "keep" -> {
                return rule.regex().covers(value).isPresent();
            }
            case "drop" -> {
                return rule.regex().covers(value).isEmpty();
            }
            case "keepequal" -> {
                return value.equals(labels.getOrDefault(rule.target(), ""));
            }
            case "dropequal" -> {
                return !value.equals(labels.getOrDefault(rule.target(), ""));
            }
            case "lowercase" -> put(labels, rule.target(), value.toLowerCase(Locale.ROOT));
            case "uppercase" -> put(labels, rule.target(), value.toUpperCase(Locale.ROOT));
            case "labelmap" -> {
                for (Map.Entry<String, String> label : List.copyOf(labels.entrySet())) {
                    Optional<MatchResult> match = rule.regex().covers(label.getKey());
                    if (match.isPresent()) {
                        put(labels, expanded(rule.replacement(), match.get()), label.getValue());
                    }
                }
            }
            case "labeldrop", "labelkeep" -> {
                for (String name : List.copyOf(labels.keySet())) {
                    boolean covered = rule.regex().covers(name).isPresent();
                    if (covered == rule.action().equals("labeldrop")) {
                        labels.remove(name);
                    }
                }
            }
            default -> {
                Optional<MatchResult> match = rule.regex().covers(value);
                if (match.isPresent()) {
                    put(labels, expanded(rule.target(), match.get()), expanded(rule.replacement(), match.get()));
                }
            }
        }
        return true;
    }

    /** An empty label is no label. */
    private static void put(Map<String, String> labels, String name, String value) {
        if (value.isEmpty()) {
            labels.remove(name);
        } else if (!name.isEmpty()) {
            labels.put(name, value);
        }
    }

    /** Go's {@code Regexp.Expand}: {@code $1}, {@code ${1}}, {@code ${name}}; {@code $$} is a dollar sign. */
    private static String expanded(String template, MatchResult match) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char each = template.charAt(at);
            if (each != '$' || at + 1 == template.length()) {
                text.append(each);
                at++;
            } else if (template.charAt(at + 1) == '$') {
                text.append('$');
                at += 2;
            } else {
                boolean braced = template.charAt(at + 1) == '{';
                int start = at + (braced ? 2 : 1);
                int end = start;
                while (end < template.length()
                        && (Character.isLetterOrDigit(template.charAt(end)) || template.charAt(end) == '_')) {
                    end++;
                }
                text.append(group(match, template.substring(start, end)));
                at = braced && end < template.length() ? end + 1 : end;
                at = Math.max(at, start);
            }
        }
        return text.toString();
    }

    private static String group(MatchResult match, String name) {
        if (name.matches("\\d{1,3}")) {
            int number = Integer.parseInt(name);
            return number <= match.groupCount()
                    ? Optional.ofNullable(match.group(number)).orElse("")
                    : "";
        }
        return match.namedGroups().containsKey(name)
                ? Optional.ofNullable(match.group(name)).orElse("")
                : "";
    }
}
