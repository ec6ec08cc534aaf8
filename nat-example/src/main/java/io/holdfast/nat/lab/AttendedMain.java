package io.holdfast.nat.lab;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class for as long as the process that started it lives.
 *
 * <p>Arguments: the class, then its own arguments. Standard input is a pipe from the parent, on which nothing comes;
 * when it ends, the parent is gone, and this process halts. So no node outlives a drill, however the drill ended.
 */
final class AttendedMain {
    private AttendedMain() {}

    /** @throws ReflectiveOperationException if the class has no {@code main} */
    public static void main(final String[] args) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("parent-watch").start(AttendedMain::awaitEnd);
        final String[] rest = Arrays.copyOfRange(args, 1, args.length);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (final InvocationTargetException e) {
            e.getCause().printStackTrace();
            System.exit(1);
        }
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // Whatever comes is not meant for us.
            }
        } catch (final IOException e) {
            // As good as the end.
        }
        Runtime.getRuntime().halt(1);
    }
}
