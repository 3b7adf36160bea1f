package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.support.CommandResult;
import dev.handshakefleet.support.FunctionPackage;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code infra/deploy-regions.sh} in a checkout of its own, with {@code sam} and {@code aws} that write down their calls. */
class DeployRegionsIT {

    /** The option that keeps sam from cutting a value at a blank. */
    private static final String BLANKS = "Targets=a.example, b.example";

    @TempDir
    private Path checkout;

    @BeforeEach
    void prepareCheckout() throws IOException {
        Files.createDirectories(checkout.resolve("infra"));
        Files.copy(Path.of("infra/deploy-regions.sh"), checkout.resolve("infra/deploy-regions.sh"));
        Files.copy(Path.of("template.yaml"), checkout.resolve("template.yaml"));
        Files.copy(Path.of("pom.xml"), checkout.resolve("pom.xml"));
    }

    @Test
    void dryRunPrintsTheCommandsWithHomeFirst() throws Exception {
        CommandResult result =
                deploy("--dry-run", "--name", "web", "eu-west-1", "us-east-1", "--", "Targets=a.example,b.example");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.outLines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("sam deploy --template-file template.yaml --stack-name web ")
                        .contains("--no-fail-on-empty-changeset")
                        .endsWith("FleetName=web HomeRegion=eu-west-1 Runtime=provided.al2023"
                                + " Targets=a.example,b.example"));
        assertThat(result.outLines().getFirst()).contains("--region eu-west-1 ");
        assertThat(result.outLines().getLast()).contains("--region us-east-1 ");
        assertThat(calls()).isEmpty();
    }

    @Test
    void packageOfTheJvmIsDeployedByATemplateThatFitsItAlone() throws Exception {
        fakeAws("");
        fakeSam("exit 0");
        functionZip("function-jvm", "META-INF/MANIFEST.MF", new byte[] {1});

        CommandResult result = deploy("--jvm", "eu-west-1");

        Path template = checkout.resolve("target/function-jvm/eu-west-1.yaml");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(calls())
                .singleElement()
                .asString()
                .contains("--template-file target/function-jvm/eu-west-1.yaml ", " Runtime=java25");
        assertThat(Files.readString(template)).contains("CodeUri: function.zip\n");
        assertThat(CloudFormationTemplate.read(template, Map.of("Runtime", "java25"))
                        .rulesHold())
                .isTrue();
        assertThat(CloudFormationTemplate.read(template, Map.of("Runtime", "provided.al2023"))
                        .rulesHold())
                .isFalse();
        assertThat(CloudFormationTemplate.read(Path.of("template.yaml"), Map.of("Runtime", "java25"))
                        .rulesHold())
                .isFalse();
    }

    /** A published version never changes, and Lambda publishes none of a function that did not change. */
    @Test
    void everyChangePublishesAVersionOfItsOwn() throws Exception {
        fakeAws("");
        fakeSam("exit 0");
        functionZip("function-jvm", "META-INF/MANIFEST.MF", new byte[] {1});

        String first = publishedVersion("Targets=a.example");
        assertThat(publishedVersion("Targets=a.example")).isEqualTo(first);
        assertThat(publishedVersion("Targets=b.example")).isNotEqualTo(first);
        functionZip("function-jvm", "META-INF/MANIFEST.MF", new byte[] {2});
        assertThat(publishedVersion("Targets=a.example")).isNotEqualTo(first);
    }

    /** The logical id of the version; its number is in the description of the function too. */
    private String publishedVersion(String parameter) throws Exception {
        assertThat(deploy("--jvm", "eu-west-1", "--", parameter).status()).isZero();
        CloudFormationTemplate template = CloudFormationTemplate.read(
                checkout.resolve("target/function-jvm/eu-west-1.yaml"), Map.of("Runtime", "java25"));
        String version =
                template.resources("AWS::Lambda::Version").keySet().iterator().next();
        assertThat(template.resources("AWS::Serverless::Function")
                        .get("ProbeFunction")
                        .get("Description")
                        .toString())
                .endsWith(" (" + version.substring("ProbeFunctionVersion".length()) + ")");
        assertThat(template.resources("AWS::Lambda::Alias")
                        .get("ProbeFunctionAlias")
                        .get("FunctionVersion"))
                .isEqualTo(version + ".Version");
        return version;
    }

    @Test
    void packageOfTheOtherKindIsRefused() throws Exception {
        fakeAws("");
        fakeSam("exit 0");

        assertRefused(deploy("eu-west-1"), "target/function-native/function.zip is missing; build it first: ./mvnw");
        functionZip("function-native", "META-INF/MANIFEST.MF", new byte[] {1});
        assertRefused(deploy("eu-west-1"), "function-native/function.zip has no bootstrap");
        functionZip("function-jvm", "bootstrap", FunctionPackage.ARM64);
        assertRefused(deploy("--jvm", "eu-west-1"), "function-jvm/function.zip holds a native executable");
        assertThat(calls()).isEmpty();
    }

    @Test
    void executableForAnotherArchitectureIsRefused() throws Exception {
        fakeAws("");
        fakeSam("exit 0");
        functionZip("function-native", "bootstrap", FunctionPackage.X86_64);

        assertRefused(
                deploy("eu-west-1"), "function.zip was built for x86_64 and the function runs on arm64; build it on");
        assertThat(calls()).isEmpty();
        assertThat(deploy("eu-west-1", "--", "Architecture=x86_64").status()).isZero();
        assertThat(calls()).singleElement().asString().endsWith(" Architecture=x86_64");
    }

    @Test
    void valueWithBlanksAndEmptyValueReachSamWhole() throws Exception {
        assertThat(deploy("--dry-run", "eu-west-1", "--", BLANKS, "AlertEmail=", "AllowNetworks=o'neil")
                        .outLines()
                        .getFirst())
                .endsWith("'Targets=\"a.example, b.example\"' 'AlertEmail=\"\"' 'AllowNetworks=\"o'\\''neil\"'");
    }

    @Test
    void parameterOfOneRegionReplacesThatOfAll() throws Exception {
        List<String> commands = deploy(
                        "--dry-run",
                        "eu-west-1",
                        "us-east-1",
                        "--",
                        "us-east-1:CaLayer=arn:aws:lambda:us-east-1:123456789012:layer:ca:1",
                        "CaFile=/opt/ca.pem",
                        "us-east-1:RateMinutes=10",
                        "RateMinutes=5")
                .outLines();

        assertThat(commands.getFirst()).endsWith(" CaFile=/opt/ca.pem RateMinutes=5");
        assertThat(commands.getLast())
                .endsWith(" CaLayer=arn:aws:lambda:us-east-1:123456789012:layer:ca:1 CaFile=/opt/ca.pem"
                        + " RateMinutes=10");
    }

    @Test
    void everyRegionIsDeployedWithTheSameParameters() throws Exception {
        fakeAws("");
        fakeSam("exit 0");
        functionZip("function-native", "bootstrap", FunctionPackage.ARM64);

        CommandResult result = deploy(
                "--tag", "team=web", "eu-west-1", "us-east-1", "ap-southeast-2", "--", "AlertEmail=ops@example.com");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(calls())
                .hasSize(3)
                .allSatisfy(call -> assertThat(call)
                        .contains(" --tags team=web ")
                        .contains("HomeRegion=eu-west-1 Runtime=provided.al2023 AlertEmail=ops@example.com"));
        assertThat(result.err())
                .contains("deployed eu-west-1 us-east-1 ap-southeast-2")
                .contains("confirm 4 subscriptions");
        assertThat(result.outLines())
                .containsExactly("export FLEET_HOME_REGION=eu-west-1 FLEET_STATE_TABLE=handshake-fleet-state"
                        + " FLEET_MEASUREMENTS_TABLE=handshake-fleet-measurements");
    }

    /** The status of the regions shows which of them run the same package. */
    @Test
    void versionNamesTheProgramAndItsPackage() throws Exception {
        fakeAws("");
        fakeSam("exit 0");
        functionZip("function-native", "bootstrap", FunctionPackage.ARM64);
        deploy("eu-west-1");
        deploy("eu-west-1");
        functionZip("function-jvm", "META-INF/MANIFEST.MF", new byte[] {1});
        deploy("--jvm", "eu-west-1");

        List<String> versions = calls().stream()
                .map(call -> call.replaceFirst(".* Version=(\\S+) .*", "$1"))
                .toList();
        assertThat(versions).hasSize(3).allMatch(version -> version.matches("\\d+\\.\\d+\\.\\d+\\+\\d{1,10}"));
        assertThat(versions.get(1)).isEqualTo(versions.get(0));
        assertThat(versions.get(2)).isNotEqualTo(versions.get(0));
    }

    @Test
    void firstFailureStopsAndReportsDeployedRegions() throws Exception {
        fakeAws("");
        fakeSam("case \"$*\" in *'--region us-east-1'*) exit 1 ;; esac");
        functionZip("function-native", "bootstrap", FunctionPackage.ARM64);

        CommandResult result = deploy("eu-west-1", "us-east-1", "ap-southeast-2");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("us-east-1 failed; deployed before it: eu-west-1");
        assertThat(calls()).hasSize(2);
    }

    @Test
    void stackWhoseCreationFailedIsDeletedBeforeItIsCreatedAgain() throws Exception {
        fakeAws("""
                case "$*" in
                    *describe-stacks*'--region eu-west-1'*) printf 'ROLLBACK_COMPLETE\\teu-west-1\\n'; exit 0 ;;
                esac
                """);
        fakeSam("exit 0");
        functionZip("function-native", "bootstrap", FunctionPackage.ARM64);

        CommandResult result = deploy("eu-west-1", "us-east-1");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(awsCalls())
                .filteredOn(call -> !call.contains("describe-stacks"))
                .containsExactly(
                        "cloudformation delete-stack --region eu-west-1 --stack-name handshake-fleet",
                        "cloudformation wait stack-delete-complete --region eu-west-1 --stack-name handshake-fleet");
        assertThat(calls()).hasSize(2);
    }

    /** The home region of a stack is its parameter, or its own region where that is empty. */
    @ParameterizedTest
    @CsvSource({
        "us-east-1 eu-west-1, eu-west-1, eu-west-1",
        "us-east-1 eu-west-1, us-east-1, eu-west-1",
        "us-east-1 eu-west-1, eu-west-1, ''",
        "us-east-1, us-east-1, eu-west-1"
    })
    void homeRegionThatIsNotThatOfTheFleetIsRefused(String regions, String stack, String home) throws Exception {
        fakeAws("case \"$*\" in *describe-stacks*'--region " + stack + "'*) printf 'CREATE_COMPLETE\\t" + home
                + "\\n'; exit 0 ;; esac");
        fakeSam("exit 0");
        functionZip("function-native", "bootstrap", FunctionPackage.ARM64);

        assertRefused(deploy(regions.split(" ", -1)), "HOME_REGION: 'us-east-1'; accepted: eu-west-1, the home region");
        assertThat(calls()).isEmpty();

        CommandResult moved = deploy(("--new-home " + regions).split(" ", -1));
        assertThat(moved.status()).as(moved.err()).isZero();
        assertThat(calls()).isNotEmpty().allMatch(call -> call.contains(" HomeRegion=us-east-1 "));
    }

    @Test
    void accountThatCannotBeReadStopsTheDeployment() throws Exception {
        fakeAws("echo 'Unable to locate credentials' >&2; exit 255");
        fakeSam("exit 0");
        functionZip("function-native", "bootstrap", FunctionPackage.ARM64);

        CommandResult result = deploy("eu-west-1");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("eu-west-1: Unable to locate credentials");
        assertThat(calls()).isEmpty();
    }

    @Test
    void badInputIsRefusedByName() throws Exception {
        assertRefused(deploy(), "HOME_REGION: missing");
        assertRefused(deploy("Europe"), "region: 'Europe'; accepted: the name of an AWS region");
        assertRefused(deploy("eu-west-1", "eu-west-1"), "region: 'eu-west-1' is named twice");
        assertRefused(deploy("--force", "eu-west-1"), "unknown option '--force'");
        assertRefused(deploy("--name", "Web Fleet", "eu-west-1"), "--name: 'Web Fleet'; accepted: ");
        assertRefused(deploy("--tag", "team", "eu-west-1"), "--tag: 'team'; accepted: KEY=VALUE");
        assertRefused(deploy("--tag", "team=a b", "eu-west-1"), "--tag: 'team=a b'; accepted: KEY=VALUE");
        assertRefusedParameter("HomeRegion=x", "parameter 'HomeRegion' is set by this script");
        assertRefusedParameter("Version=1", "parameter 'Version' is set by this script");
        assertRefusedParameter("eu-west-1:Runtime=x", "parameter 'Runtime' is set by this script");
        assertRefusedParameter("targets", "parameter: 'targets'; accepted: KEY=VALUE");
        assertRefusedParameter("Target=a", "parameter: 'Target'; accepted: ");
        assertRefusedParameter("us-east-1:Targets=a", "parameter: 'us-east-1:Targets=a'; accepted: one of the regions");
        assertRefusedParameter("Targets=\"a\"", "parameter 'Targets': sam cannot pass on quotation marks");
        assertRefusedParameter("Targets=a\nb", "parameter 'Targets': sam cannot pass on quotation marks");
        assertRefusedParameter(
                "CaLayer=arn:aws:lambda:us-east-1:123456789012:layer:ca:1", "accepted: a layer of eu-west-1");
        assertRefused(
                deploy("--dry-run", "eu-west-1", "--", "Targets=a", "Targets=b"),
                "parameter: 'Targets' is given twice");
    }

    @Test
    void missingProgramsAreReportedInOneLine() throws Exception {
        assertRefused(deploy("eu-west-1"), "the AWS SAM CLI (sam) is not installed");
        fakeSam("exit 0");
        assertRefused(deploy("eu-west-1"), "the AWS CLI (aws) is not installed");
    }

    @Test
    void helpIsPrinted() throws Exception {
        assertThat(deploy("--help").outLines().getFirst()).startsWith("Usage: infra/deploy-regions.sh");
    }

    private void assertRefusedParameter(String parameter, String expected) throws Exception {
        assertRefused(deploy("--dry-run", "eu-west-1", "--", parameter), expected);
    }

    private static void assertRefused(CommandResult result, String expected) {
        assertThat(result.status()).as(result.err()).isEqualTo(2);
        assertThat(result.outLines()).isEmpty();
        assertThat(result.err()).contains(expected);
    }

    private CommandResult deploy(String... arguments) throws Exception {
        Prerequisites.program("unzip");
        List<String> command = new ArrayList<>(List.of("/bin/sh", "infra/deploy-regions.sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(checkout.toFile());
        builder.environment().put("PATH", checkout + ":/usr/bin:/bin");
        return CommandResult.of(builder, checkout);
    }

    private void functionZip(String directory, String entry, byte[] content) throws IOException {
        FunctionPackage.write(checkout.resolve("target").resolve(directory).resolve("function.zip"), entry, content);
    }

    private void fakeSam(String ending) throws IOException {
        program("sam", "echo \"$*\" >>'" + checkout.resolve("calls.txt") + "'\n" + ending + "\n");
    }

    /** Without an answer of its own it knows no stack, as a new account does. */
    private void fakeAws(String answer) throws IOException {
        program("aws", "echo \"$*\" >>'" + checkout.resolve("aws.txt") + "'\n" + answer + """

                        case "$*" in
                            *describe-stacks*) echo 'Stack with id handshake-fleet does not exist' >&2; exit 254 ;;
                        esac
                        """);
    }

    private void program(String name, String script) throws IOException {
        Path program = Files.writeString(checkout.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> calls() throws IOException {
        return lines("calls.txt");
    }

    private List<String> awsCalls() throws IOException {
        return lines("aws.txt");
    }

    private List<String> lines(String name) throws IOException {
        Path calls = checkout.resolve(name);
        return Files.exists(calls) ? Files.readAllLines(calls, StandardCharsets.UTF_8) : List.of();
    }
}
