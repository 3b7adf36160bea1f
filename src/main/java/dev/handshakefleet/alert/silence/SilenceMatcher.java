package dev.handshakefleet.alert.silence;

import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HostName;
import dev.handshakefleet.base.RegionName;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Selects the notices that a silence suppresses. Every given criterion must match, and at least one is given. Immutable.
 *
 * <p>In a glob {@code *} matches any characters and {@code ?} matches one character. A target without either is normalized to a
 * target id, so that {@code https://EXAMPLE.com} and {@code bücher.example} mean the same as in a list of targets.
 *
 * @param target a glob that matches the target's name, {@code host:port/serverName}, {@code host:port}, or the host alone; an IPv6 host with or without its brackets
 * @param tag {@code name=value}; matches a target with exactly this tag
 * @param check a glob that matches the name of the check, such as {@code certificate.leaf}, or its family, such as
 *     {@code certificate}
 */
public record SilenceMatcher(Optional<String> target, Optional<String> tag, Optional<String> check) {

    private static final String ACCEPTED_TARGET =
            "HOST, HOST:PORT, HOST:PORT/SERVERNAME, NAME, region:REGION or a glob of these such as"
                    + " *.example.com (a label with a wildcard in ASCII), at most " + Glob.LONGEST
                    + " characters; * is every target";
    private static final String ACCEPTED_TAG = "NAME=VALUE, as a target has it, such as team=web";
    private static final String ACCEPTED_NONE = "at least one of them; * as target silences everything";

    private static final Pattern TARGET_GLOB = Pattern.compile("[a-z0-9._:/*?\\[\\]-]+");
    private static final Pattern LABEL_OUTSIDE_OF_ASCII = Pattern.compile("[^./:\\[\\]]*[^\\x00-\\x7f][^./:\\[\\]]*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_-]{1,64}=.{1,128}");
    private static final TargetReader READER = new TargetReader(TargetDefaults.BUILT_IN);

    /** @throws BadInputException naming the field, the value and what is accepted */
    public SilenceMatcher {
        if (target.isEmpty() && tag.isEmpty() && check.isEmpty()) {
            throw new BadInputException("target, tag, check", null, ACCEPTED_NONE);
        }
        target = target.map(SilenceMatcher::targetGlob);
        tag.filter(written -> !TAG.matcher(written).matches() || !SafeText.isOneLine(written))
                .ifPresent(written -> {
                    throw new BadInputException("tag", written, ACCEPTED_TAG);
                });
        check = check.map(SilenceMatcher::checkGlob);
    }

    /**
     * @param targetId of the target ({@link Target#id()}), or of a target with a name its {@link Target#endpoint()}
     * @param tags of the target
     * @param ofCheck the name of the check
     */
    public boolean matches(String targetId, Map<String, String> tags, String ofCheck) {
        return target.map(glob -> coversTarget(glob, targetId)).orElse(true)
                && tag.map(wanted -> hasTag(wanted, tags)).orElse(true)
                && check.map(glob -> CheckNames.covers(glob, ofCheck)).orElse(true);
    }

    private static boolean coversTarget(String glob, String targetId) {
        return names(targetId).anyMatch(name -> Glob.matches(glob, name));
    }

    /** The names of a target: its id, its address, its host; with IPv6 short and in full, because a pattern may be either. */
    private static Stream<String> names(String targetId) {
        int slash = targetId.indexOf('/');
        String address = slash < 0 ? targetId : targetId.substring(0, slash);
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return Stream.of(targetId, address, host, bare)
                .flatMap(name -> Stream.of(name, TablePartitions.stored(name)))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct();
    }

    private static boolean hasTag(String wanted, Map<String, String> tags) {
        int equals = wanted.indexOf('=');
        return wanted.substring(equals + 1).equals(tags.get(wanted.substring(0, equals)));
    }

    private static String targetGlob(String written) {
        String stripped = written.strip();
        if (stripped.isEmpty() || stripped.length() > Glob.LONGEST) {
            throw new BadInputException("target", written, ACCEPTED_TARGET);
        }
        if (!Glob.hasWildcard(stripped)) {
            return oneTarget(stripped, written);
        }
        String glob = asciiGlob(stripped);
        if (glob.length() > Glob.LONGEST || !TARGET_GLOB.matcher(glob).matches()) {
            throw new BadInputException("target", written, ACCEPTED_TARGET);
        }
        return glob;
    }

    /**
     * Labels without a wildcard are read as names are. A label that is no international name stays as it is and is refused by
     * the characters of a pattern.
     */
    private static String asciiGlob(String written) {
        return LABEL_OUTSIDE_OF_ASCII
                .matcher(written)
                .replaceAll(label -> Matcher.quoteReplacement(asciiLabel(label.group())))
                .toLowerCase(Locale.ROOT);
    }

    private static String asciiLabel(String label) {
        try {
            return Glob.hasWildcard(label) ? label : HostName.parse("target", label);
        } catch (BadInputException refused) {
            return label;
        }
    }

    /** The id of a region stays; a host without a port stays a host and matches all of its ports. Any other target becomes an id. */
    private static String oneTarget(String name, String written) {
        Optional<String> region = RegionName.ofId(name);
        if (region.isPresent()) {
            return RegionName.idOf(region.get());
        }
        try {
            return isHost(name) ? HostName.parse("target", name) : READER.idOf(name);
        } catch (BadInputException bad) {
            if (Target.isName(name)) {
                return name.toLowerCase(Locale.ROOT);
            }
            throw new BadInputException("target", written, ACCEPTED_TARGET);
        }
    }

    /** Whether the name has no port, scheme or server name. A name with two colons and no brackets is an IPv6 address. */
    private static boolean isHost(String name) {
        if (name.contains("/")) {
            return false;
        }
        if (name.startsWith("[")) {
            return name.endsWith("]");
        }
        int colon = name.indexOf(':');
        return colon < 0 || colon != name.lastIndexOf(':');
    }

    public static String checkGlob(String written) {
        String glob = written.strip().toLowerCase(Locale.ROOT);
        if (glob.length() > Glob.LONGEST || !CheckNames.canBeCovered(glob)) {
            throw new BadInputException("check", written, "a name or a glob of these: " + CheckNames.accepted());
        }
        return glob;
    }
}
