package io.holdfast.recovery.simulation;

/**
 * Who is master, as three nodes would agree: a view is won or lost in one step.
 *
 * <p>Stands for the write-once registers and the lease (DESIGN section 8), which have tests of their own: who loses a
 * view to another releases nothing from that moment on.
 */
final class SimulatedViews {
    private long view;
    private SimulatedNode master;
    private SimulatedNode replica;

    /** The first view is given. */
    void begin(final SimulatedNode firstMaster, final SimulatedNode firstReplica) {
        view = 1;
        master = firstMaster;
        replica = firstReplica;
    }

    long view() {
        return view;
    }

    SimulatedNode master() {
        return master;
    }

    /** Who protects the master, or null. */
    SimulatedNode replica() {
        return replica;
    }

    boolean isProtected() {
        return replica != null;
    }

    /** The master wants to go on alone; refused if it is master no more. */
    boolean goSolo(final SimulatedNode node) {
        if (node != master) {
            return false;
        }
        view++;
        replica = null;
        return true;
    }

    /** The master has a replica that knows all. */
    boolean protect(final SimulatedNode node, final SimulatedNode newReplica) {
        if (node != master || replica != null) {
            return false;
        }
        view++;
        replica = newReplica;
        return true;
    }

    /** The replica suspects its master; refused if it is replica no more. */
    boolean takeOver(final SimulatedNode node) {
        if (node != replica) {
            return false;
        }
        view++;
        master = node;
        replica = null;
        return true;
    }
}
