package io.holdfast.recovery.group;

import io.holdfast.log.secure.GroupKeys;
import io.holdfast.recovery.attestation.AttestationAgent;
import io.holdfast.recovery.attestation.AttestationFault;
import io.holdfast.recovery.attestation.AttestedGroup;
import io.holdfast.recovery.attestation.ClockWatch;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A group's third vote as a process of its own: {@link RegisterServer} and {@link WitnessAgent} with all that they open.
 * It forwards nothing, and needs no device.
 */
public final class Witness implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final UdpGroupNetwork network;
    private final WitnessAgent agent;
    private final WitnessProbe probe;
    private final ControlThreads threads;
    private boolean hasTurned;
    private volatile Throwable failure;

    /**
     * Opens all that it needs.
     *
     * @param log for people
     */
    public Witness(final GroupSettings group, final GroupKeys keys, final Consumer<String> log) {
        threads = new ControlThreads(group.controlPriority(), log);
        threads.enterMachine();
        try {
            final RegisterServer registers =
                    open(new RegisterServer(group, GroupSettings.WITNESS, keys, threads, thrown -> failure = thrown));
            network = open(new UdpGroupNetwork(new GroupAddresses(group), GroupSettings.WITNESS, keys));
            probe = new WitnessProbe(
                    registers::diskWaitNs,
                    new ClockWatch(
                            SystemNanoClock.INSTANCE,
                            SystemEpochNanoClock.INSTANCE,
                            group.limits().clockSkewMs()));
            open(new AttestationAgent(attestations(group, keys), threads, log));
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
        agent = new WitnessAgent(group, network, SystemNanoClock.INSTANCE, new SecureRandom(), log);
    }

    private AttestedGroup attestations(final GroupSettings group, final GroupKeys keys) {
        final KeyPair keyPair = group.signatures().newKeyPair();
        return new AttestedGroup(
                group.names(),
                GroupSettings.WITNESS,
                group.limits(),
                new AttestedGroup.Parts(
                        group.signatures().with(keyPair),
                        keyPair,
                        new SecureRandom().nextLong(1, Long.MAX_VALUE),
                        keys,
                        group.memberKeys(),
                        open(new UdpAttestationNetwork(group, GroupSettings.WITNESS, keys, SystemNanoClock.INSTANCE)),
                        probe,
                        member -> false,
                        SystemNanoClock.INSTANCE,
                        SystemEpochNanoClock.INSTANCE,
                        AttestationFault.NONE));
    }

    private <T extends AutoCloseable> T open(final T part) {
        opened.push(part);
        return part;
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
        if (!hasTurned) {
            hasTurned = true;
            threads.enter("witness");
        }
        if (agent.doWork() == 0) {
            network.socket().await(1);
        }
        probe.turned();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (final Exception e) {
                throw new IllegalStateException("the witness cannot be closed: " + e, e);
            }
        }
    }
}
