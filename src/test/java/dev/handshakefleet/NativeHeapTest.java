package dev.handshakefleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.handshakefleet.support.FreshClassLoader;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.Channel;
import java.security.Provider;
import java.security.cert.Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Quarkus initialises every class while a native executable is built, so what a static field holds then is in its heap.
 * Addresses, random generators, threads, sockets and certificates must not be: the build refuses them, or they carry the
 * state of the build machine into production.
 */
class NativeHeapTest {

    private static final List<Class<?>> NOT_IN_A_NATIVE_HEAP = List.of(
            InetAddress.class,
            Random.class,
            Thread.class,
            Executor.class,
            Socket.class,
            Channel.class,
            Process.class,
            Provider.class,
            Certificate.class);

    /** As they are when nothing has run yet: loaded once more, beside those that other tests have used. */
    static List<Class<?>> classes() throws ReflectiveOperationException {
        ClassLoader fresh = FreshClassLoader.ofAll();
        List<Class<?>> classes = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.handshakefleet")) {
            classes.add(Class.forName(type.getName(), true, fresh));
        }
        return classes;
    }

    @ParameterizedTest
    @MethodSource("classes")
    void noStaticFieldHoldsWhatANativeHeapCannot(Class<?> type) throws ReflectiveOperationException {
        assertThat(offendersIn(type)).isEmpty();
    }

    @Test
    void theWalkFindsWhatIsHidden() throws ReflectiveOperationException {
        assertThat(offendersIn(Hidden.class)).containsExactly("ADDRESS", "GENERATOR");
    }

    /** Two constants that no native executable could hold. */
    @SuppressWarnings("UnusedVariable")
    private static final class Hidden {

        static final Optional<List<Object>> ADDRESS = Optional.of(List.of(Map.of("x", InetAddress.ofLiteral("::1"))));
        static final AtomicReference<Random> GENERATOR = new AtomicReference<>(new Random());
        static final String HARMLESS = "text";
    }

    private static List<String> offendersIn(Class<?> type) throws ReflectiveOperationException {
        List<String> offenders = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                if (reachesOffender(field.get(null))) {
                    offenders.add(field.getName());
                }
            }
        }
        Collections.sort(offenders);
        return offenders;
    }

    private static boolean reachesOffender(Object root) throws ReflectiveOperationException {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        add(root, open);
        while (!open.isEmpty()) {
            Object current = open.pop();
            if (!seen.add(current)) {
                continue;
            }
            if (NOT_IN_A_NATIVE_HEAP.stream().anyMatch(type -> type.isInstance(current))) {
                return true;
            }
            addParts(current, open);
        }
        return false;
    }

    private static void addParts(Object current, Deque<Object> open) throws ReflectiveOperationException {
        switch (current) {
            case Collection<?> elements -> elements.forEach(element -> add(element, open));
            case Map<?, ?> map -> {
                map.keySet().forEach(key -> add(key, open));
                map.values().forEach(value -> add(value, open));
            }
            case Optional<?> optional -> optional.ifPresent(value -> add(value, open));
            case AtomicReference<?> reference -> add(reference.get(), open);
            case Object[] elements -> List.of(elements).forEach(element -> add(element, open));
            case Object ours
            when ours.getClass().getName().startsWith("dev.handshakefleet")
                    || ours.getClass().getName().startsWith("com.ibm.icu") -> {
                for (Field field : ours.getClass().getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()) {
                        field.setAccessible(true);
                        add(field.get(ours), open);
                    }
                }
            }
            default -> {
                // A text, a number, a class of the JDK that is none of the above.
            }
        }
    }

    private static void add(Object value, Deque<Object> open) {
        if (value != null) {
            open.push(value);
        }
    }
}
