package dev.handshakefleet;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.verdict.Judge;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Verdict;
import java.net.IDN;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the packages to their floors: imports run downward only. docs/architecture.md draws them. */
class ArchitectureTest {

    private static final String ROOT = "dev.handshakefleet";

    /** The floors of what is deployed, the lowest first. Packages of one floor do not import each other. */
    private static final List<List<String>> DEPLOYED = List.of(
            List.of("base"),
            List.of("target", "egress", "aws"),
            List.of("target.read", "certificate", "probe.result"),
            List.of("certificate.chain", "certificate.revocation", "probe.net"),
            List.of("probe.http", "probe.starttls", "probe.tls.identity"),
            List.of("probe.tls"),
            List.of("probe"),
            List.of("verdict"),
            List.of("measurement", "seen", "secret", "catalog", "region", "inquiry.download"),
            List.of("objective", "inquiry", "rollup", "spool"),
            List.of("alert.decide"),
            List.of("alert.notice"),
            List.of("alert.state"),
            List.of("alert.silence"),
            List.of("alert"),
            List.of("history"),
            List.of("fleet"),
            List.of("spread"),
            List.of("report"),
            List.of("terminal"),
            List.of("lambda"),
            List.of("cli"),
            List.of(""));

    /** The floors that only a laptop has, above all others. */
    private static final List<List<String>> LAPTOP = List.of(
            List.of("local.server"),
            List.of("local", "bench.workbench", "page.server", "page.model"),
            List.of("page.view", "page.metrics"),
            List.of("page"),
            List.of("page.lambda"),
            List.of("local.demo", "bench.truth", "bench.cost", "bench.cold", "bench.history", "imports.source"),
            List.of("bench.rate", "bench.memory", "bench.load", "imports.draft"),
            List.of("imports.prometheus", "imports.gatus"),
            List.of("bench", "cost", "imports", "regions"),
            List.of("simulation"),
            List.of("laptop"));

    private static final List<List<String>> FLOORS =
            Stream.concat(DEPLOYED.stream(), LAPTOP.stream()).toList();

    private static final int MOST_TYPES = 25;

    /** A longer list of arguments is not readable where it is called. */
    private static final int MOST_COMPONENTS = 8;

    /** Records that are printed as they are: each component is a field of a JSON document or a column of a table. */
    private static final List<String> PRINTED = List.of("Document", "Row", "Report", "Summary");

    private static final JavaClasses DEPLOYED_CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final JavaClasses LAPTOP_CLASSES =
            new ClassFileImporter().importPath(Path.of(System.getProperty("fleet.laptop-classes")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(Stream.concat(DEPLOYED_CLASSES.stream(), LAPTOP_CLASSES.stream())
                    .map(type -> Path.of(type.getSource().orElseThrow().getUri()))
                    .toList());

    static IntStream floors() {
        return IntStream.range(0, FLOORS.size());
    }

    @ParameterizedTest
    @MethodSource("floors")
    void packagesImportOnlyFromFloorsBelow(int floor) {
        for (String name : FLOORS.get(floor)) {
            String[] notBelow = FLOORS.stream()
                    .skip(floor)
                    .flatMap(List::stream)
                    .filter(other -> !other.equals(name))
                    .map(ArchitectureTest::fullName)
                    .toArray(String[]::new);
            if (notBelow.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(fullName(name))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(notBelow))
                        .check(CLASSES);
            }
        }
    }

    @Test
    void everyPackageStandsOnOneFloor() {
        List<String> named = FLOORS.stream()
                .flatMap(List::stream)
                .map(ArchitectureTest::fullName)
                .sorted()
                .toList();

        assertThat(named).doesNotHaveDuplicates();
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct().sorted())
                .containsExactlyElementsOf(named);
    }

    @Test
    void noPackageHoldsTooManyTypes() {
        Map<String, Long> types = CLASSES.stream()
                .filter(type -> !type.isNestedClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(types)
                .allSatisfy((name, count) ->
                        assertThat(count).as("types of %s", name).isLessThanOrEqualTo(MOST_TYPES));
    }

    /** Top rooms with all that lies below them, then each depth, then every package by itself. */
    @ParameterizedTest
    @ValueSource(strings = {ROOT + ".(*)..", ROOT + ".(*).(*)..", ROOT + ".(*).(*).(*)..", ROOT + ".(**)"})
    void packagesAreFreeOfCycles(String depth) {
        slices().matching(depth)
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void pureRoomsKnowNeitherQuarkusNorAws() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        rooms("base", "target", "egress", "probe", "certificate", "verdict", "alert.decide"))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.quarkus..", "jakarta..", "software.amazon..", "com.amazonaws.."))
                .check(CLASSES);
    }

