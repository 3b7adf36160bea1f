package dev.handshakefleet.cost;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;

/**
 * A list price.
 *
 * @param amount for {@code per} units, in the currency of the list; 0 or more
 * @param per units; 1 or more
 * @param free units a month that cost nothing, in an account without other use; 0 or more
 * @param source the page or list of AWS that it is from
 * @param seen the day of AWS's price list, as in {@code 2026-10-01}; empty where it has none
 * @param note what a reader has to know of it
 */
record Price(
        BigDecimal amount,
        BigDecimal per,
        BigDecimal free,
        String source,
        Optional<String> seen,
        Optional<String> note) {

    Price {
        Objects.requireNonNull(amount, "amount");
        Objects.requireNonNull(per, "per");
        Objects.requireNonNull(free, "free");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(note, "note");
    }
}
