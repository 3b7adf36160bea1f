package dev.handshakefleet.inquiry.download;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HiddenText;
import dev.handshakefleet.base.HostName;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.certificate.DownloadFailedException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a download, read from a URI that anybody may have written.
 *
 * @param scheme {@code http} or {@code https}
 * @param host a DNS name or IP literal in its one form
 * @param port 1 to 65,535
 * @param pathAndQuery path and query, percent-encoded as written; begins with a slash
 */
record DownloadAddress(String scheme, String host, int port, String pathAndQuery) {

    private static final int LONGEST = 1_000;
    private static final int LONGEST_SHOWN = 70;
    private static final int LONGEST_SHOWN_HOST = 60;
    private static final int HIGHEST_PORT = 65_535;

    /** Host and port (RFC 3986, 3.2), without user info; an IPv6 address is in brackets. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]@]*\\]|[^:@\\[\\]]+)(?::(\\d{0,5}))?");

    /**
     * @param scheme the accepted scheme
     * @throws DownloadFailedException when the URI is not acceptable, with the reason
     */
    static DownloadAddress of(URI uri, String scheme) throws DownloadFailedException {
        if (uri.toString().length() > LONGEST) {
            throw refused(uri, "it is longer than 1,000 characters");
        }
        if (!isAscii(uri)) {
            throw refused(uri, "it holds characters that are not ASCII");
        }
        if (!scheme.equalsIgnoreCase(uri.getScheme())) {
            throw refused(uri, "its scheme is not " + scheme);
        }
        if (uri.getRawFragment() != null) {
            throw refused(uri, "it has a fragment");
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw refused(uri, "it names no host");
        }
        if (authority.contains("@")) {
            throw refused(uri, "it holds user info");
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw refused(uri, "its host cannot be read");
        }
        return new DownloadAddress(
                scheme, host(uri, parts.group(1)), port(uri, scheme, parts.group(2)), pathAndQuery(uri));
    }

    /** @return the host in messages, without its port; a long one is cut */
    String shownHost() {
        return SafeText.line(host, LONGEST_SHOWN_HOST);
    }

    boolean hasDefaultPort() {
        return port == defaultPort(scheme);
    }

    /** RFC 5280 (4.2.1.6) demands this of every URI in a certificate, so nothing has to be encoded. */
    private static boolean isAscii(URI uri) {
        return uri.toString().chars().allMatch(character -> character < 0x80);
    }

    private static String host(URI uri, String written) throws DownloadFailedException {
        try {
            return HostName.parse("host", written);
        } catch (BadInputException notAHost) {
            throw refused(uri, "its host is neither a DNS name nor an IP address");
        }
    }

    private static int port(URI uri, String scheme, String written) throws DownloadFailedException {
        if (written == null || written.isEmpty()) {
            return defaultPort(scheme);
        }
        int port = Integer.parseInt(written);
        if (port < 1 || port > HIGHEST_PORT) {
            throw refused(uri, "its port is not one of 1 to 65,535");
        }
        return port;
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static String pathAndQuery(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private static DownloadFailedException refused(URI uri, String reason) {
        return new DownloadFailedException(
                SafeText.line(HiddenText.value(uri.toString()), LONGEST_SHOWN) + " is not fetched: " + reason);
    }
}
