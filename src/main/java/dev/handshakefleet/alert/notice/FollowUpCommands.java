package dev.handshakefleet.alert.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.base.RegionName;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The commands in a notice that probe the target again, or look at the region that it is about, ready to paste into a shell. Pure. Every name stays one argument of its
 * command, whatever characters it contains.
 *
 * @param function the name of the Lambda function; empty where there is none
 */
public record FollowUpCommands(Optional<String> function) {

    /** Only the command of this machine, and no invocation of a function. */
    public static final FollowUpCommands BY_COMMAND = new FollowUpCommands(Optional.empty());

    private static final int SUBMISSION = 587;

    /** Arguments without a special meaning in any shell. */
    private static final Pattern PLAIN_ARGUMENT = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");

    /** Characters that are escaped in JSON, so that neither a shell nor a chat gives them a meaning. */
    private static final Pattern NOT_PLAIN_JSON = Pattern.compile("[^A-Za-z0-9_.:,{}\\[\\]\"\\\\/-]");

    public FollowUpCommands {
        Objects.requireNonNull(function, "function");
    }

    List<String> commands(AlertNotice notice) {
        Optional<String> region = RegionName.ofId(notice.targetId());
        if (region.isPresent()) {
            return ofRegion(region.get());
        }
        if (Target.isName(notice.targetId())) {
            return List.of(ofNamed(notice));
        }
        Endpoint endpoint = Endpoint.of(notice.targetId());
        return function.map(name -> List.of(invocation(name, region(notice), endpoint), probe(endpoint)))
                .orElse(List.of(probe(endpoint)));
    }

    /**
     * The parts of a target's id.
     *
     * @param address {@code host:port}
     * @param serverName the server name; empty where it is the host
     * @param scheme the scheme that usually belongs to the port, because an id has none; empty for TLS from the first byte
     */
    private record Endpoint(String address, Optional<String> serverName, Optional<String> scheme) {

        static Endpoint of(String targetId) {
            String[] parts = targetId.split("/", 2);
            return new Endpoint(
                    parts[0],
                    parts.length == 1 ? Optional.empty() : Optional.of(parts[1]),
                    usualScheme(port(parts[0])));
        }

        String url() {
            return scheme.map(name -> name + "://").orElse("") + address;
        }

        private static int port(String address) {
            String digits = address.substring(address.lastIndexOf(':') + 1);
            return digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
        }

        private static Optional<String> usualScheme(int port) {
            if (port == SUBMISSION) {
                return Optional.of(Protocol.SMTP.label());
            }
            return Arrays.stream(Protocol.values())
                    .filter(protocol -> protocol != Protocol.TLS && protocol.defaultPort() == port)
                    .findFirst()
                    .map(Protocol::label);
        }
    }

    /** A region that sees the problem, because the network path can be its cause. */
    private static Optional<String> region(AlertNotice notice) {
        return notice.seenFrom().stream()
                .findFirst()
                .or(() -> Optional.of(notice.region()))
                .filter(region -> !region.isEmpty());
    }

    private static String probe(Endpoint endpoint) {
        return "./fleet probe "
                + endpoint.serverName()
                        .map(name -> "--server-name " + argument(name) + " ")
                        .orElse("")
                + argument(endpoint.url());
    }

    /** A region is not probed: its stack and the log of its function say more. */
    private List<String> ofRegion(String region) {
        String status = "./fleet regions --status " + region;
        return function.map(name ->
                        List.of(status, "aws logs tail --since 1h --region " + region + " " + argument(logGroup(name))))
                .orElse(List.of(status));
    }

    private static String logGroup(String function) {
        int alias = function.indexOf(':');
        return "/aws/lambda/" + (alias < 0 ? function : function.substring(0, alias));
    }

    /** A name says nothing about the address and the offer, so the target is probed as the catalog has it. */
    private String ofNamed(AlertNotice notice) {
        ObjectNode event = JsonText.object().put("action", "probe");
        event.putArray("targets").addObject().put("name", notice.targetId());
        return function.map(name -> invocation(name, region(notice), payload(event)))
                .orElse("echo '" + payload(event) + "' | ./fleet invoke -");
    }

    private static String invocation(String function, Optional<String> region, Endpoint endpoint) {
        return invocation(function, region, payload(endpoint));
    }

    private static String invocation(String function, Optional<String> region, String payload) {
        return "aws lambda invoke"
                + region.map(name -> " --region " + argument(name)).orElse("") + " --function-name "
                + argument(function) + " --cli-binary-format raw-in-base64-out --payload '" + payload
                + "' /dev/stdout";
    }

    private static String payload(Endpoint endpoint) {
        ObjectNode event = JsonText.object().put("action", "probe");
        endpoint.serverName()
                .ifPresentOrElse(
                        name -> named(event.putArray("targets").addObject(), endpoint, name),
                        () -> event.putArray("targets").add(endpoint.url()));
        return payload(event);
    }

    private static String payload(ObjectNode event) {
        return NOT_PLAIN_JSON
                .matcher(event.put("store", false).put("alert", false).toString())
                .replaceAll(odd -> escaped(odd.group()));
    }

    private static void named(ObjectNode target, Endpoint endpoint, String serverName) {
        int colon = endpoint.address().lastIndexOf(':');
        String host = endpoint.address().substring(0, Math.max(0, colon)).replaceAll("^\\[|\\]$", "");
        target.put("host", host).put("port", Endpoint.port(endpoint.address())).put("serverName", serverName);
        endpoint.scheme().ifPresent(name -> target.put("protocol", name));
    }

    private static String escaped(String odd) {
        StringBuilder codes = new StringBuilder();
        odd.chars().forEach(unit -> codes.append("\\\\u%04x".formatted(unit)));
        return codes.toString();
    }

    /** @return the text as one argument of a shell command */
    private static String argument(String text) {
        String line = SafeText.line(text);
        return PLAIN_ARGUMENT.matcher(line).matches() ? line : "'" + line.replace("'", "'\\''") + "'";
    }
}
