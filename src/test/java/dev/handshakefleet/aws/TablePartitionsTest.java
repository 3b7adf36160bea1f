package dev.handshakefleet.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Stored keys are a contract: these literals must not change. */
class TablePartitionsTest {

    @Test
    void storedPartitionAndSortKeysAreUnchanged() {
        assertThat(TablePartitions.measurements("a:1")).isEqualTo("a:1");
        assertThat(TablePartitions.CATALOG).isEqualTo("catalog");
        assertThat(TablePartitions.CATALOG_CURRENT).isEqualTo("current");
        assertThat(TablePartitions.CATALOG_NUMBERS).isEqualTo("numbers");
        assertThat(TablePartitions.catalogVersion(7)).isEqualTo("catalog#7");
        assertThat(TablePartitions.unfinishedCatalog(7)).isEqualTo("unfinished#7");
        assertThat(TablePartitions.CATALOG_MARKER).isEqualTo("applied");
        assertThat(TablePartitions.catalogTarget("a:1")).isEqualTo("target#a:1");
        assertThat(TablePartitions.targetInCatalog("target#a:1")).isEqualTo("a:1");
        assertThat(TablePartitions.alerts("a:1")).isEqualTo("alert#a:1");
        assertThat(TablePartitions.targetOfAlerts("alert#a:1")).isEqualTo("a:1");
        assertThat(TablePartitions.ALERT_STATE).isEqualTo("state");
        assertThat(TablePartitions.SILENCES).isEqualTo("silence");
        assertThat(TablePartitions.certificates("a:1")).isEqualTo("certificates#a:1");
        assertThat(TablePartitions.ANSWERS).isEqualTo("answers");
        assertThat(TablePartitions.revocationAnswer("ab")).isEqualTo("revocation#ab");
        assertThat(TablePartitions.renewalAnswer("x.y")).isEqualTo("renewal#x.y");
        assertThat(TablePartitions.EXPIRY).isEqualTo("expiresAt");
        assertThat(TablePartitions.key("p", "s"))
                .isEqualTo(Map.of("pk", AttributeValue.fromS("p"), "sk", AttributeValue.fromS("s")));
    }

    /** Ids and addresses were stored as the JDK prints IPv6, and what was stored stays in reach. */
    @ParameterizedTest
    @CsvSource({
        "[::1]:443, [0:0:0:0:0:0:0:1]:443",
        "[2001:db8::1]:8443/www.example.com, [2001:db8:0:0:0:0:0:1]:8443/www.example.com",
        "[2001:db8::1]:443/2001:db8::2, [2001:db8:0:0:0:0:0:1]:443/2001:db8:0:0:0:0:0:2",
        "localhost:443/::1, localhost:443/0:0:0:0:0:0:0:1",
        "2001:db8::1, 2001:db8:0:0:0:0:0:1",
        "fe80::1%2, fe80:0:0:0:0:0:0:1%2",
        "dead:443, dead:443",
        "192.0.2.7:443, 192.0.2.7:443",
        "example.com:443/www.example.com, example.com:443/www.example.com",
    })
    void ipv6IsStoredInFullAndShownShort(String shown, String stored) {
        assertThat(TablePartitions.stored(shown)).isEqualTo(stored);
        assertThat(TablePartitions.shown(stored)).isEqualTo(shown);
        assertThat(TablePartitions.stored(stored)).isEqualTo(stored);
        assertThat(TablePartitions.shown(shown)).isEqualTo(shown);
    }

    @Test
    void everyPartitionOfATargetHoldsIpv6InFull() {
        assertThat(TablePartitions.measurements("[::1]:443")).isEqualTo("[0:0:0:0:0:0:0:1]:443");
        assertThat(TablePartitions.targetOfMeasurements("[0:0:0:0:0:0:0:1]:443"))
                .isEqualTo("[::1]:443");
        assertThat(TablePartitions.catalogTarget("[::1]:443")).isEqualTo("target#[0:0:0:0:0:0:0:1]:443");
        assertThat(TablePartitions.targetInCatalog("target#[0:0:0:0:0:0:0:1]:443"))
                .isEqualTo("[::1]:443");
        assertThat(TablePartitions.alerts("[::1]:443")).isEqualTo("alert#[0:0:0:0:0:0:0:1]:443");
        assertThat(TablePartitions.targetOfAlerts("alert#[0:0:0:0:0:0:0:1]:443"))
                .isEqualTo("[::1]:443");
        assertThat(TablePartitions.certificates("[::1]:443")).isEqualTo("certificates#[0:0:0:0:0:0:0:1]:443");
    }

    @Test
    void pageAboutTheTablesNamesEveryKey() throws Exception {
        assertThat(Files.readString(Path.of("docs/state-table.md")))
                .contains("`catalog`", "`applied`", "`target#`", "`alert#`", "`state`", "`silence`", "`certificates#`")
                .contains("`catalog#`", "`current`", "`numbers`", "`unfinished#`")
                .contains("`answers`", "`revocation#`", "`renewal#`", "`expiresAt`");
    }
}
