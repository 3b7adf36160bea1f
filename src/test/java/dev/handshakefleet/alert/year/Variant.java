package dev.handshakefleet.alert.year;

import dev.handshakefleet.alert.decide.CheckResult;
import dev.handshakefleet.alert.decide.Observation;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.CheckPolicy;
import dev.handshakefleet.target.Quorum;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingSubject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One configuration of alerting for the simulated year.
 *
 * @param name as the page calls it
 * @param policy of the target
 * @param leaves whether the leaf certificate of each address is known; without it there is no rollout
 * @param ladder whether an expiry escalates with the lifetime left
 * @param silences whether maintenances are announced
 */
record Variant(String name, AlertPolicy policy, boolean leaves, boolean ladder, boolean silences) {

    static final Variant FULL = new Variant("everything on, by default", AlertPolicy.DEFAULT, true, true, true);

    /** Everything on but one thing each; then, everything off. */
    static final List<Variant> ALL = List.of(
            FULL,
            with("`after: 1`: one bad run opens", policy -> new CheckPolicy(1, policy.clear(), policy.remind())),
            with("`clear: 1`: one good run resolves", policy -> new CheckPolicy(policy.after(), 1, policy.remind())),
            new Variant("`quorum: 1`: any region counts for all", quorum(), true, true, true),
            new Variant("`regional: off`: nobody is told of one region's weather", regional(), true, true, true),
            new Variant("`flapping: off`", flapping(AlertPolicy.DEFAULT), true, true, true),
            new Variant("a rollout is no story", AlertPolicy.DEFAULT, false, true, true),
            new Variant("a rollout is no story, and `flapping: off`", flapping(AlertPolicy.DEFAULT), false, true, true),
            with("`remind: off`", policy -> new CheckPolicy(policy.after(), policy.clear(), Optional.empty())),
            new Variant("no ladder of expiry", AlertPolicy.DEFAULT, true, false, true),
            new Variant("maintenance is not announced by silences", AlertPolicy.DEFAULT, true, true, false),
            new Variant("everything off, one alert a problem", nothing(), false, false, false));

    /** @return the observation as this variant gets it */
    Observation of(Observation run) {
        SortedMap<Check, CheckResult> checks = run.checks();
        CheckResult leaf = checks.getOrDefault(Check.LEAF, CheckResult.PASSED);
        boolean isSame =
                (leaves || run.leaves().isEmpty()) && (ladder || leaf.findings().isEmpty());
        if (isSame) {
            return run;
        }
        if (!ladder && !leaf.findings().isEmpty()) {
            checks = new TreeMap<>(checks);
            checks.put(
                    Check.LEAF,
                    new CheckResult(
                            leaf.findings().stream().map(Variant::onTheGround).toList()));
        }
        return new Observation(
                run.targetId(),
                run.region(),
                run.at(),
                checks,
                leaves ? run.leaves() : new TreeMap<>(),
                run.phases(),
                run.tags());
    }

    private static Finding onTheGround(Finding finding) {
        return finding.about() instanceof FindingSubject.OfCertificate one
                ? finding.about(
                        new FindingSubject.OfCertificate(one.role(), one.name(), one.sha256(), one.notAfter(), 0))
                : finding;
    }

    private static Variant with(String name, UnaryOperator<CheckPolicy> change) {
        AlertPolicy whole = AlertPolicy.DEFAULT;
        return new Variant(
                name,
                new AlertPolicy(each(change), whole.quorum(), whole.regional(), whole.flapChanges()),
                true,
                true,
                true);
    }

    private static AlertPolicy quorum() {
        return new AlertPolicy(AlertPolicy.DEFAULT.checks(), new Quorum(1), true, AlertPolicy.DEFAULT.flapChanges());
    }

    private static AlertPolicy regional() {
        return new AlertPolicy(
                AlertPolicy.DEFAULT.checks(), AlertPolicy.DEFAULT.quorum(), false, AlertPolicy.DEFAULT.flapChanges());
    }

    private static AlertPolicy flapping(AlertPolicy policy) {
        return new AlertPolicy(policy.checks(), policy.quorum(), true, 0);
    }

    private static AlertPolicy nothing() {
        return new AlertPolicy(each(policy -> new CheckPolicy(1, 1, Optional.empty())), new Quorum(1), true, 0);
    }

    private static Map<CheckFamily, CheckPolicy> each(UnaryOperator<CheckPolicy> change) {
        Map<CheckFamily, CheckPolicy> checks = new EnumMap<>(CheckFamily.class);
        AlertPolicy.DEFAULT.checks().forEach((family, policy) -> checks.put(family, change.apply(policy)));
        return checks;
    }
}
