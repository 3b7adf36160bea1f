package dev.handshakefleet.secret;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.SecretSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * AWS Secrets Manager (text or binary) and SecureString parameters of the Systems Manager. Files and variables are
 * refused: a function has none that a target could name.
 */
public final class AwsSecrets implements SecretReader {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);

    private final Supplier<SecretsManagerClient> secrets;
    private final Supplier<SsmClient> parameters;

    /**
     * @param secrets makes a client for each secret that is read; the client is then closed
     * @param parameters makes a
     *     client for each parameter, likewise
     */
    public AwsSecrets(Supplier<SecretsManagerClient> secrets, Supplier<SsmClient> parameters) {
        this.secrets = secrets;
        this.parameters = parameters;
    }

    /**
     * Secrets of a region, with the credentials of the environment; each client is made when it is first needed.
     *
     * @param region the region; if empty, the default of the SDK
     */
    public static AwsSecrets in(Optional<String> region) {
        return new AwsSecrets(
                () -> bounded(SecretsManagerClient.builder(), region), () -> bounded(SsmClient.builder(), region));
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C bounded(
            B builder, Optional<String> region) {
        region.map(Region::of).ifPresent(builder::region);
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(LONGEST_CONNECT)
                        .socketTimeout(LONGEST_ANSWER))
                .build();
    }

    @Override
    public byte[] read(SecretSource source) {
        try {
            return switch (source.kind()) {
                case SECRETSMANAGER -> secret(source.name());
                case SSM -> parameter(source.name());
                case FILE, ENV ->
                    throw new BadInputException(
                            "clientCertificate",
                            source,
                            "secretsmanager:NAME or ssm:NAME; only the command reads files");
            };
        } catch (SdkException fault) {
            throw new BadInputException(
                    "clientCertificate",
                    source,
                    "a secret that this function may read (" + AwsFault.sentence(fault) + ")");
        }
    }

    private byte[] parameter(String name) {
        try (SsmClient client = parameters.get()) {
            return client.getParameter(request -> request.name(name).withDecryption(true))
                    .parameter()
                    .value()
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private byte[] secret(String name) {
        GetSecretValueResponse value;
        try (SecretsManagerClient client = secrets.get()) {
            value = client.getSecretValue(request -> request.secretId(name));
        }
        return value.secretString() == null
                ? value.secretBinary().asByteArray()
                : value.secretString().getBytes(StandardCharsets.UTF_8);
    }
}
