package dev.handshakefleet.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Stored keys are a contract: these literals must not change. */
class TablePartitionsTest {

    @Test
    void storedPartitionAndSortKeysAreUnchanged() {
        assertThat(TablePartitions.measurements("a:1")).isEqualTo("a:1");
        assertThat(TablePartitions.CATALOG).isEqualTo("catalog");
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

    @Test
    void pageAboutTheTablesNamesEveryKey() throws Exception {
        assertThat(Files.readString(Path.of("docs/state-table.md")))
                .contains("`catalog`", "`applied`", "`target#`", "`alert#`", "`state`", "`silence`", "`certificates#`")
                .contains("`answers`", "`revocation#`", "`renewal#`", "`expiresAt`");
    }
}
