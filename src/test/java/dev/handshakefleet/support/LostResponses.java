package dev.handshakefleet.support;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Turns the first response to a kind of request into status 500 after the service has processed the request, and counts the
 * requests of that kind, retries included.
 */
public final class LostResponses implements ExecutionInterceptor {

    private final Class<? extends SdkRequest> kind;
    private final AtomicInteger requests = new AtomicInteger();

    /** @param kind such as {@code PutItemRequest.class} */
    public LostResponses(Class<? extends SdkRequest> kind) {
        this.kind = kind;
    }

    /** @return the number of requests of that kind */
    public int requests() {
        return requests.get();
    }

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return kind.isInstance(context.request()) && requests.getAndIncrement() == 0
                ? context.httpResponse().toBuilder().statusCode(500).build()
                : context.httpResponse();
    }
}
