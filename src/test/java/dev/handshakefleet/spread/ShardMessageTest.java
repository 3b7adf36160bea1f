package dev.handshakefleet.spread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.catalog.HashRange;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardMessageTest {

    private static final String MESSAGE = "{\"kind\":\"shard\",\"version\":1,\"catalogVersion\":17,"
            + "\"first\":\"0000000000000000\",\"last\":\"0fffffffffffffff\","
            + "\"scheduledTime\":\"2026-11-23T10:00:00Z\",\"shard\":1,\"shards\":16,\"over\":\"PT3.75S\"}";

    private static final Shard SHARD = new Shard(
            17, HashRange.shard(0, 16), Instant.parse("2026-11-23T10:00:00Z"), 1, 16, Duration.ofMillis(3_750));

    @Test
    void shardIsWrittenAndReadByTheNamesOfTheContract() throws JsonProcessingException {
        assertThat(ShardMessage.of(SHARD)).isEqualTo(MESSAGE);
        assertThat(ShardMessage.read(json(MESSAGE))).isEqualTo(SHARD);
        assertThat(ShardMessage.read(json(MESSAGE.replace("PT3.75S", "PT0S"))).over())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"catalogVersion\":17                       | \"catalogVersion\":0       | catalogVersion: '0'; accepted: a whole number from 1 to 9223372036854775807",
                "\"catalogVersion\":17                       | \"catalogVersion\":1.5     | catalogVersion: '1.5'; accepted: a whole number",
                "\"catalogVersion\":17                       | \"catalogVersion\":1e99    | catalogVersion: '1.0E99'; accepted: a whole number",
                "\"catalogVersion\":17,                      | ``                         | catalogVersion: missing; accepted: a whole number",
                "\"first\":\"0000000000000000\"              | \"first\":\"fffffffffffffffff\" | first, last: ",
                "\"first\":\"0000000000000000\"              | \"first\":\"1\"            | first, last: '1, 0fffffffffffffff'; accepted: 16 hexadecimal digits",
                "\"first\":\"0000000000000000\"              | \"first\":\"f000000000000000\" | first, last: 'f000000000000000, 0fffffffffffffff'; accepted: 16 hexadecimal digits, the first hash at most the last one",
                "\"last\":\"0fffffffffffffff\"               | \"last\":{}                | last: 'an object or a list'; accepted: 16 hexadecimal digits",
                "\"scheduledTime\":\"2026-11-23T10:00:00Z\"  | \"scheduledTime\":\"now\"  | scheduledTime: 'now'; accepted: an ISO-8601 instant",
                "\"shard\":1                                 | \"shard\":17               | shard: '17'; accepted: a whole number from 1 to 16",
                "\"shards\":16                               | \"shards\":2001            | shards: '2001'; accepted: a whole number from 1 to 2000",
                "\"over\":\"PT3.75S\"                        | \"over\":\"-PT1S\"         | over: '-PT1S'; accepted: an ISO-8601 duration",
                "\"over\":\"PT3.75S\"                        | \"over\":\"PT1S\",\"x\":1  | body: 'field x'; accepted: catalogVersion, first, kind, last, over, scheduledTime, shard, shards, version",
            })
    void poisonedMessageIsRefusedWithFieldValueAndAcceptedForm(String part, String other, String reason)
            throws JsonProcessingException {
        JsonNode message = json(MESSAGE.replace(part, other));

        assertThatThrownBy(() -> ShardMessage.read(message))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T09:00:00.001Z, true",
        "2026-11-23T09:00:00Z, false",
        "2026-11-23T10:05:00Z, true",
        "2026-11-23T10:05:00.001Z, false",
        "2026-11-23T11:00:00Z, false"
    })
    void shardOfAnotherHourIsRefused(Instant scheduledTime, boolean accepted) {
        Instant now = Instant.parse("2026-11-23T10:00:00Z");
        if (accepted) {
            ShardRun.refuseOtherTimes(scheduledTime, now);
            return;
        }
        assertThatThrownBy(() -> ShardRun.refuseOtherTimes(scheduledTime, now))
                .isInstanceOf(BadInputException.class)
                .hasMessage("scheduledTime: '" + scheduledTime + "'; accepted: an instant from less than an hour ago to"
                        + " five minutes from now, which is 2026-11-23T10:00:00Z: a clock is wrong, or the message has"
                        + " waited too long");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
