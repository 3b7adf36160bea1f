package dev.handshakefleet.pages;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.support.FunctionPackage;
import dev.handshakefleet.support.Prerequisites;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A machine on which the commands of the pages run as they stand: a network and a view of the file system of its own (Linux
 * namespaces), so that example hosts have addresses here, all ports are free, and nothing leaves. Its JDK trusts the authority
 * that issued the certificates of the example hosts. Its checkout has the launcher, the packages of this build, and stand-ins
 * for Maven, SAM and the benchmarks, which only write down how they were called.
 */
final class ExampleMachine implements AutoCloseable {

    /** Takes the place of {@code ./fleet bench}. */
    static final String BENCHMARK = "fleet-bench";

    /** A first start of every program on a busy machine. */
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    /** The parts of a checkout that the commands need. The launcher runs those of {@code target}. */
    private static final List<String> PARTS = List.of(
            "docs",
            "events",
            "infra",
            "src",
            "pom.xml",
            "template.yaml",
            "samconfig.toml",
            "target/command",
            "target/dynamodb-local");

    private static final Duration LONGEST_SESSION = Duration.ofMinutes(20);

    private static final String HOSTS = """
            127.0.0.1 localhost example.com www.example.com example.org mail.example.org hooks.example.com
            127.0.0.1 events.pagerduty.com
            ::1 localhost
            """;

    private final Path directory;
    private final Process hosts;
    private final BufferedReader out;
    private final Map<String, String> environment = new HashMap<>();

