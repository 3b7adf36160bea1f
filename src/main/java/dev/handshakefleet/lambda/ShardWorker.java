package dev.handshakefleet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.spread.Shard;
import dev.handshakefleet.spread.ShardMessage;
import dev.handshakefleet.spread.Spread;
import java.util.Optional;

/** Works the shards of a run that was divided. Thread-safe. */
final class ShardWorker implements MessageWorker {

    private final Spread spread;
    private final RunLog log;

    ShardWorker(Spread spread, RunLog log) {
        this.spread = spread;
        this.log = log;
    }

    @Override
    public String kind() {
        return ShardMessage.KIND;
    }

    @Override
    public int version() {
        return ShardMessage.VERSION;
    }

    @Override
    public void work(JsonNode message, Context context) throws StoreUnavailableException {
        Shard shard = ShardMessage.read(message);
        Optional<RunReport> report = spread.work(shard, ProbeFunction.answerBy(context));
        report.ifPresent(made -> log.write(made, shard, context.getFunctionName()));
    }
}
