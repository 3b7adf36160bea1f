package dev.handshakefleet.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.support.HostileKey;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyLimitsTest {

    static List<HostileKey> keys() {
        return HostileKey.all();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void eachKeyBeyondALimitIsRefusedWithSizeAndLimit(HostileKey hostile) throws IOException {
        assertThat(KeyLimits.excess(hostile.key())).isEqualTo(hostile.refusal());
        assertThat(KeyLimits.excess(hostile.key().getEncoded())).isEqualTo(hostile.refusal());
    }

    @Test
    void groupOfMoreThan8192BitsIsRefused() {
        assertThat(KeyLimits.excessOfGroup(BigInteger.ONE.shiftLeft(8_192)))
                .contains("its Diffie-Hellman prime has 8,193 bits, more than the 8,192 that are accepted");
        assertThat(KeyLimits.excessOfGroup(BigInteger.ONE.shiftLeft(8_191))).isEmpty();
    }

    @Test
    void keyThatCannotBeReadHasNoExcess() {
        assertThat(KeyLimits.excess(new byte[] {0x30, 1})).isEmpty();
    }
}
