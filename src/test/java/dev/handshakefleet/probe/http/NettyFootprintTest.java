package dev.handshakefleet.probe.http;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.support.FreshClassLoader;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NettyFootprintTest {

    @Test
    void onlyTheHttpPackageImportsNetty() {
        noClasses()
                .that(resideOutsideOfPackage("dev.handshakefleet.probe.http"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.handshakefleet"));
    }

    @Test
    void handshakeWithoutHttpLoadsNoNettyClass() throws IOException, ReflectiveOperationException {
        try (FreshClassLoader bare = FreshClassLoader.of(entry -> !isNetty(entry))) {
            assertThatThrownBy(() -> Class.forName("io.netty.buffer.ByteBuf", true, bare))
                    .isInstanceOf(ClassNotFoundException.class);
            Class<?> door = Class.forName(HttpExchange.class.getName(), true, bare);
            assertThat(door.getClassLoader()).isSameAs(bare);
            assertThat(door.getMethods()).extracting("name").contains("run");
        }
    }

    private static boolean isNetty(Path entry) {
        return entry.getFileName().toString().startsWith("netty-");
    }

    @Test
    void sunMiscUnsafeIsNotUsed() {
        Exchanges.http1(Exchanges.GET, new ScriptedStream().closes());

        assertThat(PlatformDependent.hasUnsafe()).isFalse();
    }

    @Test
    void warmUpIsASuccessfulExchange() {
        assertThat(WarmUpResponses.answers()).containsOnlyKeys("http/1.1", "h2").allSatisfy((alpn, answer) -> {
            HttpOutcome outcome = HttpExchange.run(
                    Exchanges.GET,
                    "localhost",
                    Optional.of(alpn),
                    new WarmUpResponses(answer),
                    Deadline.in(Duration.ofSeconds(60)));
            assertThat(outcome.failure()).isEmpty();
            assertThat(outcome.facts())
                    .hasValueSatisfying(facts -> assertThat(facts.bodyBytes()).isEqualTo(5));
        });
        assertThatCode(HttpExchange::warmUp).doesNotThrowAnyException();
    }
}
