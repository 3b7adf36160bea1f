package dev.handshakefleet.cost;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/**
 * The answer; {@code --json} writes it as it is.
 *
 * @param targets of the file
 * @param regions where they are probed
 * @param rate how often
 * @param probesARun of a region
 * @param runs a month, of all regions
 * @param probes a month, of all regions
 * @param timeOfARun what Lambda bills a run, all its invocations together
 * @param timeOfAnInvocation what Lambda bills an invocation that probes
 * @param invocationsARun that probe; one that sends them their targets comes on top if there are several
 * @param runtime of the function
 * @param memoryMegabytes of the function
 * @param priceRegion whose prices all regions are taken to have
 * @param currency of all costs
 * @param pricesCompiled the day on which the price list was put together
 * @param freeTierSubtracted whether free units are subtracted
 * @param parts of the bill
 * @param total of the parts
 * @param freeTierSaving what the free units of an account without other use are worth
 * @param canaries the same checks by CloudWatch Synthetics, a row a way to do it
 * @param warnings what makes the fleet work otherwise than it is counted here
 * @param assumptions what the numbers rest on
 */
record CostReport(
        int targets,
        int regions,
        Duration rate,
        long probesARun,
        BigDecimal runs,
        BigDecimal probes,
        Duration timeOfARun,
        Duration timeOfAnInvocation,
        long invocationsARun,
        String runtime,
        int memoryMegabytes,
        String priceRegion,
        String currency,
        LocalDate pricesCompiled,
        boolean freeTierSubtracted,
        List<CostRow> parts,
        BigDecimal total,
        BigDecimal freeTierSaving,
        List<CostRow> canaries,
        List<String> warnings,
        List<String> assumptions) {

    CostReport {
        parts = List.copyOf(parts);
        canaries = List.copyOf(canaries);
        warnings = List.copyOf(warnings);
        assumptions = List.copyOf(assumptions);
    }
}
