package dev.handshakefleet.alert.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.base.PlainText;
import dev.handshakefleet.target.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The commands that look closer at a target, ready to paste into a shell. Pure. Whatever the names hold, each of them stays
 * one word of its command.
 *
 * @param function the name of the Lambda function; empty where there is none
 */
public record FollowUpCommands(Optional<String> function) {

    /** By the command on this machine only. */
    public static final FollowUpCommands BY_COMMAND = new FollowUpCommands(Optional.empty());

    private static final int SUBMISSION = 587;

    /** What no shell takes for anything else. */
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");

    /** What stands in JSON as itself here; the rest as its code, so that neither a shell nor a chat finds a meaning in it. */
    private static final Pattern NOT_PLAIN_JSON = Pattern.compile("[^A-Za-z0-9_.:,{}\\[\\]\"\\\\/-]");

    public FollowUpCommands {
        Objects.requireNonNull(function, "function");
    }

    List<String> commands(AlertNotice notice) {
        Place place = Place.of(notice.targetId());
        return function.map(name -> List.of(invocation(name, region(notice), place), probe(place)))
                .orElse(List.of(probe(place)));
    }

    /**
     * What the id of a target tells.
     *
     * @param address {@code host:port}
     * @param serverName where it is another name than the host
     * @param scheme how connections to that port come to speak TLS as a rule; ids do not say it
     */
    private record Place(String address, Optional<String> serverName, Optional<String> scheme) {

        static Place of(String targetId) {
            String[] parts = targetId.split("/", 2);
            return new Place(
                    parts[0],
                    parts.length == 1 ? Optional.empty() : Optional.of(parts[1]),
                    usualScheme(port(parts[0])));
        }

        String url() {
            return scheme.map(word -> word + "://").orElse("") + address;
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

    /** From where it is seen: the network path may be the matter. */
    private static Optional<String> region(AlertNotice notice) {
        return notice.seenFrom().stream()
                .findFirst()
                .or(() -> Optional.of(notice.region()))
                .filter(region -> !region.isEmpty());
    }

    private static String probe(Place place) {
        return "./fleet probe "
                + place.serverName()
                        .map(name -> "--server-name " + word(name) + " ")
                        .orElse("")
                + word(place.url());
    }

    private static String invocation(String function, Optional<String> region, Place place) {
        return "aws lambda invoke"
                + region.map(name -> " --region " + word(name)).orElse("") + " --function-name "
                + word(function) + " --cli-binary-format raw-in-base64-out --payload '" + payload(place)
                + "' /dev/stdout";
    }

    private static String payload(Place place) {
        ObjectNode event = JsonText.object().put("action", "probe");
        place.serverName()
                .ifPresentOrElse(
                        name -> named(event.putArray("targets").addObject(), place, name),
                        () -> event.putArray("targets").add(place.url()));
        return NOT_PLAIN_JSON
                .matcher(event.put("store", false).put("alert", false).toString())
                .replaceAll(odd -> escaped(odd.group()));
    }

    private static void named(ObjectNode target, Place place, String serverName) {
        int colon = place.address().lastIndexOf(':');
        String host = place.address().substring(0, Math.max(0, colon)).replaceAll("^\\[|\\]$", "");
        target.put("host", host).put("port", Place.port(place.address())).put("serverName", serverName);
        place.scheme().ifPresent(word -> target.put("protocol", word));
    }

    private static String escaped(String odd) {
        StringBuilder codes = new StringBuilder();
        odd.chars().forEach(unit -> codes.append("\\\\u%04x".formatted(unit)));
        return codes.toString();
    }

    /** As one word of a shell, whatever is in it. */
    private static String word(String text) {
        String line = PlainText.clean(text);
        return PLAIN_WORD.matcher(line).matches() ? line : "'" + line.replace("'", "'\\''") + "'";
    }
}
