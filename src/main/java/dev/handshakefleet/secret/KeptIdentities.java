package dev.handshakefleet.secret;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.ClientIdentities;
import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import dev.handshakefleet.target.ClientCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Caches client certificates for five minutes, so that a renewed one is used soon and no service is called for every
 * probe. Thread-safe.
 */
public final class KeptIdentities implements ClientIdentities {

    private static final Duration KEPT = Duration.ofMinutes(5);

    private final SecretReader secrets;
    private final ConcurrentHashMap<ClientCertificate, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(ClientIdentity identity, Deadline until) {}

    public KeptIdentities(SecretReader secrets) {
        this.secrets = secrets;
    }

    @Override
    public ClientIdentity get(ClientCertificate certificate) {
        return kept.compute(certificate, (place, known) -> isFresh(known) ? known : read(place))
                .identity();
    }

    private static boolean isFresh(Kept known) {
        return known != null && !known.until().hasPassed();
    }

    private Kept read(ClientCertificate certificate) {
        Optional<char[]> password = certificate.password().map(secrets::read).map(KeptIdentities::characters);
        return new Kept(ClientIdentity.read(secrets.read(certificate.from()), password), Deadline.in(KEPT));
    }

    /** The last line of a file may end in a line break, which is not part of the password. */
    private static char[] characters(byte[] secret) {
        return new String(secret, StandardCharsets.UTF_8).strip().toCharArray();
    }
}