    @Test
    void decidingReadsNoClockAndNoNetwork() {
        noClasses()
                .that()
                .resideInAnyPackage(rooms("alert.decide", "verdict"))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(InetAddress.class, "getByName", String.class)
                .check(CLASSES);
    }

    @Test
    void nothingRegistersABouncyCastleProvider() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.bouncycastle.jce.provider..", "org.bouncycastle.jsse.."))
                .check(CLASSES);
    }

    /** Otherwise a path and the validator could come to different results, and a slow provider could come in again. */
    @Test
    void certificatesAreVerifiedInOnePlace() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SignatureVerification")
                .and()
                .doNotHaveSimpleName("PathCertificate")
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "a certificate is verified, or a path is made for a validator",
                        call -> (call.getName().equals("verify")
                                        && call.getTargetOwner().isAssignableTo(Certificate.class))
                                || call.getName().equals("generateCertPath")))
                .check(CLASSES);
    }

    /** A provider that is installed could change TLS for the whole process. */
    @Test
    void nothingInstallsAProvider() {
        noClasses()
                .should()
                .callMethod(Security.class, "addProvider", Provider.class)
                .orShould()
                .callMethod(Security.class, "insertProviderAt", Provider.class, int.class)
                .check(CLASSES);
    }

    /** It is IDNA 2003, which makes another domain of some names; {@code base.HostName} reads every name. */
    @Test
    void nothingReadsNamesByIdna2003() {
        noClasses().should().dependOnClassesThat().areAssignableTo(IDN.class).check(CLASSES);
    }

    /** The JDK writes IPv6 in full; {@code base.AddressText} writes it as people do. */
    @Test
    void addressesAreShownByRfc5952() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(AddressText.class, Observation.class)
                .should()
                .callMethod(InetAddress.class, "getHostAddress")
                .check(CLASSES);
    }

    /** The rest of that library looks for its environment by requests to link-local addresses. */
    @Test
    void onlyTheModelOfTheMetricsLibraryIsUsed() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "software.amazon.cloudwatchlogs.emf.config..",
                        "software.amazon.cloudwatchlogs.emf.environment..",
                        "software.amazon.cloudwatchlogs.emf.logger..",
                        "software.amazon.cloudwatchlogs.emf.sinks.."))
                .check(CLASSES);
    }

    @Test
    void onlyBaseKnowsIcu() {
        noClasses()
                .that()
                .resideOutsideOfPackage(fullName("base"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.ibm.icu.."))
                .check(CLASSES);
    }

    @Test
    void largeRecordsAreMadeByTheirBuilder() {
        noClasses()
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "a record of more than " + MOST_COMPONENTS + " components is made outside of it",
                        call -> isLargeRecord(call.getTargetOwner())
                                && !outermost(call.getOriginOwner()).equals(outermost(call.getTargetOwner()))))
                .check(CLASSES);
    }

    private static boolean isLargeRecord(JavaClass type) {
        return type.isRecord()
                && PRINTED.stream().noneMatch(type.getSimpleName()::endsWith)
                && type.getFields().stream()
                                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                                .count()
                        > MOST_COMPONENTS;
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    /** A verdict is whole when it leaves its package: no other class adds a finding to it. */
    @Test
    void onlyTheJudgeMakesVerdictsAndJudgedProbes() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Judge.class)
                .should()
                .callConstructor(Verdict.class, List.class)
                .orShould(ArchConditions.callConstructorWhere(DescribedPredicate.describe(
                        "a JudgedProbe is made", call -> call.getTargetOwner().isEquivalentTo(JudgedProbe.class))))
                .check(CLASSES);
    }

    /** The laptop's classes are compiled against the test class path, so a test library could slip in. */
    @Test
    void theLaptopNeedsNoTestLibrary() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.junit..", "org.assertj..", "com.tngtech..", "org.mockito.."))
                .check(LAPTOP_CLASSES);
    }

    private static String fullName(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }

    private static String[] rooms(String... names) {
        List<String> rooms = new ArrayList<>();
        for (String name : names) {
            rooms.add(fullName(name) + "..");
        }
        return rooms.toArray(String[]::new);
    }
}
