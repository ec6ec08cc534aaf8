package io.holdfast.perf.rig;

import io.holdfast.nat.lab.NodeProcess;
import io.holdfast.perf.load.LoadPort;

/** Where nodes are plugged in: the links between them and the generator. */
interface NodePlace extends AutoCloseable {
    /** Starts a node, for the first time or again. */
    NodeProcess startNode(String name);

    LoadPort lan();

    LoadPort wan();

    String topology();

    String logTails();

    @Override
    void close();
}
