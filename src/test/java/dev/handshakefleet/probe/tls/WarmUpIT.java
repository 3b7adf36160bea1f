package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class WarmUpIT {

    @Test
    void everyKindOfPeerIsShakenHandsWith() {
        assertThat(WarmUp.run(new Handshaker(), new SecureRandom())).isGreaterThanOrEqualTo(4);
    }
}
