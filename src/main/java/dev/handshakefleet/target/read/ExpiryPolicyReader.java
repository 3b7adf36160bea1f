package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.ExpiryDays;
import dev.handshakefleet.target.ExpiryPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the thresholds for a coming expiry: fixed days, and the source of renewal information. */
final class ExpiryPolicyReader {

    private ExpiryPolicyReader() {}

    static ExpiryPolicy read(Object value) {
        Map<?, ?> fields = Fields.object("expiry", value);
        Fields.refuseUnknown(
                "expiry", fields, Set.of("warningDays", "criticalDays", "caWarningDays", "caCriticalDays", "ari"));
        return new ExpiryPolicy(
                days(fields, "warningDays", "criticalDays"),
                days(fields, "caWarningDays", "caCriticalDays"),
                Fields.text("expiry.ari", fields.get("ari")).map(ExpiryPolicyReader::address));
    }

    private static Optional<ExpiryDays> days(Map<?, ?> fields, String warningField, String criticalField) {
        Object warning = fields.get(warningField);
        Object critical = fields.get(criticalField);
        if (warning == null && critical == null) {
            return Optional.empty();
        }
        if (warning instanceof Integer warningDays && critical instanceof Integer criticalDays) {
            return Optional.of(new ExpiryDays(warningDays, criticalDays));
        }
        Object wrong = warning instanceof Integer ? critical : warning;
        String field = warning instanceof Integer ? criticalField : warningField;
        throw new BadInputException(
                "expiry." + field, wrong, "whole days; " + warningField + " and " + criticalField + " together");
    }

    private static URI address(String written) {
        try {
            return new URI(written);
        } catch (URISyntaxException malformed) {
            throw new BadInputException("expiry.ari", written, ExpiryPolicy.ACCEPTED_ARI);
        }
    }
}