    private ExampleMachine(Path directory, Process hosts) {
        this.directory = directory;
        this.hosts = hosts;
        this.out = new BufferedReader(new InputStreamReader(hosts.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts the machine, or skips the test with the reason. */
    static ExampleMachine start(Path directory) throws Exception {
        Prerequisites.linux();
        for (String program : List.of("bash", "ip", "nsenter", "moto_server", "aws", "jq", "curl", "unzip")) {
            Prerequisites.program(program);
        }
        requireNamespaces(Prerequisites.program("unshare"));
        writeCertificates(directory);
        Files.writeString(directory.resolve("hosts"), HOSTS);
        makeCheckout(directory.resolve("checkout"));
        makeStandIn(directory.resolve("bin/sam"), directory.resolve("sam.txt"));
        makeStandIn(directory.resolve("checkout/mvnw"), directory.resolve("maven.txt"));
        makeStandIn(directory.resolve("bin").resolve(BENCHMARK), directory.resolve("bench.txt"));
        makeProgram(directory.resolve("bin/aws"), awsCli(Prerequisites.program("aws")));
        Process hosts = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "-n",
                        "sh",
                        "-euc",
                        "mount --bind \"$1/hosts\" /etc/hosts; mount --bind \"$1/cacerts\" \"$2/lib/security/cacerts\";"
                                + " ip link set lo up; ip addr add 2001:db8::1/128 dev lo nodad;"
                                + " exec \"$2/bin/java\" -cp \"$3\" \"$4\" \"$1\"",
                        "sh",
                        directory.toString(),
                        System.getProperty("java.home"),
                        System.getProperty("java.class.path"),
                        ExampleHosts.class.getName())
                .redirectError(directory.resolve("hosts.log").toFile())
                .start();
        ExampleMachine machine = new ExampleMachine(directory, hosts);
        try {
            machine.makeFleet();
        } catch (IOException | RuntimeException failed) {
            machine.close();
            throw failed;
        }
        return machine;
    }

    /** @return the checkout in which commands run */
    Path checkout() {
        return directory.resolve("checkout");
    }

    /** @return the value that stands for a placeholder of the pages, such as {@code ARN} */
    String value(String placeholder) {
        return environment.get(placeholder);
    }

    /** @return how a stand-in ({@code maven}, {@code sam}, {@code bench}) was called since the last call of this method, one line each */
    List<String> calls(String program) throws IOException {
        Path file = directory.resolve(program + ".txt");
        List<String> calls = Files.exists(file) ? Files.readAllLines(file) : List.of();
        Files.deleteIfExists(file);
        return calls;
    }

    /**
     * Runs a script of bash in the checkout, to its end.
     *
     * @return all output
     */
    String run(String script) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("session.sh"), script);
        Path output = directory.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        "nsenter",
                        "--target=" + hosts.pid(),
                        "--mount",
                        "--net",
                        "--wd=" + checkout(),
                        "bash",
                        file.toString())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FLEET_") || name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        builder.environment()
                .putAll(Map.of(
                        "PATH", directory.resolve("bin") + ":" + System.getenv("PATH"),
                        "JAVA_HOME", System.getProperty("java.home"),
                        "AWS_REGION", "eu-west-1",
                        "AWS_DEFAULT_REGION", "eu-west-1",
                        "AWS_ACCESS_KEY_ID", "test",
                        "AWS_SECRET_ACCESS_KEY", "test",
                        "AWS_PAGER", "",
                        "CURL_CA_BUNDLE", checkout().resolve("root.pem").toString(),
                        "KEY", "routing-key",
                        "TERM", "dumb"));
        Process session = builder.start();
        if (!session.waitFor(LONGEST_SESSION.toSeconds(), TimeUnit.SECONDS)) {
            session.descendants().forEach(ProcessHandle::destroyForcibly);
            session.destroyForcibly();
            throw new IOException("no end after " + LONGEST_SESSION + ": " + Files.readString(output));
        }
        return Files.readString(output);
    }

    @Override
    public void close() {
        try {
            removeLinks();
            hosts.getOutputStream().close();
            if (!hosts.waitFor(30, TimeUnit.SECONDS)) {
                hosts.destroyForcibly();
            }
        } catch (IOException | InterruptedException ended) {
            hosts.destroyForcibly();
        }
    }

    /** The AWS CLI. The pages have the options of version 2; version 1 always sends a payload as it is and lacks the option. */
    private static String awsCli(Path program) {
        return """
            aws=%s
            case $("$aws" --version 2>&1) in
                aws-cli/1.*)
                    words=$#
                    while [ "$words" -gt 0 ]; do
                        word=$1
                        shift
                        words=$((words - 1))
                        if [ "$word" = --cli-binary-format ]; then
                            shift
                            words=$((words - 1))
                        else
                            set -- "$@" "$word"
                        fi
                    done
                    ;;
            esac
            exec "$aws" "$@"
            """.formatted(program);
    }

    /** The files behind the links are not ours. */
    private void removeLinks() throws IOException {
        try (Stream<Path> files = Files.walk(checkout())) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    private static void requireNamespaces(Path unshare) throws IOException, InterruptedException {
        Process tried = new ProcessBuilder(
                        unshare.toString(), "-m", "-n", "sh", "-c", "ip link set lo up && mount --bind / /")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (tried.waitFor() != 0) {
            abort("unshare is not permitted to make namespaces; root is needed");
        }
    }

    /** Makes the tables, the topic and a subscription where they are missing, and takes over their names. */
    void makeFleet() throws IOException {
        Instant latest = Instant.now().plus(LONGEST_START);
        hosts.getOutputStream().write('\n');
        hosts.getOutputStream().flush();
        for (String line = out.readLine(); line != null && Instant.now().isBefore(latest); line = out.readLine()) {
            if (line.equals(ExampleHosts.READY)) {
                return;
            }
            String[] variable = line.split("=", 2);
            environment.put(variable[0], variable[1]);
        }
        throw new IOException("the example hosts did not start: " + Files.readString(directory.resolve("hosts.log")));
    }

    /** The launcher and the packages of this build. Nothing is built, because the build is newer than the sources. */
    private static void makeCheckout(Path checkout) throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path target = Files.createDirectories(checkout.resolve("target"));
        Files.copy(here.resolve("fleet"), checkout.resolve("fleet"));
        for (String part : PARTS) {
            if (Files.exists(here.resolve(part))) {
                Files.createSymbolicLink(checkout.resolve(part), here.resolve(part));
            }
        }
        FunctionPackage.write(target.resolve("function-native/function.zip"), "bootstrap", FunctionPackage.ARM64);
        Files.createFile(target.resolve("fleet-built"));
    }

    /** Makes a program that writes its arguments down, a line a call. */
    private static void makeStandIn(Path file, Path calls) throws IOException {
        makeProgram(file, "printf '%s\\n' \"$*\" >>'" + calls + "'");
    }

    private static void makeProgram(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void writeCertificates(Path directory) throws Exception {
        Instant now = Instant.now();
        LocalIdentity root = LocalAuthority.root("Example Root")
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(3_650)))
                .selfSigned();
        LocalIdentity hosts = LocalAuthority.leaf("example.com")
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(90)))
                .dns(
                        "example.com",
                        "www.example.com",
                        "example.org",
                        "mail.example.org",
                        "hooks.example.com",
                        "events.pagerduty.com")
                .ip("2001:db8::1")
                .issuedBy(root);
        LocalIdentity localhost = LocalAuthority.leaf("localhost")
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(90)))
                .dns("localhost")
                .issuedBy(root);
        Files.createDirectories(directory.resolve("checkout"));
        Files.writeString(directory.resolve("checkout/root.pem"), LocalIdentity.pem(List.of(root.certificate())));
        write(hosts.keyStore(ExampleHosts.PASSWORD), directory.resolve("hosts.p12"));
        write(localhost.keyStore(ExampleHosts.PASSWORD), directory.resolve("localhost.p12"));
        // The JDK reads its roots without a password, which only this kind of store allows.
        KeyStore trusted = KeyStore.getInstance("JKS");
        trusted.load(null, null);
        trusted.setCertificateEntry("example", root.certificate());
        write(trusted, directory.resolve("cacerts"));
    }

    private static void write(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, ExampleHosts.PASSWORD);
        }
    }

    /** @return the lines of a file that a session wrote; none if it wrote none */
    List<String> lines(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : List.of();
    }

    /** @return the path of a file that a session may write */
    Path file(String name) {
        return directory.resolve(name);
    }
}
