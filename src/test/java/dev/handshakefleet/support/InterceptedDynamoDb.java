package dev.handshakefleet.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB clients whose calls pass through an interceptor of a test. */
public final class InterceptedDynamoDb {

    /** One call of the client, not made yet. */
    public interface Call {
        /** Makes the call and returns its response. */
        Object answer() throws Throwable;
    }

    /** Decides for each call whether it is made, and how it is answered. */
    public interface Interceptor {
        /**
         * Handles one call.
         *
         * @param operation the name of the method, such as {@code putItem}
         * @param call makes the call
         * @return the response for the caller
         * @throws Throwable as the caller gets it
         */
        Object around(String operation, Call call) throws Throwable;
    }

    private InterceptedDynamoDb() {}

    /** A client that passes each call to the interceptor, which can pass it on to the given client. */
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
