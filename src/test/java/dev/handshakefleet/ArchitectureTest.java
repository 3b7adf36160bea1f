package dev.handshakefleet;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the house to its floors: imports run downward only. */
class ArchitectureTest {

    private static final String ROOT = "dev.handshakefleet.";

    /** The floors, the lowest first; rooms of one floor do not know each other. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("target"),
            List.of("probe", "certificate"),
            List.of("verdict"),
            List.of("measurement"),
            List.of("alert"),
            List.of("fleet"),
            List.of("report"),
            List.of("lambda"),
            List.of("cli"));

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.handshakefleet");

    static IntStream floors() {
        return IntStream.range(0, FLOORS.size());
    }

    @ParameterizedTest
    @MethodSource("floors")
    void aRoomImportsOnlyFromFloorsBelow(int floor) {
        for (String room : FLOORS.get(floor)) {
            String[] notBelow = FLOORS.stream()
                    .skip(floor)
                    .flatMap(List::stream)
                    .filter(other -> !other.equals(room))
                    .map(other -> ROOT + other + "..")
                    .toArray(String[]::new);
            if (notBelow.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(ROOT + room + "..")
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(notBelow))
                        .check(HOUSE);
            }
        }
    }

    @Test
    void everyPackageStandsOnAFloor() {
        List<String> rooms = FLOORS.stream().flatMap(List::stream).toList();
        assertThat(HOUSE)
                .extracting(type -> type.getPackageName().replace(ROOT, ""))
                .allSatisfy(name -> assertThat(
                                name.equals("dev.handshakefleet") || rooms.contains(name.split("\\.", -1)[0]))
                        .as("package %s stands on a floor", name)
                        .isTrue());
    }

    @Test
    void theDecidingRoomsKnowNeitherQuarkusNorAws() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "target..", ROOT + "probe..", ROOT + "certificate..", ROOT + "verdict..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.quarkus..", "jakarta..", "software.amazon..", "com.amazonaws.."))
                .check(HOUSE);
    }

    @Test
    void nothingRegistersABouncyCastleProvider() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.bouncycastle.jce.provider..", "org.bouncycastle.jsse.."))
                .check(HOUSE);
    }

    @Test
    void roomsDoNotGoInCircles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(HOUSE);
    }
}
