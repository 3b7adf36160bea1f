package dev.handshakefleet.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.support.AwsEmulator;
import dev.handshakefleet.target.SecretSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Secrets by the real clients of the SDK, from an emulator of both services; skipped where there is none. */
class AwsSecretsIT {

    @TempDir
    private static Path directory;

    private static AwsEmulator emulator;

    private final AwsSecrets secrets = new AwsSecrets(AwsSecretsIT::secretsManager, AwsSecretsIT::parameterStore);

    /** Before each test and not before all, so that a skipped test gives its reason. */
    @BeforeEach
    void startEmulatorOnce() throws IOException {
        if (emulator == null) {
            emulator = AwsEmulator.start(directory.resolve("emulator.log"));
        }
    }

    @AfterAll
    static void endTheEmulator() {
        if (emulator != null) {
            emulator.close();
        }
    }

    @Test
    void secretsOfTextAndBytesAreRead() {
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
    void secureStringIsReadDecrypted() {
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
    void missingSecretIsReportedByName() {
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
    void fileIsRefused() {
        assertThatThrownBy(() -> secrets.read(new SecretSource(SecretSource.Kind.FILE, "/etc/passwd")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("only the command reads files");
    }

    private static SecretSource secretsManager(String name) {
        return new SecretSource(SecretSource.Kind.SECRETSMANAGER, name);
    }

    private static SecretsManagerClient secretsManager() {
        return emulator.client(SecretsManagerClient.builder());
    }

    private static SsmClient parameterStore() {
        return emulator.client(SsmClient.builder());
    }
}
