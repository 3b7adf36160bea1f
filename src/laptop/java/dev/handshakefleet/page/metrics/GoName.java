package dev.handshakefleet.page.metrics;

import dev.handshakefleet.base.SafeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * Distinguished names as Go's {@code crypto/x509/pkix.Name} writes them, so that labels equal those of blackbox_exporter. Go keeps
 * nine attributes and writes them in an order of its own, all values of one attribute together; the others follow in hexadecimal.
 * Pure.
 */
final class GoName {

    private static final int LONGEST = 2_000;

    /** In the order in which Go writes them. */
    private static final Map<String, String> KNOWN = known();

    private GoName() {}

    /** @return such as {@code CN=example.com,O=Example\, Inc,C=DE}; at most 2,000 characters */
    static String of(X500Principal name) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        List<String> others = new ArrayList<>();
        for (RDN relative : X500Name.getInstance(name.getEncoded()).getRDNs()) {
            for (AttributeTypeAndValue attribute : relative.getTypesAndValues()) {
                String type = attribute.getType().getId();
                if (!KNOWN.containsKey(type)) {
                    others.addFirst(type + "=#" + hexadecimal(attribute.getValue()));
                } else if (attribute.getValue() instanceof ASN1String text) {
                    values.computeIfAbsent(type, _ -> new ArrayList<>()).add(text.getString());
                }
            }
        }
        List<String> parts = new ArrayList<>();
        KNOWN.forEach((type, label) -> {
            List<String> ofType = values.getOrDefault(type, List.of());
            // Of a common name and of a serial number Go keeps the last alone.
            List<String> kept = label.equals("CN") || label.equals("SERIALNUMBER")
                    ? ofType.subList(Math.max(0, ofType.size() - 1), ofType.size())
                    : ofType;
            if (!kept.isEmpty()) {
                parts.add(
                        kept.stream().map(value -> label + "=" + escaped(value)).collect(Collectors.joining("+")));
            }
        });
        parts.addAll(others);
        return SafeText.line(String.join(",", parts), LONGEST);
    }

    private static String hexadecimal(ASN1Encodable value) {
        try {
            ASN1Encodable asGoKeepsIt =
                    value instanceof ASN1String text ? string(text.getString()) : value.toASN1Primitive();
            return HexFormat.of().formatHex(asGoKeepsIt.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        } catch (IOException ofMemory) {
            throw new UncheckedIOException(ofMemory);
        }
    }

    private static ASN1Encodable string(String text) {
        return DERPrintableString.isPrintableString(text) ? new DERPrintableString(text) : new DERUTF8String(text);
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        for (int index = 0; index < value.length(); index++) {
            char character = value.charAt(index);
            boolean isEnd = index == 0 || index == value.length() - 1;
            if (",+\"\\<>;".indexOf(character) >= 0
                    || (character == ' ' && isEnd)
                    || (character == '#' && index == 0)) {
                escaped.append('\\');
            }
            escaped.append(character);
        }
        return escaped.toString();
    }

    private static Map<String, String> known() {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("2.5.4.5", "SERIALNUMBER");
        known.put("2.5.4.3", "CN");
        known.put("2.5.4.11", "OU");
        known.put("2.5.4.10", "O");
        known.put("2.5.4.17", "POSTALCODE");
        known.put("2.5.4.9", "STREET");
        known.put("2.5.4.7", "L");
        known.put("2.5.4.8", "ST");
        known.put("2.5.4.6", "C");
        return known;
    }
}
