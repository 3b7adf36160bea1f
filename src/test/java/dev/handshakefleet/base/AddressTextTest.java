package dev.handshakefleet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {

    /** The examples of RFC 5952, sections 4 and 5, and the edges of its rules. */
    @ParameterizedTest
    @CsvSource({
        "::1, ::1",
        "::, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:0DB8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:aaaa:bbbb:cccc:dddd:eeee:AAAA, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa",
        "1:0:0:0:0:0:0:0, 1::",
        "fe80::, fe80::",
        "0:0:1:2:3:4:5:6, ::1:2:3:4:5:6",
        "::192.0.2.1, ::c000:201",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1000:100:10:1:1000:100:10:1, 1000:100:10:1:1000:100:10:1",
        "192.0.2.7, 192.0.2.7",
    })
    void addressesAreWrittenByRfc5952(String written, String text) {
        assertThat(AddressText.of(InetAddress.ofLiteral(written))).isEqualTo(text);
    }

    @Test
    void mappedAddressIsWrittenWithDots() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, (byte) 200};

        assertThat(AddressText.of(Inet6Address.getByAddress(null, mapped, -1))).isEqualTo("::ffff:10.0.0.200");
    }

    @Test
    void zoneStaysBehindTheAddress() throws UnknownHostException {
        byte[] local = {-2, -128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

        assertThat(AddressText.of(Inet6Address.getByAddress(null, local, 7))).isEqualTo("fe80::1%7");
    }
}
