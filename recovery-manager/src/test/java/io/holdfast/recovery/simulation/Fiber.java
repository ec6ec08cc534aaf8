package io.holdfast.recovery.simulation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A thread of the simulated world: runs on the caller's thread until it suspends itself, anywhere in its call stack.
 *
 * <p>Made of the JDK's own continuations, which virtual threads are made of; reached by method handles, so that only
 * running needs {@code --add-exports=java.base/jdk.internal.vm=ALL-UNNAMED}.
 */
public final class Fiber {
    private static final MethodHandle MAKE;
    private static final MethodHandle RUN;
    private static final MethodHandle IS_DONE;
    private static final MethodHandle YIELD;
    /** Of the thread that steps; several simulations may run side by side. */
    private static final ThreadLocal<Fiber[]> CURRENT = ThreadLocal.withInitial(() -> new Fiber[1]);

    static {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            final Class<?> continuation = Class.forName("jdk.internal.vm.Continuation");
            final Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
            final Object ours = lookup.findConstructor(scope, MethodType.methodType(void.class, String.class))
                    .invoke("simulation");
            MAKE = MethodHandles.insertArguments(
                            lookup.findConstructor(
                                    continuation, MethodType.methodType(void.class, scope, Runnable.class)),
                            0,
                            ours)
                    .asType(MethodType.methodType(Object.class, Runnable.class));
            RUN = lookup.findVirtual(continuation, "run", MethodType.methodType(void.class))
                    .asType(MethodType.methodType(void.class, Object.class));
            IS_DONE = lookup.findVirtual(continuation, "isDone", MethodType.methodType(boolean.class))
                    .asType(MethodType.methodType(boolean.class, Object.class));
            YIELD = MethodHandles.insertArguments(
                            lookup.findStatic(continuation, "yield", MethodType.methodType(boolean.class, scope)),
                            0,
                            ours)
                    .asType(MethodType.methodType(void.class));
        } catch (final Throwable e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final Object continuation;
    private RuntimeException failure;

    public Fiber(final String name, final Runnable body) {
        this.name = name;
        try {
            continuation = (Object) MAKE.invokeExact((Runnable) () -> run(body));
        } catch (final Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(final Runnable body) {
        try {
            body.run();
        } catch (final RuntimeException e) {
            failure = e;
        } catch (final AssertionError e) {
            failure = new IllegalStateException(e.toString(), e);
        }
    }

    public String name() {
        return name;
    }

    /** Runs on until the next suspension, or the end; what the body throws comes out here. */
    public void step() {
        final Fiber[] current = CURRENT.get();
        final Fiber caller = current[0];
        current[0] = this;
        try {
            RUN.invokeExact(continuation);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException(e);
        } finally {
            current[0] = caller;
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Whether the caller runs in a fiber. */
    public static boolean isInside() {
        return CURRENT.get()[0] != null;
    }

    public boolean isDone() {
        try {
            return (boolean) IS_DONE.invokeExact(continuation);
        } catch (final Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the others go on; outside any fiber it does nothing. */
    public static void suspend() {
        if (CURRENT.get()[0] != null) {
            try {
                YIELD.invokeExact();
            } catch (final Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
