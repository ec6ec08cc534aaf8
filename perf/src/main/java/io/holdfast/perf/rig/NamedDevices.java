package io.holdfast.perf.rig;

import io.holdfast.packet.memory.IdleDevices;
import java.util.List;

/** Ports lan and wan that exist by name only, and a pool: for graphs whose packets are made and taken elsewhere. */
public final class NamedDevices {
    private static final int CAPACITY_PACKETS = 4096;

    private NamedDevices() {}

    /** Of one worker; whoever opens them closes them. */
    public static IdleDevices open() {
        return new IdleDevices(List.of("lan", "wan"), 1, CAPACITY_PACKETS);
    }
}
