package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.result.HandshakeStep;
import dev.handshakefleet.probe.result.HandshakeStep.Sender;
import dev.handshakefleet.probe.result.TlsFacts;
import java.util.List;

/** The messages of a full handshake in their order (RFC 8446, 2; RFC 5246, 7.3; RFC 5077, 3.1), ours with a sign before. */
final class FullHandshake {

    private FullHandshake() {}

    /** The expected results with a server of these settings, where we present a certificate if it requests one. */
    static List<String> with(PeerMake make, PeerSettings order) {
        boolean demanded = order.demand() != PeerSettings.Demand.NONE;
        String in13 = ">ClientHello ServerHello EncryptedExtensions "
                + (demanded ? "CertificateRequest " : "")
                + "Certificate CertificateVerify Finished "
                + (demanded ? ">Certificate >CertificateVerify " : "")
                + ">Finished";
        String before13 = ">ClientHello ServerHello Certificate ServerKeyExchange "
                + (demanded ? "CertificateRequest " : "")
                + "ServerHelloDone "
                + (demanded ? ">Certificate >ClientKeyExchange >CertificateVerify " : ">ClientKeyExchange ")
                + ">Finished "
                + (make.sendsTicketsBefore13() ? "NewSessionTicket " : "")
                + "Finished";
        return List.of((order.is13() ? in13 : before13).split(" ", -1));
    }

    /** The results. Tickets of TLS 1.3 have no fixed place: GnuTLS sends them before it has read our Finished. */
    static List<String> seen(TlsFacts facts) {
        boolean is13 = facts.version().filter("TLSv1.3"::equals).isPresent();
        return facts.steps().stream()
                .filter(step -> !is13 || !step.name().equals("NewSessionTicket"))
                .map(FullHandshake::word)
                .toList();
    }

    private static String word(HandshakeStep step) {
        return (step.from() == Sender.CLIENT ? ">" : "") + step.name();
    }
}
