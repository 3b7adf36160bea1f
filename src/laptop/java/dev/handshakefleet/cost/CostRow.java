package dev.handshakefleet.cost;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One part of a bill.
 *
 * @param part what it is for
 * @param quantity how much is billed in a month
 * @param unit of the quantity
 * @param price of {@code per} units
 * @param per units
 * @param cost a month
 * @param source the page or list that the price is from
 * @param seen the day of AWS's price list; empty where the price has none
 * @param note what a reader has to know of the price
 */
public record CostRow(
        String part,
        BigDecimal quantity,
        String unit,
        BigDecimal price,
        BigDecimal per,
        BigDecimal cost,
        String source,
        Optional<String> seen,
        Optional<String> note) {}
