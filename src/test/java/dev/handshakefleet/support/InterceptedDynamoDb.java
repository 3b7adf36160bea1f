package dev.handshakefleet.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A real client with somebody between it and its caller. */
public final class InterceptedDynamoDb {

    /** A call that goes on when it is told to. */
    public interface Call {
        Object answer() throws Throwable;
    }

    /** Who stands between. */
    public interface Interceptor {
        /**
         * @param operation such as {@code putItem}
         * @param call the call itself
         * @return what the caller gets
         */
        Object around(String operation, Call call) throws Throwable;
    }

    private InterceptedDynamoDb() {}

    /** The client, each of its calls handed to the interceptor first. */
    public static DynamoDbClient of(DynamoDbClient client, Interceptor interceptor) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                InterceptedDynamoDb.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> interceptor.around(method.getName(), () -> {
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }
}
