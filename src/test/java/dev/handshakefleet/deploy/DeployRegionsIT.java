package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code infra/deploy-regions.sh}, with a {@code sam} that only writes down how it was called. */
class DeployRegionsIT {

    @TempDir
    private Path directory;

    private record CommandResult(int status, List<String> out, String err) {}

    @Test
    void dryRunPrintsTheCommandsWithHomeFirst() throws Exception {
        fakeSam("exit 1");

        CommandResult result = deploy(
                "--dry-run", "--jvm", "--name", "web", "eu-west-1", "us-east-1", "--", "Targets=a.example,b.example");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("sam deploy --template-file template.yaml --stack-name web ")
                        .contains("--no-fail-on-empty-changeset")
                        .endsWith("FleetName=web HomeRegion=eu-west-1 Runtime=java25 Targets=a.example,b.example"));
        assertThat(result.out().getFirst()).contains("--region eu-west-1 ");
        assertThat(result.out().getLast()).contains("--region us-east-1 ");
        assertThat(calls()).isEmpty();
    }

    @Test
    void argumentWithShellCharactersIsQuoted() throws Exception {
        assertThat(deploy("--dry-run", "eu-west-1", "--", "AlertEmail=o'neil ops@example.com")
                        .out()
                        .getFirst())
                .endsWith("'AlertEmail=o'\\''neil ops@example.com'");
    }

    @Test
    void everyRegionIsDeployedWithTheSameParameters() throws Exception {
        fakeSam("exit 0");

        CommandResult result = deploy("eu-west-1", "us-east-1", "ap-southeast-2", "--", "AlertEmail=ops@example.com");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(calls())
                .hasSize(3)
                .allSatisfy(call -> assertThat(call)
                        .contains("HomeRegion=eu-west-1 Runtime=provided.al2023 AlertEmail=ops@example.com"));
        assertThat(result.err()).contains("deployed eu-west-1 us-east-1 ap-southeast-2");
    }

    @Test
    void firstFailureStopsAndReportsDeployedRegions() throws Exception {
        fakeSam("case \"$*\" in *'--region us-east-1'*) exit 1 ;; esac");

        CommandResult result = deploy("eu-west-1", "us-east-1", "ap-southeast-2");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("us-east-1 failed; deployed before it: eu-west-1");
        assertThat(calls()).hasSize(2);
    }

    @Test
    void badInputIsRefusedByName() throws Exception {
        assertRefused(deploy(), "HOME_REGION: missing");
        assertRefused(deploy("Europe"), "region: 'Europe'; accepted: the name of an AWS region");
        assertRefused(deploy("eu-west-1", "eu-west-1"), "region: 'eu-west-1' is named twice");
        assertRefused(deploy("--force", "eu-west-1"), "unknown option '--force'");
        assertRefused(deploy("--name", "Web Fleet", "eu-west-1"), "--name: 'Web Fleet'; accepted: ");
        assertRefused(
                deploy("--dry-run", "eu-west-1", "--", "HomeRegion=x"), "parameter 'HomeRegion' is set by this script");
        assertRefused(deploy("--dry-run", "eu-west-1", "--", "targets"), "parameter: 'targets'; accepted: KEY=VALUE");
    }

    @Test
    void missingSamIsReportedInOneLine() throws Exception {
        assertRefused(deploy("eu-west-1"), "the AWS SAM CLI (sam) is not installed");
    }

    @Test
    void helpIsPrinted() throws Exception {
        assertThat(deploy("--help").out().getFirst()).startsWith("Usage: infra/deploy-regions.sh");
    }

    private static void assertRefused(CommandResult result, String expected) {
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(expected);
    }

    private CommandResult deploy(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "infra/deploy-regions.sh"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", directory + ":/usr/bin:/bin");
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        int status = builder.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new CommandResult(status, Files.readAllLines(out), Files.readString(err));
    }

    private void fakeSam(String ending) throws IOException {
        Path sam = directory.resolve("sam");
        Files.writeString(sam, "#!/bin/sh\necho \"$*\" >>'" + directory.resolve("calls.txt") + "'\n" + ending + "\n");
        Files.setPosixFilePermissions(sam, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> calls() throws IOException {
        Path calls = directory.resolve("calls.txt");
        return Files.exists(calls) ? Files.readAllLines(calls, StandardCharsets.UTF_8) : List.of();
    }
}
