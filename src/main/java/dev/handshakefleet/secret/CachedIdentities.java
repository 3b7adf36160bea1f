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
public final class CachedIdentities implements ClientIdentities {

    private static final Duration CACHED_FOR = Duration.ofMinutes(5);

    private final SecretReader secrets;
    private final ConcurrentHashMap<ClientCertificate, Entry> entries = new ConcurrentHashMap<>();

    private record Entry(ClientIdentity identity, Deadline until) {}

    public CachedIdentities(SecretReader secrets) {
        this.secrets = secrets;
    }

    @Override
    public ClientIdentity get(ClientCertificate certificate) {
        return entries.compute(certificate, (place, cached) -> isFresh(cached) ? cached : read(place))
                .identity();
    }

    private static boolean isFresh(Entry cached) {
        return cached != null && !cached.until().hasPassed();
    }

    private Entry read(ClientCertificate certificate) {
        Optional<char[]> password = certificate.password().map(secrets::read).map(CachedIdentities::characters);
        return new Entry(ClientIdentity.read(secrets.read(certificate.from()), password), Deadline.in(CACHED_FOR));
    }

    /** The last line of a file may end in a line break, which is not part of the password. */
    private static char[] characters(byte[] secret) {
        return new String(secret, StandardCharsets.UTF_8).strip().toCharArray();
    }
}
