package io.holdfast.recovery.group;

import io.holdfast.log.secure.GroupKeys;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A group's third vote as a process of its own: {@link RegisterServer} and {@link WitnessAgent} with all that they open.
 * It forwards nothing, and needs no device.
 */
public final class Witness implements AutoCloseable {
    private final RegisterServer registers;
    private final UdpGroupNetwork network;
    private final WitnessAgent agent;
    private volatile Throwable failure;

    /**
     * Opens all that it needs.
     *
     * @param log for people
     */
    public Witness(final GroupSettings group, final GroupKeys keys, final Consumer<String> log) {
        registers = new RegisterServer(group, GroupSettings.WITNESS, keys, thrown -> failure = thrown);
        try {
            network = new UdpGroupNetwork(new GroupAddresses(group), GroupSettings.WITNESS, keys);
        } catch (final RuntimeException e) {
            registers.close();
            throw e;
        }
        agent = new WitnessAgent(group, network, SystemNanoClock.INSTANCE, new SecureRandom(), log);
    }

    /**
     * One turn, which waits for messages for a moment if there are none.
     *
     * @throws IllegalStateException if the registers have failed: the process must end
     */
    public void turn() {
        if (failure != null) {
            throw new IllegalStateException("the registers have failed: " + failure.getMessage(), failure);
        }
        if (agent.doWork() == 0) {
            network.socket().await(1);
        }
    }

    @Override
    public void close() {
        network.close();
        registers.close();
    }
}
