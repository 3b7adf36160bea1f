package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.probe.net.Links;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class WarmUpIT {

    @Test
    void everyTypeOfPeerCompletesAHandshake() {
        try (Links links = Links.open()) {
            assertThat(WarmUp.run(new Handshaker(), links, new SecureRandom())).isGreaterThanOrEqualTo(4);
        }
    }
}
