package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The resources that {@code infra/report.yaml} makes for its parameters. */
class ReportTemplateTest {

    private static final Path TEMPLATE = Path.of("infra/report.yaml");

    @Test
    void thereIsNoScheduleUnlessOneIsGiven() throws IOException {
        assertThat(read(Map.of()).resources("AWS::Scheduler::Schedule")).isEmpty();
        assertThat(read(Map.of()).resources("AWS::IAM::Role")).containsOnlyKeys("ReportFunctionRole");

        Map<?, ?> schedule = read(Map.of("Schedule", "rate(1 day)", "Window", "P7D"))
                .resources("AWS::Scheduler::Schedule")
                .get("ReportSchedule");

        assertThat(schedule.get("ScheduleExpression")).isEqualTo("rate(1 day)");
        assertThat(((Map<?, ?>) schedule.get("Target")).get("Input"))
                .isEqualTo("{\"action\":\"report\",\"window\":\"P7D\",\"details\":100}");
    }

    @Test
    void theFunctionReadsTheTablesAndWritesReportsAlone() throws IOException {
        Map<?, ?> role = read(Map.of()).resources("AWS::IAM::Role").get("ReportFunctionRole");
        Map<?, ?> policy = (Map<?, ?>) ((List<?>) role.get("Policies")).getFirst();
        Set<String> actions = ((List<?>) ((Map<?, ?>) policy.get("PolicyDocument")).get("Statement"))
                .stream()
                        .flatMap(statement -> ((List<?>) ((Map<?, ?>) statement).get("Action")).stream())
                        .map(Object::toString)
                        .collect(Collectors.toSet());

        assertThat(actions)
                .containsExactlyInAnyOrder(
                        "dynamodb:BatchGetItem",
                        "dynamodb:GetItem",
                        "dynamodb:Query",
                        "s3:GetObject",
                        "s3:PutObject",
                        "logs:CreateLogStream",
                        "logs:PutLogEvents");
    }

    @Test
    void theBucketIsPrivateEncryptedAndForgets() throws IOException {
        Map<?, ?> bucket =
                read(Map.of("KeptDays", "7")).resources("AWS::S3::Bucket").get("ReportBucket");

        assertThat(((Map<?, ?>) bucket.get("PublicAccessBlockConfiguration")).values())
                .hasSize(4)
                .allSatisfy(blocked -> assertThat(blocked).hasToString("true"));
        assertThat(bucket.get("BucketEncryption").toString()).contains("AES256");
        assertThat(bucket.get("LifecycleConfiguration").toString()).contains("ExpirationInDays=7", "Status=Enabled");
        assertThat(read(Map.of())
                        .resources("AWS::S3::BucketPolicy")
                        .get("ReportBucketPolicy")
                        .toString())
                .contains("Effect=Deny", "aws:SecureTransport=false");
    }

    @Test
    void theFunctionIsAPackageOfItsOwn() throws IOException {
        assertThat(Files.readString(TEMPLATE)).contains("CodeUri: ../target/report/report.zip");
        assertThat(Files.readString(Path.of("pom.xml"))).contains("${report.directory}/report.zip");
        assertThat(Files.readString(Path.of("template.yaml"))).doesNotContain("report.zip");
    }

    private static CloudFormationTemplate read(Map<String, String> parameters) throws IOException {
        return CloudFormationTemplate.read(TEMPLATE, parameters);
    }
}
