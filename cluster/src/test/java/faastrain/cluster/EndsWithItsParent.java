package faastrain.cluster;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** Runs a main class until its standard input ends, which it does even if the process that started it is killed. */
final class EndsWithItsParent {
    private EndsWithItsParent() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(EndsWithItsParent::awaitEnd, "parent");
        watch.setDaemon(true);
        watch.start();
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException failure) {
            failure.getCause().printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {}
        } catch (IOException ended) {
            // The parent is as gone as at the end of the stream.
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }
}
