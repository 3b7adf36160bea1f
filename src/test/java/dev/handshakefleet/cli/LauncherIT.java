package dev.handshakefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.support.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fleet}, in a checkout whose Maven wrapper and JDKs only write down how they were called. */
class LauncherIT {

    @TempDir
    private Path checkout;

    @BeforeEach
    void prepareCheckout() throws IOException {
        Files.copy(Path.of("fleet"), checkout.resolve("fleet"));
        Files.setPosixFilePermissions(checkout.resolve("fleet"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(checkout.resolve("src/main"));
        Files.createDirectories(checkout.resolve("src/laptop"));
        Files.createDirectories(checkout.resolve("src/dynamodb-local"));
        Files.createDirectories(checkout.resolve("reports"));
        Files.createDirectories(checkout.resolve("target"));
        Files.writeString(checkout.resolve("pom.xml"), "<project/>");
        program("mvnw", """
                folder=$(dirname "$0")
                echo "$*" >>"$folder/maven.txt"
                mkdir -p "$folder/target"
                cp -r "$folder/reports/." "$folder/target"
                [ ! -f "$folder/broken" ] || { echo '[ERROR] it is broken'; exit 1; }
                mkdir -p "$folder/target/command"
                touch "$folder/target/command/handshake-fleet-0-laptop.jar"
                """);
        jdk("jdk17", "17.0.1");
        jdk("jdk25", "25.0.1");
        jdk("jdk26", "26");
    }

    @Test
    void javaHomeIsUsedIfItIsNewEnough() throws Exception {
        assertThat(fleet("jdk26", "jdk25", "probe", "a b").out())
                .startsWith("jdk26 ")
                .contains(" -cp " + checkout + "/target/command/handshake-fleet-0-laptop.jar:")
                .endsWith(" dev.handshakefleet.laptop.Laptop probe a b\n");
    }

    @Test
    void javaOnThePathIsUsedIfJavaHomeIsTooOld() throws Exception {
        assertThat(fleet("jdk17", "jdk25", "help").out()).startsWith("jdk25 ");
    }

    @Test
    void javaWithoutCompilerIsNotUsed() throws Exception {
        Files.delete(checkout.resolve("jdk26/bin/javac"));

        assertThat(fleet("jdk26", "jdk25", "help").out()).startsWith("jdk25 ");
    }

    @Test
    void launcherBuildsOnlyIfSourcesAreNewerThanTheBuild() throws Exception {
        fleet("jdk25", "jdk25", "help");
        fleet("jdk25", "jdk25", "help");
        assertThat(mavenCalls()).containsExactly(maven("package -DskipTests"));

        Path source = Files.writeString(checkout.resolve("src/main/New.java"), "class New {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        fleet("jdk25", "jdk25", "help");
        assertThat(mavenCalls()).hasSize(2);
    }

    @Test
    void aotCacheIsMadeOnceForEachPackage() throws Exception {
        String cache = checkout + "/target/command/fleet.aot";

        assertThat(fleet("jdk25", "jdk25", "probe", "a").out()).contains(" -XX:AOTCache=" + cache + " ");
        assertThat(fleet("jdk25", "jdk25", "probe", "a").err()).isEmpty();
        assertThat(Path.of(cache)).exists();
        assertThat(Files.readAllLines(checkout.resolve("training.txt")))
                .singleElement()
                .asString()
                .startsWith("jdk25 ")
                .contains(
                        " -XX:AOTCacheOutput=" + cache + ".",
                        " -cp " + checkout + "/target/command/handshake-fleet-0-laptop.jar:")
                .endsWith(" dev.handshakefleet.laptop.AotTraining");

        Files.setLastModifiedTime(
                checkout.resolve("target/command/handshake-fleet-0-laptop.jar"),
                FileTime.from(Instant.now().plusSeconds(60)));
        fleet("jdk25", "jdk25", "probe", "a");
        assertThat(Files.readAllLines(checkout.resolve("training.txt"))).hasSize(2);
    }

    @Test
    void commandsRunWithoutTheAotCacheIfItCannotBeMade() throws Exception {
        program("jdk25/bin/java", "case \"$*\" in *AOTCacheOutput*) exit 1 ;; *) echo ran ;; esac");

        CommandResult result = fleet("jdk25", "jdk25", "help");

        assertThat(result.out()).isEqualTo("ran\n");
        assertThat(result.err()).contains("no AOT cache was made, so commands start slower; see " + checkout);
    }

    @Test
    void benchRunsWithAllCompilersAndOtherCommandsWithTheFirst() throws Exception {
        assertThat(fleet("jdk25", "jdk25", "probe", "a").out()).contains(" -XX:TieredStopAtLevel=1 ");
        assertThat(fleet("jdk25", "jdk25", "bench").out()).doesNotContain("TieredStopAtLevel");
    }

    @Test
    void failedBuildIsReportedAndNothingRuns() throws Exception {
        Files.createFile(checkout.resolve("broken"));

        CommandResult result = fleet("jdk25", "jdk25", "help");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("[ERROR] it is broken", "the build failed; all of it is in ");
    }

    @Test
    void testCommandRunsAllTestsWithItsOptions() throws Exception {
        CommandResult result = fleet("jdk25", "jdk25", "test", "-Dit.test=DemoIT");

        assertThat(result.status()).isZero();
        assertThat(mavenCalls()).containsExactly(maven("verify -Dit.test=DemoIT"));
    }

    @Test
    void testCommandRunsTheTestsOfAPackage() throws Exception {
        Files.createDirectories(checkout.resolve("src/test/java/dev/handshakefleet/probe/tls"));

        assertThat(fleet("jdk25", "jdk25", "test", "probe.tls", "-q").status()).isZero();
        assertThat(mavenCalls())
                .singleElement()
                .asString()
                .contains(
                        " verify -Dtest=dev/handshakefleet/probe/tls/**/*Test -Dit.test=dev/handshakefleet/probe/tls/**/*IT ")
                .endsWith(" -q");

        CommandResult unknown = fleet("jdk25", "jdk25", "test", "probe.ssl");
        assertThat(unknown.status()).isEqualTo(3);
        assertThat(unknown.err()).contains("src/test/java/dev/handshakefleet/probe/ssl does not exist");
        assertThat(mavenCalls()).hasSize(1);
    }

    @Test
    void skippedTestsAreCountedWithTheirReasons() throws Exception {
        mavenReports("surefire-reports/TEST-a.xml", """
                <testsuite name="a" time="0.1" tests="12" errors="1" skipped="2" failures="2">
                  <testcase name="x"><skipped message="Assumption failed: nginx is not installed" type="y"/></testcase>
                  <testcase name="x"><skipped message="&quot;a&quot; &amp; b&#10;more" type="y"><![CDATA[at]]></skipped></testcase>
                </testsuite>
                """);
        mavenReports("failsafe-reports/TEST-b.xml", """
                <testsuite name="b" time="0.1" tests="2" errors="0" skipped="2" failures="0">
                  <testcase name="x"><skipped message="nginx is not installed"/></testcase>
                  <testcase name="x"><skipped/></testcase>
                </testsuite>
                """);
        Path old = Files.createDirectories(checkout.resolve("target/surefire-reports"));
        Files.writeString(
                old.resolve("TEST-gone.xml"), "<testsuite tests=\"99\" errors=\"0\" skipped=\"0\" failures=\"0\">");

        CommandResult result = fleet("jdk25", "jdk25", "test");

        assertThat(result.out()).isEqualTo("""
                skipped 1: "a" & b
                skipped 1: no reason is given
                skipped 2: nginx is not installed
                7 passed, 3 failed, 4 skipped
                """);
    }

    @Test
    void failedTestsAreCountedAndTheStatusIsThatOfMaven() throws Exception {
        mavenReports(
                "surefire-reports/TEST-a.xml",
                "<testsuite name=\"a\" tests=\"2\" errors=\"0\" skipped=\"0\" failures=\"1\">");
        Files.createFile(checkout.resolve("broken"));

        CommandResult result = fleet("jdk25", "jdk25", "test");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).endsWith("1 passed, 1 failed, 0 skipped\n");
    }

    @Test
    void nothingIsCountedIfNoTestRan() throws Exception {
        Files.createFile(checkout.resolve("broken"));

        assertThat(fleet("jdk25", "jdk25", "test").out()).isEqualTo("[ERROR] it is broken\n");
    }

    @Test
    void launcherRunsThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(checkout.resolve("link"), checkout.resolve("fleet"));

        assertThat(run(link, "jdk25", "jdk25", "help").out()).contains("-Dfleet.home=" + checkout + " ");
    }

    /** A call of Maven, with the folder that keeps the packages for AWS apart from that of the command. */
    private String maven(String goalsAndOptions) {
        return "--file " + checkout + "/pom.xml --batch-mode -Dpackage.directory=command " + goalsAndOptions;
    }

    /** Makes the Maven wrapper of the checkout write a report below {@code target}. */
    private void mavenReports(String name, String content) throws IOException {
        Path report = checkout.resolve("reports").resolve(name);
        Files.createDirectories(report.getParent());
        Files.writeString(report, content);
    }

    private CommandResult fleet(String javaHome, String onPath, String... arguments) throws Exception {
        return run(checkout.resolve("fleet"), javaHome, onPath, arguments);
    }

    private CommandResult run(Path launcher, String javaHome, String onPath, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        checkout.resolve(javaHome).toString(),
                        "PATH",
                        checkout.resolve(onPath).resolve("bin") + ":/usr/bin:/bin"));
        return CommandResult.of(builder, checkout);
    }

    private List<String> mavenCalls() throws IOException {
        return Files.readAllLines(checkout.resolve("maven.txt"));
    }

    private void jdk(String name, String version) throws IOException {
        Files.createDirectories(checkout.resolve(name).resolve("bin"));
        Files.writeString(checkout.resolve(name).resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        program(name + "/bin/javac", "exit 1");
        program(name + "/bin/java", """
                case "$*" in
                    *-XX:AOTCacheOutput=*)
                        echo "%1$s $*" >>%2$s/training.txt
                        cache=${*#*-XX:AOTCacheOutput=}
                        touch "${cache%%%% *}"
                        ;;
                    *) echo "%1$s $*" ;;
                esac
                """.formatted(name, checkout));
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(checkout.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
