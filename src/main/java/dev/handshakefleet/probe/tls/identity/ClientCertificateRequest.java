package dev.handshakefleet.probe.tls.identity;

import dev.handshakefleet.base.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.CertificateRequest;

/**
 * A server's request for a client certificate (RFC 8446, 4.3.2; RFC 5246, 7.4.4).
 *
 * @param authorities the names of accepted authorities, RFC 4514, at most {@value #MOST_NAMES} and each at most {@value
 *     #LONGEST_NAME} characters, with unprintable characters replaced; empty if the server names none
 * @param authorityCount the number of authorities that the server named
 */
public record ClientCertificateRequest(List<String> authorities, int authorityCount) {

    private static final int MOST_NAMES = 20;
    private static final int MOST_NAMED = 3;
    private static final int LONGEST_NAME = 200;

    public ClientCertificateRequest {
        authorities = List.copyOf(authorities);
    }

    public static ClientCertificateRequest of(CertificateRequest request) {
        Vector<?> named = request.getCertificateAuthorities();
        if (named == null) {
            return new ClientCertificateRequest(List.of(), 0);
        }
        List<String> shown = new ArrayList<>();
        for (Object name : named.subList(0, Math.min(named.size(), MOST_NAMES))) {
            shown.add(shown((X500Name) name));
        }
        return new ClientCertificateRequest(shown, named.size());
    }

    /** Describes the wanted certificate, such as "a client certificate signed by CN=Root or CN=Other". */
    public String description() {
        String signers = authorities.stream().limit(MOST_NAMED).collect(Collectors.joining(" or "));
        String others = authorityCount > MOST_NAMED ? " or " + (authorityCount - MOST_NAMED) + " others" : "";
        return "a client certificate" + (signers.isEmpty() ? "" : " signed by " + signers + others);
    }

    private static String shown(X500Name name) {
        try {
            return SafeText.line(new X500Principal(name.getEncoded()).getName(), LONGEST_NAME);
        } catch (IOException | IllegalArgumentException unreadable) {
            return "(a name that cannot be read)";
        }
    }
}
