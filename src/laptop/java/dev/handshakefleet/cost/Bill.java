package dev.handshakefleet.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** Prices quantities. Pure. */
final class Bill {

    private static final int DECIMALS = 6;

    private final PriceList prices;
    private final boolean freeTier;

    /** @param freeTier whether the free units of an account without other use are subtracted */
    Bill(PriceList prices, boolean freeTier) {
        this.prices = prices;
        this.freeTier = freeTier;
    }

    /** @return a row for each quantity, in the order of {@link PriceItem} */
    List<CostRow> rows(Map<PriceItem, BigDecimal> usage) {
        return usage.entrySet().stream()
                .map(used -> row(used.getKey().part(), used.getKey(), used.getValue()))
                .toList();
    }

    CostRow row(String part, PriceItem item, BigDecimal used) {
        Price price = prices.price(item);
        BigDecimal billed = (freeTier ? used.subtract(price.free()).max(BigDecimal.ZERO) : used)
                .setScale(DECIMALS, RoundingMode.HALF_UP);
        BigDecimal cost = billed.multiply(price.amount())
                .divide(price.per(), MathContext.DECIMAL64)
                .setScale(DECIMALS, RoundingMode.HALF_UP);
        return new CostRow(
                part,
                plain(billed),
                item.unit(),
                price.amount(),
                price.per(),
                plain(cost),
                price.source(),
                price.seen(),
                price.note());
    }

    static BigDecimal total(List<CostRow> rows) {
        return rows.stream().map(CostRow::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
}
