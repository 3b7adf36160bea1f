package dev.handshakefleet.imports.prometheus;

import dev.handshakefleet.target.Protocol;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells the protocol of a plain-text upgrade by what is said before it, or by the port. Pure. */
final class StartTlsDialogue {

    private static final int SUBMISSION_PORT = 587;
    private static final int ALTERNATIVE_SUBMISSION_PORT = 2525;

    private StartTlsDialogue() {}

    /**
     * @param texts what is expected and sent before the upgrade
     * @param port of the target; 0 where it has none
     */
    static Optional<Protocol> protocol(List<String> texts, int port) {
        String said = String.join("\n", texts).toUpperCase(Locale.ROOT);
        if (said.contains("LHLO")) {
            return Optional.of(Protocol.LMTP);
        }
        if (said.contains("EHLO") || said.contains("HELO")) {
            return Optional.of(Protocol.SMTP);
        }
        if (said.contains("STLS")) {
            return Optional.of(Protocol.POP3);
        }
        if (said.contains("AUTH TLS") || said.contains("AUTH SSL")) {
            return Optional.of(Protocol.FTP);
        }
        if (said.contains("JABBER:SERVER")) {
            return Optional.of(Protocol.XMPP_SERVER);
        }
        if (said.contains("JABBER:CLIENT") || said.contains("XMPP-TLS")) {
            return Optional.of(Protocol.XMPP);
        }
        if (said.contains("IMAP") || said.contains("* OK") || said.contains("\\* OK")) {
            return Optional.of(Protocol.IMAP);
        }
        return ofPort(port);
    }

    private static Optional<Protocol> ofPort(int port) {
        return port == SUBMISSION_PORT || port == ALTERNATIVE_SUBMISSION_PORT
                ? Optional.of(Protocol.SMTP)
                : Arrays.stream(Protocol.values())
                        .filter(protocol -> protocol != Protocol.TLS && protocol.defaultPort() == port)
                        .findFirst();
    }
}
