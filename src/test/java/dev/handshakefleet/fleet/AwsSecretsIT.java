package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakefleet.support.LoopbackPort;
import dev.handshakefleet.target.BadInputException;
import dev.handshakefleet.target.SecretSource;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Secrets by the real clients of the SDK, from an emulator of both services; skipped where there is none. */
class AwsSecretsIT {

    private static final String EMULATOR = "moto_server";

    @TempDir
    private static Path directory;

    private static Process emulator;
    private static URI endpoint;

    private final AwsSecrets secrets = new AwsSecrets(AwsSecretsIT::secretsManager, AwsSecretsIT::parameterStore);

    @BeforeAll
    static void startTheEmulator() throws IOException {
        Optional<Path> installed = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, EMULATOR))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(installed.isPresent(), "skipped: " + EMULATOR + " is not installed");
        int port = LoopbackPort.free();
        emulator = new ProcessBuilder(installed.get().toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("emulator.log").toFile())
                .start();
        LoopbackPort.awaitListening(port, emulator, Duration.ofSeconds(30));
        endpoint = URI.create("http://127.0.0.1:" + port);
    }

    @AfterAll
    static void endTheEmulator() {
        if (emulator != null) {
            emulator.destroy();
        }
    }

    @Test
    void aSecretOfTextAndOneOfBytesAreRead() {
        byte[] bytes = {0, 1, 2, (byte) 0xff};
        try (SecretsManagerClient client = secretsManager()) {
            client.createSecret(secret -> secret.name("fleet/text").secretString("-----BEGIN é"));
            client.createSecret(secret -> secret.name("fleet/bytes").secretBinary(SdkBytes.fromByteArray(bytes)));
        }

        assertThat(secrets.read(secretsManager("fleet/text")))
                .isEqualTo("-----BEGIN é".getBytes(StandardCharsets.UTF_8));
        assertThat(secrets.read(secretsManager("fleet/bytes"))).isEqualTo(bytes);
    }

    @Test
    void aSecureStringIsReadInClear() {
        try (SsmClient client = parameterStore()) {
            client.putParameter(parameter -> parameter
                    .name("/fleet/certificate")
                    .type(ParameterType.SECURE_STRING)
                    .value("the certificate"));
        }

        assertThat(secrets.read(new SecretSource(SecretSource.Kind.SSM, "/fleet/certificate")))
                .asString()
                .isEqualTo("the certificate");
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> secrets.read(secretsManager("fleet/nothing")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("secretsmanager:fleet/nothing")
                .hasMessageContaining("ResourceNotFound");
        assertThatThrownBy(() -> secrets.read(new SecretSource(SecretSource.Kind.SSM, "/fleet/nothing")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("ssm:/fleet/nothing")
                .hasMessageContaining("ParameterNotFound");
    }

    @Test
    void aFileIsRefused() {
        assertThatThrownBy(() -> secrets.read(new SecretSource(SecretSource.Kind.FILE, "/etc/passwd")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("files are the command's");
    }

    private static SecretSource secretsManager(String name) {
        return new SecretSource(SecretSource.Kind.SECRETSMANAGER, name);
    }

    private static SecretsManagerClient secretsManager() {
        return toEmulator(SecretsManagerClient.builder());
    }

    private static SsmClient parameterStore() {
        return toEmulator(SsmClient.builder());
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C toEmulator(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
