package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.probe.result.Failure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** XMPP (RFC 6120), as a client or as another server. */
final class XmppDialogue implements Dialogue {

    private static final String STREAMS = "http://etherx.jabber.org/streams";
    private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";

    private final String header;

    private XmppDialogue(String contentNamespace, String addresses) {
        this.header = "<?xml version='1.0'?><stream:stream xmlns='" + contentNamespace + "' xmlns:stream='" + STREAMS
                + "' " + addresses + " version='1.0'>";
    }

    /** @param serverName the domain of the wanted server */
    static XmppDialogue client(String serverName) {
        return new XmppDialogue("jabber:client", to(serverName));
    }

    /** RFC 6120, 4.7.1: between servers, the initiating server sends its name. */
    static XmppDialogue server(String serverName) {
        return new XmppDialogue("jabber:server", "from='" + StartTls.CALLER + "' " + to(serverName));
    }

    @Override
    public void run(ClearTextChannel channel) throws UpgradeFailedException {
        XmlScan scan = new XmlScan(channel);
        openStream(channel, scan);
        readFeaturesWithOffer(channel, scan);
        startTls(channel, scan);
        channel.requireNothingUnread();
    }

    /** RFC 6120, 4.2: our header, then theirs. A header without version 1.0 is never followed by features (4.7.5). */
    private void openStream(ClearTextChannel channel, XmlScan scan) throws UpgradeFailedException {
        channel.send(octets(header), "the XMPP stream header");
        XmlTag stream = scan.next();
        if (stream.kind() != XmlTag.Kind.OPEN || !stream.localName().equals("stream")) {
            throw channel.unexpected("<" + stream.name() + ">");
        }
        if (!stream.attributes().containsKey("version")) {
            // RFC 6120, 4.9.1.2: after a header that cannot be correct, a stream error can follow; it is more
            // informative.
            channel.await("the XMPP stream features");
            throw new UpgradeFailedException(
                    Kind.STARTTLS_REFUSED, "The server's stream is older than XMPP 1.0: it cannot offer STARTTLS");
        }
    }

    /** RFC 6120, 4.3.2 and 5.4.1: STARTTLS is a child of the features. */
    private static void readFeaturesWithOffer(ClearTextChannel channel, XmlScan scan) throws UpgradeFailedException {
        channel.await("the XMPP stream features");
        XmlTag tag = next(scan);
        if (!tag.begins("features")) {
            throw channel.unexpected("<" + tag.name() + ">");
        }
        boolean offered = false;
        StringJoiner features = new StringJoiner(", ");
        int depth = tag.kind() == XmlTag.Kind.OPEN ? 1 : 0;
        while (depth > 0) {
            tag = scan.next();
            if (depth == 1 && tag.kind() != XmlTag.Kind.CLOSE) {
                offered |= tag.begins("starttls") && tag.declares(TLS);
                features.add(tag.localName());
            }
            depth += depthChange(tag);
        }
        if (!offered) {
            throw UpgradeFailedException.notOffered("STARTTLS", features.toString());
        }
    }

    /** RFC 6120, 5.4.2: proceed or failure. TLS begins after the last octet of proceed (5.4.3.1). */
    private static void startTls(ClearTextChannel channel, XmlScan scan) throws UpgradeFailedException {
        channel.send(octets("<starttls xmlns='" + TLS + "'/>"), "the answer to STARTTLS (proceed)");
        XmlTag answer = next(scan);
        if (answer.begins("failure")) {
            throw UpgradeFailedException.refused("STARTTLS", "failure");
        }
        if (!answer.begins("proceed") || !answer.declares(TLS)) {
            throw channel.unexpected("<" + answer.name() + ">");
        }
        if (answer.kind() == XmlTag.Kind.OPEN) {
            XmlTag end = scan.next();
            if (end.kind() != XmlTag.Kind.CLOSE) {
                throw channel.unexpected("<" + end.name() + ">");
            }
        }
    }

    /**
     * The next tag inside the stream. RFC 6120, 4.9: the first child of an error names the reason for which the stream
     * ends.
     */
    private static XmlTag next(XmlScan scan) throws UpgradeFailedException {
        XmlTag tag = scan.next();
        if (tag.kind() == XmlTag.Kind.CLOSE) {
            throw UpgradeFailedException.sessionRefused("to continue", "</" + tag.name() + ">");
        }
        if (tag.name().equals("stream:error")) {
            String condition = tag.kind() == XmlTag.Kind.OPEN ? scan.next().localName() : "";
            throw UpgradeFailedException.sessionRefused("the stream", "stream error " + condition);
        }
        return tag;
    }

    private static int depthChange(XmlTag tag) {
        return switch (tag.kind()) {
            case OPEN -> 1;
            case CLOSE -> -1;
            case EMPTY -> 0;
        };
    }

    private static String to(String serverName) {
        return "to='" + serverName.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;") + "'";
    }

    private static byte[] octets(String xml) {
        return xml.getBytes(StandardCharsets.UTF_8);
    }
}
