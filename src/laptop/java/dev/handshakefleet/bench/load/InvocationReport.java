package dev.handshakefleet.bench.load;

import dev.handshakefleet.bench.workbench.AwsCalls;
import java.util.List;

/**
 * What one invocation did and took: a line of JSON from {@code LoadWorker} to the bench.
 *
 * @param tookNanos from the event to the answer
 * @param cpuNanos of the whole process, user and system
 * @param idleKib resident before the first invocation
 * @param peakKib the most that was resident in this one
 * @param probed targets with a result
 * @param critical of them
 * @param stored measurements
 * @param undone not probed, not stored, undecided and unsent
 * @param notices sent
 * @param complete whether the run did all that it had to do
 * @param problems what the run says of what it did not do
 * @param calls to DynamoDB
 */
record InvocationReport(
        long tookNanos,
        long cpuNanos,
        long idleKib,
        long peakKib,
        int probed,
        int critical,
        int stored,
        int undone,
        int notices,
        boolean complete,
        List<String> problems,
        List<AwsCalls.Counted> calls) {

    InvocationReport {
        problems = List.copyOf(problems);
        calls = List.copyOf(calls);
    }
}
