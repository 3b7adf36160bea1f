package dev.handshakefleet.probe.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A native executable can only make the foreign calls that were registered when it was built. */
class NativeMetadataTest {

    private static final String METADATA =
            "/META-INF/native-image/dev.handshakefleet/handshake-fleet/reachability-metadata.json";

    @Test
    void signatureOfTheCLibraryIsRegistered() throws IOException {
        assertThat(registered()).containsExactly(words(Libc.SIGNATURE));
    }

    private static List<String> registered() throws IOException {
        List<String> signatures = new ArrayList<>();
        try (InputStream json = NativeMetadataTest.class.getResourceAsStream(METADATA)) {
            for (JsonNode call : new ObjectMapper().readTree(json).at("/foreign/downcalls")) {
                assertThat(call.at("/options/captureCallState").asBoolean()).isTrue();
                List<String> parameters = new ArrayList<>();
                call.get("parameterTypes").forEach(type -> parameters.add(type.asText()));
                signatures.add(call.get("returnType").asText() + parameters);
            }
        }
        return signatures;
    }

    private static String words(FunctionDescriptor descriptor) {
        return word(descriptor.returnLayout().orElseThrow())
                + descriptor.argumentLayouts().stream()
                        .map(NativeMetadataTest::word)
                        .toList();
    }

    private static String word(MemoryLayout layout) {
        return switch (layout) {
            case ValueLayout.OfInt _ -> "jint";
            case ValueLayout.OfLong _ -> "jlong";
            default -> "void*";
        };
    }
}
