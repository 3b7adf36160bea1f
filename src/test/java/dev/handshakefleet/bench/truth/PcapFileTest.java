package dev.handshakefleet.bench.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapFileTest {

    private static final int ACK = 0x10;

    @TempDir
    private Path directory;

    @Test
    void segmentIsReadWithItsTimestampAndData() throws IOException {
        Path file = new PcapBytes()
                .segment(5_000_000_123L, true, -2, ACK, (byte) 22, (byte) 3)
                .writtenIn(directory);

        assertThat(PcapFile.read(file)).singleElement().satisfies(segment -> {
            assertThat(segment.nanos()).isEqualTo(5_000_000_123L);
            assertThat(segment.source()).isEqualTo("127.0.0.1:40000");
            assertThat(segment.destination()).isEqualTo("127.77.0.1:443");
            assertThat(segment.sequence()).isEqualTo(0xffff_fffeL);
            assertThat(segment.length()).isEqualTo(2);
            assertThat(segment.data()).containsExactly(22, 3);
            assertThat(segment.isAck()).isTrue();
            assertThat(segment.isSyn()).isFalse();
        });
    }

    @Test
    void segmentsAreInTheOrderOfTheirTimestamps() throws IOException {
        Path file = new PcapBytes()
                .segment(20, true, 2, ACK)
                .segment(10, true, 1, ACK)
                .writtenIn(directory);

        assertThat(PcapFile.read(file)).extracting(TcpSegment::nanos).containsExactly(10L, 20L);
    }

    @Test
    void otherFramesAreSkipped() throws IOException {
        Path file = new PcapBytes()
                .frame(1, new byte[0])
                .frame(2, new byte[60])
                .segment(3, true, 1, ACK)
                .writtenIn(directory);

        assertThat(PcapFile.read(file)).hasSize(1);
    }

    @Test
    void frameCutAtTheEndOfTheFileIsLeftOut() throws IOException {
        Path file = new PcapBytes()
                .segment(1, true, 1, ACK)
                .header(2, 60)
                .raw(new byte[10])
                .writtenIn(directory);

        assertThat(PcapFile.read(file)).hasSize(1);
    }

    @Test
    void oversizedFrameIsRefused() throws IOException {
        Path file = new PcapBytes().header(1, Integer.MAX_VALUE).writtenIn(directory);

        assertThatThrownBy(() -> PcapFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2147483647");
    }

    @Test
    void captureInMicrosecondsAndEmptyFileAreRefused() throws IOException {
        Path micros = new PcapBytes(0xa1b2c3d4).writtenIn(directory);
        assertThatThrownBy(() -> PcapFile.read(micros)).hasMessageContaining("nanoseconds");

        Path empty = Files.createFile(directory.resolve("empty.pcap"));
        assertThatThrownBy(() -> PcapFile.read(empty)).hasMessageContaining("nanoseconds");
    }
}
