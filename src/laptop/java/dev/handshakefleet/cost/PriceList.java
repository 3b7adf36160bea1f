package dev.handshakefleet.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HiddenText;
import dev.handshakefleet.base.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The prices of one region: {@code {"currency", "compiled", "note", "regions": {REGION: {KEY: {"price", "per", "free", "source",
 * "seen", "note"}}}}}. Immutable.
 */
final class PriceList {

    private static final String BUILT_IN = "prices.json";
    private static final int LARGEST = 1024 * 1024;
    private static final int MOST_DIGITS = 12;
    private static final int LONGEST_TEXT = 120;
    private static final String ACCEPTED =
            "a price list in JSON; ./fleet cost --print-prices prints the one that is built in";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String region;
    private final String currency;
    private final LocalDate compiled;
    private final Map<PriceItem, Price> prices;

    private PriceList(String region, String currency, LocalDate compiled, Map<PriceItem, Price> prices) {
        this.region = region;
        this.currency = currency;
        this.compiled = compiled;
        this.prices = prices;
    }

    /** @return the text of the list that is built in */
    static String builtInText() {
        try (InputStream content = PriceList.class.getResourceAsStream(BUILT_IN)) {
            if (content == null) {
                throw new IllegalStateException(BUILT_IN + " is not in the jar");
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * @param file a list in place of the one that is built in
     * @param region whose prices
     * @throws BadInputException when it is no price list, or does not have the region
     */
    static PriceList of(Optional<Path> file, String region) {
        try {
            JsonNode list = file.isEmpty() ? MAPPER.readTree(builtInText()) : MAPPER.readTree(bytes(file.get()));
            JsonNode prices = list.path("regions").path(region);
            if (!list.path("regions").isObject() || list.path("regions").isEmpty()) {
                throw wrong("regions");
            }
            if (!prices.isObject()) {
                throw new BadInputException("--price-region", region, "a region of the price list: " + regions(list));
            }
            return new PriceList(region, text(list, "currency"), day(list, "compiled"), prices(prices));
        } catch (JsonProcessingException malformed) {
            throw new BadInputException(
                    "--prices",
                    "JSON that cannot be read, line " + malformed.getLocation().getLineNr() + ", column "
                            + malformed.getLocation().getColumnNr(),
                    ACCEPTED);
        } catch (IOException unreadable) {
            throw new BadInputException(
                    "--prices", file.map(Path::toString).orElse(BUILT_IN) + " (unreadable)", ACCEPTED);
        }
    }

    String region() {
        return region;
    }

    /** @return such as {@code USD} */
    String currency() {
        return currency;
    }

    /** @return the day on which the list was put together */
    LocalDate compiled() {
        return compiled;
    }

    Price price(PriceItem item) {
        return prices.get(item);
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] bytes = content.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new BadInputException("--prices", "more than 1 MB", ACCEPTED);
            }
            return bytes;
        }
    }

    private static String regions(JsonNode list) {
        StringBuilder names = new StringBuilder();
        list.path("regions")
                .fieldNames()
                .forEachRemaining(
                        name -> names.append(names.isEmpty() ? "" : ", ").append(HiddenText.name(name)));
        return SafeText.sentence(names.toString());
    }

    private static Map<PriceItem, Price> prices(JsonNode region) {
        Map<PriceItem, Price> prices = new EnumMap<>(PriceItem.class);
        for (PriceItem item : PriceItem.values()) {
            JsonNode price = region.path(item.key());
            if (!price.isObject()) {
                throw wrong(item.key());
            }
            BigDecimal per = number(item, price, "per");
            if (per.signum() == 0) {
                throw wrong(item.key() + ".per");
            }
            prices.put(
                    item,
                    new Price(
                            number(item, price, "price"),
                            per,
                            price.has("free") ? number(item, price, "free") : BigDecimal.ZERO,
                            text(price, "source"),
                            price.has("seen") ? Optional.of(day(price, "seen").toString()) : Optional.empty(),
                            price.has("note") ? Optional.of(text(price, "note")) : Optional.empty()));
        }
        return prices;
    }

    /** At most twelve digits before and behind the point: an exponent could ask for a text without an end. */
    private static BigDecimal number(PriceItem item, JsonNode price, String field) {
        JsonNode number = price.path(field);
        if (number.isNumber()) {
            BigDecimal value = number.decimalValue();
            if (value.signum() >= 0
                    && value.scale() <= MOST_DIGITS
                    && value.precision() - value.scale() <= MOST_DIGITS) {
                return value;
            }
        }
        throw wrong(item.key() + "." + field);
    }

    private static String text(JsonNode object, String field) {
        if (object.path(field).isTextual() && !object.path(field).asText().isBlank()) {
            return SafeText.line(object.path(field).asText(), LONGEST_TEXT);
        }
        throw wrong(field);
    }

    private static LocalDate day(JsonNode object, String field) {
        try {
            return LocalDate.parse(object.path(field).asText());
        } catch (DateTimeParseException noDay) {
            throw wrong(field);
        }
    }

    private static BadInputException wrong(String field) {
        return new BadInputException("--prices", field + " missing or of another form", ACCEPTED);
    }
}
