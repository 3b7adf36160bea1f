package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.RevocationPolicy;
import java.util.Map;
import java.util.Set;

/** Reads the sources of revocation status: a keyword, or an object with ocsp, crl, nonce and required. */
final class RevocationPolicyReader {

    private static final String FIELD = "revocation";
    private static final String ACCEPTED =
            "off, ocsp, crl, both, or an object with ocsp, crl, nonce and required, each true or false";

    private RevocationPolicyReader() {}

    static RevocationPolicy read(Object value) {
        return switch (value) {
            case null -> RevocationPolicy.OFF;
            // YAML reads an unquoted off as false.
            case Boolean on when !on -> RevocationPolicy.OFF;
            case String keyword -> ofKeyword(keyword);
            case Map<?, ?> fields -> ofFields(fields);
            default -> throw new BadInputException(FIELD, value, ACCEPTED);
        };
    }

    private static RevocationPolicy ofKeyword(String keyword) {
        return switch (keyword) {
            case "off" -> RevocationPolicy.OFF;
            case "ocsp" -> new RevocationPolicy(true, false, false, false);
            case "crl" -> new RevocationPolicy(false, true, false, false);
            case "both" -> new RevocationPolicy(true, true, false, false);
            default -> throw new BadInputException(FIELD, keyword, ACCEPTED);
        };
    }

    private static RevocationPolicy ofFields(Map<?, ?> fields) {
        Fields.refuseUnknown(FIELD, fields, Set.of("ocsp", "crl", "nonce", "required"));
        return new RevocationPolicy(
                flag(fields, "ocsp"), flag(fields, "crl"), flag(fields, "nonce"), flag(fields, "required"));
    }

    private static boolean flag(Map<?, ?> fields, String name) {
        return Fields.flag(FIELD + "." + name, fields.get(name));
    }
}
