package dev.handshakefleet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.cli.CommandFailedException;
import dev.handshakefleet.support.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbLocalIT {

    private static final Map<String, AttributeValue> ITEM =
            Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromS("b"));

    @TempDir
    private Path directory;

    @Test
    void storedDataOutlivesTheProcess() {
        try (DynamoDbLocal first = DynamoDbLocal.in(directory)) {
            LocalTables.create(first.client(), "measurements", "state");
            first.client().putItem(request -> request.tableName("state").item(ITEM));
        }
        try (DynamoDbLocal second = DynamoDbLocal.in(directory)) {
            LocalTables.create(second.client(), "measurements", "state");

            assertThat(second.client()
                            .getItem(request -> request.tableName("state").key(ITEM))
                            .item())
                    .isEqualTo(ITEM);
            assertThat(second.client().listTables().tableNames()).containsExactlyInAnyOrder("measurements", "state");
        }
    }

    @Test
    void processEndsWithAKilledCommandAndItsDataCanBeOpenedAgain() throws Exception {
        Process command = opened(directory);
        try (BufferedReader said = command.inputReader()) {
            ProcessHandle database =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            CompletableFuture<ProcessHandle> end = database.onExit();
            command.destroyForcibly();

            assertThat(end.get(60, TimeUnit.SECONDS).isAlive()).isFalse();
            try (DynamoDbLocal again = DynamoDbLocal.in(directory)) {
                assertThat(again.client().listTables().tableNames()).contains("state");
            }
        } finally {
            command.destroyForcibly();
        }
    }

    @Test
    void secondCommandOnTheSameDataIsRefused() throws Exception {
        Process command = opened(directory);
        try (BufferedReader said = command.inputReader()) {
            ProcessHandle database =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();

            assertThatThrownBy(() -> DynamoDbLocal.in(directory))
                    .isInstanceOf(CommandFailedException.class)
                    .hasMessage(directory + ": another command works on this data (process " + command.pid()
                            + "); wait until it ends, or choose another directory with --data");
            assertThat(database.isAlive()).isTrue();
        } finally {
            command.destroyForcibly();
        }
    }

    /** Linux answers on all of 127.0.0.0/8; a server on every interface would accept this connection. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void onlyLoopbackIsListenedOn() {
        try (DynamoDbLocal local = DynamoDbLocal.inMemory()) {
            assertThat(local.endpoint().getHost()).isEqualTo("127.0.0.1");
            assertThatThrownBy(() -> new Socket("127.0.0.2", local.endpoint().getPort()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void closedInstanceHasEnded() {
        DynamoDbLocal local = DynamoDbLocal.inMemory();
        ProcessHandle process = local.process();

        local.close();

        assertThat(process.isAlive()).isFalse();
    }

    /** A command as a user has it running: a process that holds the data open until it is killed. */
    private static Process opened(Path directory) throws IOException {
        return JavaProcess.of(
                        List.of("-D" + DynamoDbLocal.PARTS_PROPERTY + "="
                                + System.getProperty(DynamoDbLocal.PARTS_PROPERTY)),
                        HoldsDataOpen.class,
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Prints the process of its DynamoDB Local and waits to be killed. */
    static final class HoldsDataOpen {

        private HoldsDataOpen() {}

        public static void main(String... directory) throws InterruptedException {
            DynamoDbLocal local = DynamoDbLocal.in(Path.of(directory[0]));
            LocalTables.create(local.client(), "measurements", "state");
            System.out.println(local.process().pid());
            new CountDownLatch(1).await();
        }
    }
}
