package dev.handshakefleet.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.local.LocalFleet;
import dev.handshakefleet.report.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    @TempDir
    private Path directory;

    @Test
    void everyTargetGetsItsExpectedVerdictAndEachAlertIsSentOnce() throws IOException {
        List<String> printed = new CopyOnWriteArrayList<>();

        boolean asMade = new Demo(directory, Screen.PLAIN, printed::add).run();

        String all = String.join("\n", printed);
        assertThat(asMade).as(all).isTrue();
        assertThat(printed).filteredOn(line -> line.contains("Round ")).hasSize(9);
        assertThat(all)
                .contains("healthy, TLS 1.3, ECDSA", "healthy, TLS 1.2, RSA")
                .contains("CERT_EXPIRED", "CERT_EXPIRING", "HOSTNAME_MISMATCH", "SELF_SIGNED", "INCOMPLETE_CHAIN")
                .contains("SLA_BREACHED", "(tls ALERT_RECEIVED)", "(tls NOT_TLS)", "(connect CONNECTION_REFUSED)")
                .contains("12 of 12 targets", "measurements  108 in ");
        List<String> notices = Files.readAllLines(LocalFleet.noticesFile(directory));
        assertThat(notices).hasSize(11);
        assertThat(notices).filteredOn(notice -> notice.contains("OK again")).hasSize(1);
    }
}
